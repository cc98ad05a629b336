import { createServer } from "node:net";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import { cause } from "../domain/reasons/index.ts";
import { runningInstance } from "../local/lock.ts";
import { ListenError } from "../web/listen.ts";
import { demoHome } from "./home.ts";

/**
 * Checks, before anything else is started, that the portal's port is free.
 * @throws {ListenError} Duban itself uses it: names command, process and folder, and how to stop it
 */
export async function refuseTakenPort(config: Pick<Config, "host" | "port" | "home">): Promise<void> {
  const { host, port } = config;
  if (port === 0 || !(await isTaken(host, port))) return;
  const by = await ofTheseFolders(config);
  // If it is another program, listening reports that itself.
  if (by || (await isOurs(host, port)))
    throw new ListenError(cause("port-held", { port, address: host, ...(by && { by }) }));
}

interface Holder {
  command: string;
  pid: number;
  home: string;
}

function isTaken(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}

/** The instance that uses the port: in this data folder, in the demo's inside it, or in the one around this demo's. */
async function ofTheseFolders({ home, port }: Pick<Config, "home" | "port">): Promise<Holder | null> {
  for (const [folder, command] of [
    [demoHome(home), "npm run demo"],
    [dirname(home), "npm start"],
  ] as const) {
    const instance = await runningInstance(folder);
    if (instance?.url && Number(new URL(instance.url).port || 80) === port)
      return { command, pid: instance.pid, home: folder };
  }
  return null;
}

/** A portal of ours is recognized by its health report. */
async function isOurs(host: string, port: number): Promise<boolean> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${name.includes(":") ? `[${name}]` : name}:${port}/readyz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000), redirect: "manual" }).catch(() => null);
  const told = (await answer?.json().catch(() => null)) as { parts?: { worker?: unknown } } | null | undefined;
  return typeof told?.parts?.worker === "boolean";
}
