import { ApplicationFailure } from "@temporalio/common";
import type { Deps } from "./deps.ts";

/** The process ends: what an activity had begun is done, and another worker goes on with the rest at once. */
const type = "Stopping";

export const isStopping = (error: unknown): boolean => error instanceof ApplicationFailure && error.type === type;

/** Called before a page is taken. @throws where the process ends: the activity is tried again elsewhere, and does the rest */
export function refuseWhenStopping({ stopping }: Pick<Deps, "stopping">): void {
  if (stopping?.aborted)
    throw ApplicationFailure.create({ message: "this worker ends", type, nextRetryDelay: "10 milliseconds" });
}
