import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../../config.ts";
import type { Ends } from "../ends.ts";

/** A child process that answers calls (serve.ts). */
export interface Helper {
  pid: number;
  /** @throws the error of the child process */
  call<T>(verb: string, about?: unknown): Promise<T>;
  /** Kills the process, unless it has ended. @returns when it has ended */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface HelperOptions {
  execArgv?: readonly string[];
  /** Bundle of the file, for a process that is started often; absent: the file is compiled at each start. */
  program?: string | undefined;
  ends: Ends;
}

const graceMs = 10_000;

/** Starts `file` of this folder in a child process, which ends when this process ends, however it ends. */
export async function startHelper(file: string, { execArgv = [], program, ends }: HelperOptions): Promise<Helper> {
  const translating = program === undefined ? ["--import", import.meta.resolve("tsx")] : [];
  const child = fork(program ?? fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: [...translating, ...execArgv],
    env: childEnvironment({ TZ: "UTC" }),
    // Standard output is reserved for this process.
    stdio: ["ignore", 2, 2, "ipc"],
    serialization: "advanced",
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let gone: Error | undefined;
  child.on("message", ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(value);
    else one?.reject(new Error(`${file}: ${error}`));
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      gone = new Error(`${file} ended (${signal ?? `code ${code}`})`);
      for (const one of waiting.values()) one.reject(gone);
      waiting.clear();
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  const stop = ends.add(async () => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  });
  return {
    pid: child.pid ?? 0,
    call: <T>(verb: string, about?: unknown) =>
      new Promise<T>((resolve, reject) => {
        if (gone || !child.connected) return reject(gone ?? new Error(`${file} is gone`));
        last += 1;
        waiting.set(last, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ id: last, verb, about });
      }),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => void (await stop()),
  };
}
