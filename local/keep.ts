import { setTimeout as sleep } from "node:timers/promises";
import type { Text } from "../config.ts";
import { endedIn, LocalError, reason, t } from "./errors.ts";
import type { Identity } from "./process.ts";

/** A server that is restarted when it ends unexpectedly. */
export interface Keepable extends Identity {
  name: string;
  stop(graceMs?: number): Promise<void>;
}

export interface KeepOptions<Server extends Keepable> {
  /** Name in messages at the terminal: "PostgreSQL". */
  title: Text;
  /** Starts it. `earlier` is the server that ended, whose addresses the new one uses. */
  start(onEnd: (how: string) => void, earlier: Server | undefined): Promise<Server>;
  /** Called each time it has started. */
  started?(server: Server): Promise<void>;
  tell(line: Text): void;
  /** What to do if it cannot be restarted: which log to read, which command to start. */
  advice: Text;
}

export interface Kept<Server extends Keepable> {
  /** The first server. Later ones have its addresses. */
  server: Server;
  /** Rejects with {@link LocalError} `LOST` when the server cannot be restarted; never settles otherwise. */
  lost: Promise<never>;
  stop(graceMs?: number): Promise<void>;
}

/** Restarts at most `most` times within `within` milliseconds: a server that ends at once each time does not recover by itself. */
const most = 3;
const within = 60_000;
/** Milliseconds between two failed starts. */
const pause = 500;

/**
 * Starts a server and restarts it when it ends unexpectedly. Its data is in files, and its clients reconnect to the same address.
 * @throws what {@link KeepOptions.start} throws at the first start
 */
export async function keep<Server extends Keepable>(options: KeepOptions<Server>): Promise<Kept<Server>> {
  const { title, start, started, tell, advice } = options;
  const starts: number[] = [];
  let stopped = false;
  let restarting: Promise<void> | undefined;
  let give: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    give = reject;
  });
  // Prevents an unhandled rejection if nobody waits for it.
  lost.catch(() => undefined);

  let server = await start(ended, undefined);
  await started?.(server);
  return {
    server,
    lost,
    async stop(graceMs) {
      stopped = true;
      await restarting;
      await server.stop(graceMs);
    },
  };

  function ended(how: string): void {
    if (stopped || restarting) return;
    restarting = again(how).finally(() => {
      restarting = undefined;
    });
  }

  async function again(first: string): Promise<void> {
    const began = performance.now();
    let how = first;
    while (!stopped) {
      const now = performance.now();
      while (starts.length > 0 && now - (starts[0] ?? now) > within) starts.shift();
      if (starts.length >= most) {
        const words = t(
          `${title.zh}${endedIn(how).zh}，一分钟内已重新启动${most}次。${advice.zh}`,
          `${title.en} ${how}, after it was started again ${most} times within a minute. ${advice.en}`,
        );
        return give(new LocalError("LOST", words));
      }
      starts.push(now);
      tell(t(`${title.zh}${endedIn(how).zh}；正在重新启动`, `${title.en} ${how}; it is started again`));
      try {
        let gone: string | undefined;
        server = await start((again) => {
          gone = again;
          ended(again);
        }, server);
        await started?.(server);
        if (gone === undefined) {
          const seconds = ((performance.now() - began) / 1_000).toFixed(1);
          tell(t(`${title.zh}已恢复运行，用时${seconds}秒`, `${title.en} runs again, after ${seconds} s`));
          return;
        }
        how = gone;
      } catch (error) {
        how = `did not start: ${reason(error).split("\n", 1)[0]}`;
        await sleep(pause);
      }
    }
    // `stop` was called during the start. It stops the server that is running now.
  }
}
