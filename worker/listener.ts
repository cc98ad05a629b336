import pg from "pg";
import { nudgeChannel } from "../records/nudges.ts";
import type { Relay } from "./relay.ts";

export interface Listener {
  /**
   * Whether this process is the leading one, which relays nudges, keeps the planners' Schedules and runs nightly work for the installation. If it
   * ends, another takes over within seconds.
   */
  leads(): boolean;
  /** Resolves after the first attempt to lead. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** In milliseconds: polling interval of the leading process without notifications, … */
const slow = 5_000;
/** … and of the others, which try to lead. */
const often = 1_000;
/** In milliseconds: a database that does not respond within this time counts as lost, and so does the lock. */
const answerWithin = 5_000;

/** Key of the leader's advisory lock, which lasts as long as its connection. */
const leadership = 72_707_370;

/** The server detects a machine that is gone within half a minute, and releases its lock. */
const session = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

/**
 * Picks up nudges that a crash or an outage left behind: by LISTEN, and by a slow poll for missed notifications. Only the leading process relays: if
 * every process signalled each nudge, it would cost the engine several times.
 */
export function startListener(databaseUrl: string, relay: Relay): Listener {
  let ending = false;
  let client: pg.Client | undefined;
  let leads = false;
  let heard = false;
  let wake: () => void = () => undefined;
  let hurry: () => void = () => undefined;
  let looked: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    looked = resolve;
  });

  const forget = (one: pg.Client): void => {
    if (client !== one) return;
    client = undefined;
    leads = false;
  };
  const listen = async (): Promise<pg.Client> => {
    if (client) return client;
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: answerWithin,
      query_timeout: answerWithin,
    });
    fresh.on("error", () => forget(fresh)).on("end", () => forget(fresh));
    fresh.on("notification", () => {
      heard = true;
      wake();
    });
    await fresh.connect();
    await fresh.query(`${session}; listen ${nudgeChannel}`);
    client = fresh;
    return fresh;
  };
  const look = async (): Promise<void> => {
    let one: pg.Client | undefined;
    try {
      one = await listen();
      const { rows } = await one.query<{ leads: boolean }>(
        leads ? "select true as leads" : `select pg_try_advisory_lock(${leadership}) as leads`,
      );
      leads = client === one && rows[0]?.leads === true;
    } catch {
      if (one) {
        forget(one);
        // An unresponsive connection may not respond to being closed either.
        void one.end().catch(() => undefined);
      }
    }
  };

  const loop = async (): Promise<void> => {
    while (!ending) {
      // Notifications arrive on the connection that holds the lock.
      if (!(leads && heard)) await look();
      looked();
      if (leads) {
        do {
          heard = false;
          await relay.flush();
          // A notification during a pass may be about a nudge that the pass has not seen.
        } while (heard && !ending && leads);
      }
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = () => leads && resolve();
        timer = setTimeout(resolve, leads ? slow : often);
        if (ending) resolve();
        hurry = resolve;
      });
      clearTimeout(timer);
    }
  };
  const running = loop();
  return {
    leads: () => leads,
    ready,
    async stop() {
      ending = true;
      hurry();
      await running;
      leads = false;
      await client?.end().catch(() => undefined);
    },
  };
}
