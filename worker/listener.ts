import pg from "pg";
import { nudgeChannel } from "../records/nudges.ts";
import type { Relay } from "./relay.ts";

/** Milliseconds between two looks when nothing is heard. */
const slow = 5_000;

/** Takes what a crash or an outage left behind: LISTEN, and a slow poll for what LISTEN missed. */
export function startListener(databaseUrl: string, relay: Relay): { stop(): Promise<void> } {
  let ending = false;
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
    while (!ending) {
      await listen().catch(() => undefined);
      await relay.flush();
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, slow);
        if (ending) resolve();
      });
      clearTimeout(timer);
    }
  };
  const running = loop();
  return {
    async stop() {
      ending = true;
      wake();
      await running;
      await client?.end().catch(() => undefined);
    },
  };
}
