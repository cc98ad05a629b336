import type { CliDeps } from "../cli/deps.ts";
import { localized } from "../cli/language.ts";
import type { Text } from "../domain/terms.ts";
import manifest from "../package.json" with { type: "json" };
import { type Environment, localeOf } from "./locale.ts";

/**
 * Dependencies of the command line: the instance that runs in the data folder, or the configured servers. Each part is loaded by the commands that
 * need it, because loading the engine's library takes longer than running most commands.
 */
export function composeCli(env: Environment): CliDeps {
  const config = async () => (await import("../config.ts")).readConfig(env);
  return {
    open: async () => (await import("./session.ts")).open(await config()),
    up: async ({ demo }) => (await import("./serve.ts")).serve(await config(), demo),
    worker: async ({ queues, concurrency }) => {
      const { readConfig } = await import("../config.ts");
      const given = { ...(queues && { DUBAN_QUEUES: queues }), ...(concurrency && { DUBAN_CONCURRENCY: concurrency }) };
      await (await import("./serve.ts")).serveWorker(readConfig({ ...env, ...given }));
    },
    portal: async () => (await import("./serve.ts")).servePortal(await config()),
    migrate: async () => (await import("../worker/processes/migrate.ts")).migrateAll(await config()),
    backup: async (to, watch) =>
      (await import("./backup.ts")).backupOf(await config(), { to, program: manifest.version, watch }),
    restore: async (from, watch) => {
      const tell = (line: Text): void => void process.stderr.write(`${localized(line)}\n`);
      return (await import("./backup.ts")).restoreTo(await config(), { from, watch, tell });
    },
    deploy: async (build) => (await import("../worker/processes/deployment.ts")).deploy(await config(), build),
    doctor: async () => (await import("../worker/doctor/doctor.ts")).doctor(await config()),
    version: manifest.version,
    locale: localeOf(env),
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
    out: process.stdout,
    err: process.stderr,
  };
}

/** Asks at the terminal; every answer other than a clear yes is a no. */
async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|是|好)$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
