import { setTimeout as sleep } from "node:timers/promises";
import type { Text } from "../config.ts";
import { endedIn, LocalError, reason, t } from "./errors.ts";
import type { Identity } from "./process.ts";

/** A server of ours as it is kept: started, and started again. */
export interface Keepable extends Identity {
  name: string;
  stop(graceMs?: number): Promise<void>;
}

export interface KeepOptions<Server extends Keepable> {
  /** How the person at the terminal knows it: "PostgreSQL". */
  title: Text;
  /** Starts it; `earlier`: the one that has ended, whose addresses it takes over. */
  start(onEnd: (how: string) => void, earlier: Server | undefined): Promise<Server>;
  /** It runs, for the first time or again. */
  started?(server: Server): Promise<void>;
  tell(line: Text): void;
  /** What to do where it cannot be kept: which file tells why, which command starts anew. */
  advice: Text;
}

export interface Kept<Server extends Keepable> {
  /** The first one; those that follow have its addresses. */
  server: Server;
  /** Rejects with {@link LocalError} `LOST` when it cannot be kept; never settles otherwise. */
  lost: Promise<never>;
  stop(graceMs?: number): Promise<void>;
}

/** Started again so often within so long (milliseconds), then given up: what ends at once each time does not mend by itself. */
const most = 3;
const within = 60_000;
/** Between two starts that fail. */
const pause = 500;

/**
 * Starts a server and starts it again when it ends though nobody has asked it to: its data lies in files, and who uses it connects
 * again to the same address.
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
  // Whoever waits for it is told; nobody has to.
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
    // It was stopped while it was starting: whoever stops ends what runs.
  }
}
