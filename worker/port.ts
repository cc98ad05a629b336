import { createServer } from "node:net";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import { runningInstance } from "../local/lock.ts";
import { ListenError } from "../web/listen.ts";
import { demoHome } from "./home.ts";

/**
 * Looks, before anything else is started, whether the portal's port is free.
 * @throws {ListenError} where Duban itself holds it: which command, process and folder, and how to end it
 */
export async function refuseTakenPort(config: Pick<Config, "host" | "port" | "home">): Promise<void> {
  const { host, port } = config;
  if (port === 0 || !(await isTaken(host, port))) return;
  const ours = (await ofTheseFolders(config)) ?? (await ofAnotherFolder(host, port));
  // Whatever else it is, listening says so in its own words.
  if (ours)
    throw new ListenError(
      `Port ${port} on ${host} is held by Duban itself: ${ours}, or set PORT to another port (0: any that is free).`,
    );
}

function isTaken(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}

/** What runs in this data folder, in the demo's beside it, or in the one that this demo is beside. */
async function ofTheseFolders({ home, port }: Pick<Config, "home" | "port">): Promise<string | null> {
  for (const [folder, command] of [
    [demoHome(home), "npm run demo"],
    [dirname(home), "npm start"],
  ] as const) {
    const instance = await runningInstance(folder);
    if (instance?.url && Number(new URL(instance.url).port || 80) === port)
      return `"${command}" (process ${instance.pid}, data in ${folder}). Stop it with Ctrl-C where it runs, or with "kill ${instance.pid}"`;
  }
  return null;
}

/** A portal of ours tells how its parts are. */
async function ofAnotherFolder(host: string, port: number): Promise<string | null> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${name.includes(":") ? `[${name}]` : name}:${port}/readyz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000), redirect: "manual" }).catch(() => null);
  const told = (await answer?.json().catch(() => null)) as { parts?: { worker?: unknown } } | null | undefined;
  if (typeof told?.parts?.worker !== "boolean") return null;
  return "an instance with a data folder of its own. Stop it with Ctrl-C where it was started";
}
