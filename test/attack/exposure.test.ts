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

/**
 * Runs `duban up` with these settings and no others.
 * @param running called with its URL once it runs; then it is ended
 */
async function up(
  home: string,
  settings: Readonly<Record<string, string>>,
  running: (url: string) => Promise<unknown> = async () => undefined,
): Promise<Ended> {
  const { PATH = "", HOME = "", XDG_CACHE_HOME = "", DUBAN_CACHE = "" } = process.env;
  const bare = { PATH, HOME, XDG_CACHE_HOME, DUBAN_CACHE, DUBAN_HOME: home, PORT: "0" };
  const child = spawn(process.execPath, [program, "up"], { env: { ...bare, ...settings }, cwd: home });
  let said = "";
  let ending: Promise<unknown> | undefined;
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    const [, url] = /runs at (http:\S+)[\s\S]*Try next/.exec(said) ?? [];
    if (url) ending ??= running(url).finally(() => child.kill("SIGINT"));
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const code = await new Promise<number | null>((resolve) => child.once("exit", (ended) => resolve(ended)));
  await ending;
  return { code, said };
}

/** Settings with which the program runs and shows messages to nobody. */
const silent: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "without its SMS provider": { SMTP_URL: "smtp://127.0.0.1:9" },
  "without its mail server": { SMS_URL: "sandbox:http://127.0.0.1:9" },
  "reachable for a trial": { PUBLIC_URL: "https://duban.example.org", DUBAN_SANDBOX: "1" },
};

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
  { TRUST_PROXY: "loopback" },
];

describe("an installation that is set half-way", () => {
  attackLine(
    {
      attack: "Incomplete or exposed installations: each setting missing in turn, and all of them",
      pass: "the start is refused with the name of what is missing and without secrets; or no message is shown",
      seconds: 900,
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
      for (const [name, settings] of Object.entries(whole ? silent : {})) {
        let asked = 0;
        const { said } = await up(home, settings, async (url) => {
          const local = url.replace("0.0.0.0", "127.0.0.1");
          for (const path of ["/inbox", "/inbox.json", "/inbox.json?channel=email", "/inbox/000000000000"]) {
            const answer = await fetch(local + path);
            const text = await answer.text();
            if (![401, 404].includes(answer.status) || text.includes("/t/"))
              succeeded(`${name}: ${path}: ${answer.status}`);
            asked += 1;
            tried();
          }
        });
        if (asked === 0) throw new Error(`${name}: it did not run:\n${said}`);
      }
    },
  );
});
