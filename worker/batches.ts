import type { ActContext } from "../client/context.ts";
import { resumeBatches } from "../client/desk/run-batch.ts";

/** In milliseconds: interval at which interrupted batches are looked for. */
const oftenMs = 15_000;

/** Continues batches whose process ended before they were finished; those in progress in another process are left to it. */
export function startBatches(
  context: ActContext,
  log: (line: string, about?: Readonly<Record<string, unknown>>) => void,
): { stop(): Promise<void> } {
  let running: Promise<unknown> | undefined;
  const look = (): void => {
    running ??= resumeBatches(context, log)
      .catch((error: unknown) => log("acts on many wait", { error: error instanceof Error ? error.name : "Error" }))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(look, oftenMs);
  look();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
