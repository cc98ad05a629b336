import type { CliSession } from "../cli/deps.ts";
import type { Config } from "../config.ts";
import { RefusedError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { type Channel, channels } from "../domain/terms.ts";
import { cityZone } from "../domain/time/zones.ts";
import { type Instance, runningInstance } from "../local/lock.ts";
import { ensureSecret } from "../local/secret.ts";
import { connectBriefly, type Db } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { insertBoardLink } from "../records/messages/links.ts";
import { matterWith } from "../worker/database.ts";
import { demoHome } from "../worker/home.ts";
import { schemaMatter } from "../worker/schema-version.ts";
import { UnreachableError } from "../worker/watch/unreachable.ts";
import { moveClock } from "./demo-clock.ts";

/** Connects to the database of the instance that runs in the data folder, or to the configured one. */
export async function open(config: Config): Promise<CliSession> {
  const instance = await instanceOf(config);
  const databaseUrl = instance?.databaseUrl ?? config.databaseUrl;
  if (!databaseUrl) throw new UnreachableError(cause("nothing-runs", { home: config.home }));
  const db = connectBriefly(databaseUrl);
  const [calendar, { refuses: version }] = await Promise.all([calendarOf(db), schemaMatter(db, databaseUrl)]).catch(
    async (error: unknown) => {
      await db.$disconnect();
      const matter = await matterWith(databaseUrl);
      throw matter === undefined ? error : new UnreachableError(matter, { cause: error });
    },
  );
  if (version !== undefined) {
    await db.$disconnect();
    throw new UnreachableError(version);
  }
  const offset = await clockOffset(instance);
  const secretKey = async () => config.secretKey ?? ensureSecret(instance?.home ?? config.home);
  return {
    db,
    calendar,
    now: () => new Date(Date.now() + offset),
    // The worker is notified of nudges at commit and signals the workflows; a command need not wait for the engine.
    flush: async () => undefined,
    async clock(to, watch) {
      if (!instance?.control) throw new RefusedError(cause("not-the-demo"));
      return moveClock(instance.control, to, watch);
    },
    secretKey,
    async boardLink(personId, days) {
      const code = await insertBoardLink(db, personId, new Date(Date.now() + offset), await secretKey(), days);
      return `${config.publicUrl ?? instance?.url ?? `http://127.0.0.1:${config.port}`}/s/${code}`;
    },
    available: configuredChannels(config),
    engine: () => engineOf(config, db, instance?.temporalAddress ?? config.temporal.address),
    async close() {
      await db.$disconnect();
    },
  };
}

/** Channels that have a provider or a substitute; without any provider the sandbox carries all. */
const configuredChannels = ({ smtp, sms, noSms }: Config): Channel[] =>
  channels.filter(
    (channel) =>
      (smtp.length === 0 && sms.length === 0 && !noSms) ||
      (channel === "sms" && !noSms ? sms.length > 0 : smtp.length > 0),
  );

/** Loads the engine's library only if it is needed: loading takes longer than running most commands. */
async function engineOf(
  config: Config,
  db: Db,
  address: string | undefined,
): ReturnType<NonNullable<CliSession["engine"]>> {
  if (!address) return null;
  const { lazyClient } = await import("../worker/connections.ts");
  const { engineView } = await import("../worker/engine-view.ts");
  const { createRelay } = await import("../worker/relay.ts");
  const { client, close } = lazyClient(config, address);
  const relay = createRelay({ db, client, log: () => undefined });
  return { ...engineView(client, relay, cityZone), close: () => close().catch(() => undefined) };
}

/** The instance that runs in the data folder, otherwise the demo beside it, with the folder of its secret. */
async function instanceOf(config: Config): Promise<(Instance & { home: string }) | undefined> {
  for (const home of [config.home, demoHome(config.home)]) {
    const instance = await runningInstance(home);
    if (instance) return { ...instance, home };
  }
  return undefined;
}

/** Milliseconds by which the demo's time is ahead of the system clock. */
async function clockOffset(instance: Instance | undefined): Promise<number> {
  if (!instance?.control) return 0;
  const { now } = await moveClock(instance.control, null);
  return now.getTime() - Date.now();
}
