import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Ended } from "./program.ts";

const file = fileURLToPath(new URL("../../../bin/duban.js", import.meta.url));

/** A process of an installation, such as `duban worker`. */
export interface OwnProcess {
  /** Its URL. */
  url: string;
  pid: number;
  ended: Promise<Ended>;
  /** Requests its end and waits for it. */
  end(signal?: NodeJS.Signals): Promise<Ended & { ms: number }>;
}

const gone: Readonly<Record<string, string>> = { DATABASE_URL: "", TEMPORAL_ADDRESS: "", SMTP_URL: "", SMS_URL: "" };

/** Runs a command to its end. */
export async function duban(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
  return ending(begin(settings, args));
}

/** Starts a process and waits until it prints its address. @throws its output if it ends earlier */
export const startOwn = (settings: Readonly<Record<string, string>>, ...args: string[]): Promise<OwnProcess> =>
  startOwnOf(file, settings, ...args);

/** Does the same with another copy of the program. @param entry its `bin/duban.js` */
export async function startOwnOf(
  entry: string,
  settings: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<OwnProcess> {
  const child = begin(settings, args, entry);
  const ended = ending(child);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const [, where] = /(http:\S+)\/readyz/.exec(said) ?? [];
      if (where) resolve(where);
    });
    void ended.then(({ code, out, err }) => reject(new Error(`it ended with ${code}:\n${out}\n${err}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    async end(signal = "SIGTERM") {
      const began = Date.now();
      child.kill(signal);
      return { ...(await ended), ms: Date.now() - began };
    },
  };
}

function begin(settings: Readonly<Record<string, string>>, args: readonly string[], entry = file): ChildProcess {
  const env = { ...process.env, ...gone, PORT: "0", HEALTH_PORT: "0", ...settings };
  return spawn(process.execPath, [entry, ...args], { env });
}

async function ending(child: ChildProcess): Promise<Ended> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString("utf8");
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}
