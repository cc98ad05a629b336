import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../../config.ts";
import type { Ends } from "../ends.ts";

const program = fileURLToPath(new URL("../../bin/duban.js", import.meta.url));
/** Milliseconds after which a process that has not ended is killed, as an orchestrator does. */
const graceMs = 30_000;
const startMs = 120_000;

/** A process of the product, started as an operator would. */
export interface Member {
  role: "worker" | "portal";
  url: string;
  pid: number;
  /** Requests its end (SIGTERM). @returns its exit code and the seconds that it took */
  end(): Promise<{ code: number | null; seconds: number }>;
}

/** Starts a process and waits until it is ready. @throws its output if it ends earlier */
export async function startMember(
  role: Member["role"],
  settings: Readonly<Record<string, string>>,
  ends: Ends,
): Promise<Member> {
  const child = spawn(process.execPath, [program, role], {
    env: childEnvironment({ TZ: "UTC", PORT: "0", HEALTH_PORT: "0", ...settings }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit") as Promise<[number | null]>;
  ends.add(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const url = await announced(child, role);
  const deadline = Date.now() + startMs;
  for (;;) {
    if (await fetch(`${url}/readyz`).then(({ ok }) => ok, no)) break;
    if (Date.now() > deadline) throw new Error(`the ${role} at ${url} is not ready`);
    await pause(50);
  }
  return {
    role,
    url,
    pid: child.pid ?? 0,
    async end() {
      const began = Date.now();
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      const [code] = await exited;
      clearTimeout(timer);
      return { code, seconds: (Date.now() - began) / 1_000 };
    },
  };
}

const no = (): boolean => false;

/** Waits for the address that the process prints when it is ready. */
function announced(child: ChildProcess, role: string): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString("utf8")).slice(-4_000);
      const [, url] = /(http:\S+)\/readyz/.exec(said) ?? [];
      if (url) resolve(url);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the ${role} ended with ${code}: ${said}`)));
  });
}
