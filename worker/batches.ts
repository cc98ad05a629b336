import type { ActContext } from "../client/context.ts";
import { resumeBatches } from "../client/desk/run-batch.ts";

/** So often it is asked whether an act on many was cut off; milliseconds. */
const oftenMs = 15_000;

/** Goes on with acts on many whose process ended before they were through; what is under way elsewhere is left to whoever is at it. */
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
