import { setLogger } from "node-cron";
import type { Logger } from "./log.ts";

/**
 * What the library of schedules says goes to our log, a line as any other: its own lines would stand on standard error as they are, with
 * the message of an error in them. That a look came too late or overlapped is nothing: the next one sees the same.
 */
export function logSchedules(log: Logger): void {
  const silent = (): void => undefined;
  setLogger({
    info: silent,
    debug: silent,
    warn: silent,
    error: (said, error) => log.line("a scheduled look failed", { error: error ?? said }),
  });
}
