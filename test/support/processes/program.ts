import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../../../bin/duban.js", import.meta.url));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** `npm start` in a process and a folder of its own, with its own servers. */
export interface Program {
  home: string;
  url: string;
  /** Its output so far, of standard output and standard error. */
  said(): string;
  /** Resolves when it has ended. */
  ended: Promise<Ended>;
  pid: number;
  /** Runs a command beside it. */
  duban(...args: string[]): Promise<Ended>;
  /** Process id of a server that it has started. */
  server(name: "postgres" | "temporal"): number;
  inbox(): Promise<Record<string, unknown>[]>;
  /** Starts it again in the same folder, after it has ended. */
  restart(): Promise<Program>;
  stop(): Promise<void>;
}

const settings = { PORT: "0", DATABASE_URL: "", TEMPORAL_ADDRESS: "", SMTP_URL: "", SMS_URL: "" };

/** Starts it and waits for its greeting. @throws its output if it ends earlier */
export async function startProgram({
  demo = false,
  folder,
}: {
  demo?: boolean;
  folder?: string;
} = {}): Promise<Program> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), "duban-up-")));
  await chmod(home, 0o755);
  const env = { ...process.env, ...settings, DUBAN_HOME: home };
  const start = (args: readonly string[]): ChildProcess => spawn(process.execPath, [file, ...args], { env });
  const child = start([demo ? "demo" : "up"]);
  let out = "";
  let err = "";
  const ended = once(child, "close").then(([code]): Ended => ({ code, out, err }));
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (): void => {
      const [, where] = /runs at (http:\S+)[\s\S]*(?:Try next|clock next)/.exec(out) ?? [];
      if (where) resolve(where);
    };
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString("utf8");
      hear();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      err += chunk.toString("utf8");
    });
    void ended.then(({ code }) => reject(new Error(`it ended with ${code}:\n${out}\n${err}`)));
  });
  return {
    home,
    url,
    said: () => out + err,
    ended,
    pid: child.pid ?? 0,
    async duban(...args) {
      const one = start(args);
      let told = "";
      let failed = "";
      one.stdout?.on("data", (chunk) => (told += chunk));
      one.stderr?.on("data", (chunk) => (failed += chunk));
      const [code] = (await once(one, "close")) as [number | null];
      return { code, out: told, err: failed };
    },
    server(name) {
      const { children } = JSON.parse(readFileSync(join(home, "lock.json"), "utf8")) as {
        children: { name: string; pid: number }[];
      };
      const pid = children.find((one) => one.name === name)?.pid;
      if (!pid) throw new Error(`${home} has no server ${name}`);
      return pid;
    },
    inbox: async () => (await fetch(`${url}/inbox.json`)).json() as Promise<Record<string, unknown>[]>,
    restart: () => startProgram({ demo, folder: home }),
    async stop() {
      child.kill("SIGINT");
      await ended;
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
