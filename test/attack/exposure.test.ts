import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import { atEnd } from "../support/ending.ts";
import { attackLine } from "./line.ts";

const program = fileURLToPath(new URL("../../bin/duban.js", import.meta.url));

interface Ended {
  code: number | null;
  said: string;
}

/** `duban up` with these settings and no others, ended after a while where it does not end itself. */
async function up(home: string, settings: Readonly<Record<string, string>>): Promise<Ended> {
  const bare = { PATH: process.env.PATH ?? "", HOME: home, DUBAN_HOME: home, PORT: "0" };
  const child = spawn(process.execPath, [program, "up"], { env: { ...bare, ...settings }, cwd: home });
  let said = "";
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const late = setTimeout(() => child.kill("SIGINT"), 60_000);
  const code = await new Promise<number | null>((resolve) => child.once("exit", (ended) => resolve(ended)));
  clearTimeout(late);
  return { code, said };
}

const real: Readonly<Record<string, string>> = {
  SMTP_URL: "smtp://user:canary-password@mail.example.org:587",
  SMS_URL: "none",
  SECRET_KEY: "canary-secret-of-at-least-thirty-two-characters",
};
const reachable: readonly Readonly<Record<string, string>>[] = [
  { HOST: "0.0.0.0" },
  { PUBLIC_URL: "https://duban.example.org" },
  { HOST: "::", PUBLIC_URL: "https://duban.example.org" },
  { HOST: "10.0.0.1" },
];

describe("an installation that is set half-way", () => {
  attackLine(
    {
      attack: "Half-set or exposed installation: each setting missing in turn, and all",
      pass: "refused at the start before anything listens, naming what is missing and no secret",
      n: "all",
      fast: 1,
    },
    async ({ whole, tried, succeeded }) => {
      const home = await mkdtemp(join(tmpdir(), "duban-exposed-"));
      atEnd(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
      for (const where of whole ? reachable : reachable.slice(0, 1))
        for (const missing of whole ? [...Object.keys(real).map((one) => [one]), Object.keys(real)] : [["SMTP_URL"]]) {
          const settings = Object.fromEntries(Object.entries(real).filter(([name]) => !missing.includes(name)));
          const { code, said } = await up(home, { ...where, ...settings });
          const about = `${Object.keys(where).join(", ")} without ${missing.join(", ")}`;
          if (code !== 2) succeeded(`${about}: ended with ${code}`);
          for (const one of missing)
            if (!said.includes(`${one} is not set`)) succeeded(`${about}: ${one} is not named`);
          if (/canary/.test(said)) succeeded(`${about}: a secret is told`);
          if (/runs at/.test(said)) succeeded(`${about}: it runs`);
          tried();
        }
      const left = await readdir(home);
      if (left.some((name) => /postgres|lock/.test(name))) succeeded(`it left ${left.join(", ")}`);
    },
  );
});
