import type { Config } from "../config.ts";
import { createDatabase, dropDatabase } from "../local/database.ts";
import { keep } from "../local/keep.ts";
import type { Lock } from "../local/lock.ts";
import { type Postgres, startPostgres } from "../local/postgres.ts";
import { matterWith } from "./database.ts";
import { demoAdvice, restartAdvice } from "./home.ts";
import type { Tell } from "./processes/process.ts";
import { UnreachableError } from "./watch/unreachable.ts";

/** The configured database, otherwise an embedded one, which is restarted if it ends by itself. @param alarm is called at a restart */
export async function startDatabase(
  config: Config,
  lock: Lock,
  demo: boolean,
  tell: Tell,
  alarm: Tell,
  ends: (() => Promise<unknown>)[],
): Promise<{ url: string; lost?: Promise<never> }> {
  if (config.databaseUrl) {
    const matter = await matterWith(config.databaseUrl, { empty: true });
    if (matter !== undefined) throw new UnreachableError(matter);
    return { url: config.databaseUrl };
  }
  const { home } = config;
  const { server, lost, stop } = await keep<Postgres>({
    title: { zh: "内置的PostgreSQL", en: "The embedded PostgreSQL" },
    tell: alarm,
    advice: demo ? demoAdvice(home, "postgres.log") : restartAdvice(home, "postgres.log", "DATABASE_URL", "PostgreSQL"),
    start: (onEnd, earlier) =>
      startPostgres({ home, log: earlier ? () => undefined : tell, onEnd, ...(earlier && { earlier }) }),
    started: (postgres) => lock.note(postgres),
  });
  ends.push(() => stop());
  if (!demo) return { url: server.url, lost };
  // The demo's engine loses its state when it ends; so each demo begins anew.
  await dropDatabase(server.url, "demo");
  return { url: await createDatabase(server.url, "demo"), lost };
}
