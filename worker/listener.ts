import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { nudgeChannel } from "../records/nudges.ts";
import type { Relay } from "./relay.ts";

/** Milliseconds between two looks when nothing is heard. */
const slow = 5_000;

/** Takes what a crash or an outage left behind: LISTEN, and a slow poll for what LISTEN missed. */
export function startListener(databaseUrl: string, relay: Relay): { stop(): Promise<void> } {
  const ending = new AbortController();
  let client: pg.Client | undefined;
  let wake: () => void = () => undefined;

  const listen = async (): Promise<void> => {
    if (client) return;
    const fresh = new pg.Client({ connectionString: databaseUrl });
    const lost = (): void => {
      if (client === fresh) client = undefined;
    };
    fresh.on("error", lost).on("end", lost);
    fresh.on("notification", () => wake());
    await fresh.connect();
    await fresh.query(`listen ${nudgeChannel}`);
    client = fresh;
  };

  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await listen().catch(() => undefined);
      await relay.flush();
      const heard = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([heard, pause(slow, undefined, { signal: ending.signal }).catch(() => undefined)]);
    }
  };
  const running = loop();
  return {
    async stop() {
      ending.abort();
      wake();
      await running;
      await client?.end().catch(() => undefined);
    },
  };
}
