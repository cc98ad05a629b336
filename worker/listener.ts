import pg from "pg";
import { nudgeChannel } from "../records/nudges.ts";
import type { Relay } from "./relay.ts";

export interface Listener {
  /**
   * Whether this process does what one process of an installation does for all: it relays nudges, keeps the planners' Schedules, and does
   * what comes once a night. Another takes that over within seconds of its end.
   */
  leads(): boolean;
  /** It has been tried once to lead. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds between two looks when nothing is heard: of the one that leads, … */
const slow = 5_000;
/** … and of those that would. */
const often = 1_000;
/** A database that does not answer in so long is away, and its lock with it; milliseconds. */
const answerWithin = 5_000;

/** The leader's advisory lock: held as long as the connection that took it. */
const leadership = 72_707_370;

/** A machine that is gone without a word is found out by the server within half a minute, and its lock is free. */
const session = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

/**
 * Takes what a crash or an outage left behind: LISTEN, and a slow poll for what LISTEN missed. Of several processes one leads, and it
 * alone relays: signalled by each of them, every nudge would be paid for as often.
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
        // One that does not answer may not hear that it is ended, either.
        void one.end().catch(() => undefined);
      }
    }
  };

  const loop = async (): Promise<void> => {
    while (!ending) {
      // What was heard came by the connection that holds the lock.
      if (!(leads && heard)) await look();
      looked();
      if (leads) {
        do {
          heard = false;
          await relay.flush();
          // What is told while a pass is under way may have come after it had looked.
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
