import { ApplicationFailure } from "@temporalio/common";
import type { Deps } from "./deps.ts";

/** Error type at shutdown: work that has begun is finished, and another worker continues at once. */
const type = "Stopping";

export const isStopping = (error: unknown): boolean => error instanceof ApplicationFailure && error.type === type;

/** Called before a page is begun. @throws at shutdown; the activity is then retried elsewhere and does the rest */
export function refuseWhenStopping({ stopping }: Pick<Deps, "stopping">): void {
  if (stopping?.aborted)
    throw ApplicationFailure.create({ message: "this worker ends", type, nextRetryDelay: "10 milliseconds" });
}
