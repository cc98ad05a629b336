import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { chapters } from "../support/chapters.ts";
import { eventually, promised } from "../support/timeouts.ts";

const program = fileURLToPath(new URL("../../bin/duban.js", import.meta.url));
let home: string;
let printed = "";
let running: ChildProcess | undefined;
let url: string;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const environment = () => ({
  ...process.env,
  DUBAN_HOME: home,
  PORT: "0",
  DATABASE_URL: "",
  TEMPORAL_ADDRESS: "",
  SMTP_URL: "",
  SMS_URL: "",
});

async function duban(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { env: environment() });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const [code] = await once(child, "exit");
  return { code, out, err };
}

async function up(): Promise<string> {
  const child = spawn(process.execPath, [program, "up"], { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  let said = "";
  const found = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
      const [, where] = /runs at (http:\S+)[\s\S]*Try next/.exec(said) ?? [];
      if (!where) return;
      printed = said;
      resolve(where);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`duban up ended with ${code}:\n${said}`)));
  });
  return found;
}

async function inbox(): Promise<Record<string, unknown>[]> {
  return (await fetch(`${url}/inbox.json`)).json() as Promise<Record<string, unknown>[]>;
}

/** Programs that were started for this home. */
function children(): number[] {
  try {
    const lock = JSON.parse(readFileSync(join(home, "lock.json"), "utf8")) as { children: { pid: number }[] };
    return lock.children.map((child) => child.pid);
  } catch {
    return [];
  }
}
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "duban-up-"));
  await chmod(home, 0o755);
});
afterAll(async () => {
  running?.kill("SIGKILL");
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

describe("duban up in an empty folder", () => {
  const chapter = chapters();
  chapter("starts a city in which people are notified by e-mail and SMS", async () => {
    const began = Date.now();
    url = await up();
    const first = await eventually(async () => (await inbox()).find((one) => one.channel === "email"));
    console.log(`first prompt after ${((Date.now() - began) / 1_000).toFixed(1)} s`);
    expect(Object.keys(first).sort()).toEqual(
      expect.arrayContaining(["at", "channel", "html", "organization", "subject", "task", "text", "to"]),
    );
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/inbox`)).status).toBe(200);
    expect((await fetch(`${url}/board`)).status).toBe(401);
    const link = /http\S+\/s\/\w{12}/.exec(printed)?.[0] ?? "";
    expect((await fetch(link)).status).toBe(200);
  });

  chapter("answers the command line, which can start a rectification that is requested at once", async () => {
    const duties = JSON.parse((await duban("duty", "list", "--json")).out) as Record<string, unknown>[];
    expect(duties).toHaveLength(74);
    for (const duty of duties)
      expect(duty).toMatchObject({
        number: expect.any(String),
        clause: expect.any(String),
        quote: expect.any(String),
        kind: expect.any(String),
      });
    const started = await duban(
      "rectification",
      "start",
      "--org",
      "GZ-CHA-006",
      "消防通道堵塞",
      "--severity",
      "critical",
      "--json",
    );
    expect(started).toMatchObject({ code: 0, err: "" });
    await eventually(async () => (await inbox()).some((one) => String(one.text).includes("消防通道堵塞")));
  });

  chapter("prints the board's link, for the administrator and for a supervisor", async () => {
    const { out } = await duban("board");
    expect((await fetch(out.trim())).status).toBe(200);
    const [person] = JSON.parse((await duban("person", "list", "--org", "GZ-CHA-006", "--json")).out) as {
      id: string;
    }[];
    const own = JSON.parse((await duban("board", person?.id ?? "", "--json")).out) as { link: string };
    expect((await fetch(own.link)).status).toBe(200);
  });

  chapter("reports what was expected for an unknown organization, with exit code 3", async () => {
    const { code, err } = await duban("rectification", "start", "--org", "NOBODY", "x");
    expect(code).toBe(3);
    expect(err).toContain("NOBODY");
  });

  chapter("runs once: a second start says where the first runs", async () => {
    const { code, err } = await duban("up");
    expect(code).toBe(4);
    expect(err).toContain(url);
  });

  chapter("does not move time outside the demo", async () => {
    const { code, err } = await duban("clock", "+1d");
    expect(code).toBe(4);
    expect(err).toContain("demo");
  });

  chapter("killed, is started again and continues where it stopped", async () => {
    const left = children();
    const before = (await inbox()).length;
    running?.kill("SIGKILL");
    await once(running as ChildProcess, "exit");
    url = await up();
    expect(left.length).toBeGreaterThan(0);
    // A link for the administrator is printed once, not at each start.
    expect(printed).not.toContain("/s/");
    expect(printed).toContain("npx duban board");
    expect((await inbox()).length).toBeGreaterThanOrEqual(before);
    const { out } = await duban("case", "list", "--kind", "RX", "--json");
    expect(JSON.parse(out)).toHaveLength(1);
    await eventually(async () => (await fetch(`${url}/readyz`)).ok);
  });

  chapter("ends on Ctrl-C in less than ten seconds, and leaves no process behind", async () => {
    const started = children();
    expect(started.length).toBe(2);
    const began = Date.now();
    running?.kill("SIGINT");
    const [code] = await once(running as ChildProcess, "exit");
    expect(code).toBe(0);
    expect(Date.now() - began).toBeLessThan(promised(10_000));
    expect(started.filter(alive)).toEqual([]);
    running = undefined;
    expect((await duban("duty", "list")).code).toBe(5);
  });
});
