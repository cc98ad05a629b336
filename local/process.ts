import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Identifies a process, even after another process has been given the same number. */
export interface Identity {
  pid: number;
  /** Start time as the system states it; empty if the system does not state it. */
  began: string;
}

export interface Child extends Identity {
  name: string;
  /** Resolves when the process has ended, with a text that says how. */
  ended: Promise<string>;
  /** Sends the end signal; after `graceMs`, kills the process. Idempotent. @default 4000 */
  stop(graceMs?: number): Promise<void>;
}

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  /** File for its output; emptied at each start … */
  logFile: string;
  /** … unless this is set: it then keeps the output of the server that this one replaces. */
  append?: boolean;
  cwd?: string;
  uid?: number;
  gid?: number;
  env?: NodeJS.ProcessEnv;
  /** Signal that requests its end. @default "SIGTERM" */
  signal?: "SIGTERM" | "SIGINT";
}

const windows = process.platform === "win32";
const run = promisify(execFile);

/** Waits for a line. If the pipe closes without one, its writer has died, and the script ends the server it left behind. */
const guardScript = `trap '' INT TERM HUP
read -r line && exit
kill -s "$2" "$1" 2>/dev/null || exit
for i in 1 2 3 4 5 6 7 8; do sleep 0.5; kill -0 "$1" 2>/dev/null || exit; done
kill -s KILL "$1"`;

/**
 * Starts a server as a detached process, so that Ctrl-C at the terminal reaches only this program, which stops its servers in order. A
 * guard process ends the server if this program dies without doing so (kill -9).
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openSync(options.logFile, options.append ? "a" : "w", 0o600);
  // Makes files that the server writes readable by this user only.
  const mask = process.umask(0o077);
  const child = spawn(options.command, [...options.args], {
    detached: !windows,
    windowsHide: true,
    stdio: ["ignore", log, log],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.uid !== undefined && { uid: options.uid }),
    ...(options.gid !== undefined && { gid: options.gid }),
    ...(options.env && { env: options.env }),
  });
  process.umask(mask);
  closeSync(log);
  const ended = new Promise<string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`)),
  );
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  const pid = child.pid as number;
  const signal = options.signal ?? "SIGTERM";
  const guard = windows ? undefined : startGuard(pid, signal);
  void ended.then(() => guard?.stdin?.end("\n"));
  // The server does not keep this program alive; if the program exits without stopping it, the guard ends it.
  child.unref();
  let stopping: Promise<void> | undefined;
  const stop = async (graceMs: number) => {
    child.ref();
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  };
  return {
    name: options.name,
    pid,
    began: await began(pid),
    ended,
    stop: (graceMs = 4_000) => {
      stopping ??= child.exitCode === null && child.signalCode === null ? stop(graceMs) : Promise.resolve();
      return stopping;
    },
  };
}

/** Whether this process is alive. False if its number now belongs to another process. */
export async function isAlive(identity: Identity): Promise<boolean> {
  if (!exists(identity.pid)) return false;
  return identity.began === "" || (await began(identity.pid)) === identity.began;
}

/** Identity of this program. */
export async function self(): Promise<Identity> {
  return { pid: process.pid, began: await began(process.pid) };
}

/** Start time of a process; empty if there is no such process or the system does not state it. */
export async function began(pid: number): Promise<string> {
  if (process.platform === "linux") {
    try {
      // Field 22 of proc_pid_stat(5), in ticks since boot; the name in field 2 may contain spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? "" : (fields[19] ?? "");
    } catch {
      return "";
    }
  }
  if (windows) return "";
  const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim();
}

/** Ends processes that an earlier run left behind; each has `graceMs` to shut down. @returns those that were alive */
export async function endLeftovers<T extends Identity>(leftovers: readonly T[], graceMs = 5_000): Promise<T[]> {
  const lived: T[] = [];
  await Promise.all(
    leftovers.map(async (leftover) => {
      if (!(await isAlive(leftover))) return;
      lived.push(leftover);
      // SIGINT is PostgreSQL's "fast" shutdown and Temporal's normal one.
      signalTo(leftover.pid, "SIGINT");
      for (let waited = 0; waited < graceMs; waited += 50) {
        await sleep(50);
        if (!(await isAlive(leftover))) return;
      }
      signalTo(leftover.pid, "SIGKILL");
      await sleep(50);
    }),
  );
  return lived;
}

function startGuard(pid: number, signal: string): ChildProcess {
  const guard = spawn("/bin/sh", ["-c", guardScript, "duban-guard", String(pid), signal.slice(3)], {
    detached: true,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a shell there is no guard. The next start finds what was left behind through the lock.
  guard.on("error", () => undefined);
  guard.stdin?.on("error", () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return guard;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has already ended.
  }
}
