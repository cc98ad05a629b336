import { setTimeout as pause } from "node:timers/promises";
import type { Text } from "../../domain/terms.ts";

/** One of several processes of an installation. */
export interface OwnProcess {
  /** Address at which it responds. */
  url: string;
  /** Settles when a part ends by itself. */
  ended: Promise<void>;
  /** Shuts it down gracefully: work that has begun is finished, and none is begun. */
  stop(): Promise<void>;
}

/** Prints a line for the person who started it. */
export type Tell = (line: Text) => void;

/** Prints an alarm to standard error, at any log level. */
export const alarm = ({ en }: Text): void => console.error(`duban: ${en}`);

/** Functions that end the started parts, in the order in which they are called. */
export type EndList = (() => Promise<unknown>)[];

/** In milliseconds: orchestrators kill a process after 30 seconds. Another process continues what is left undone. */
const longestMs = 28_000;

/**
 * Starts parts one after the other, and ends them in reverse order.
 * @throws the error of a part that cannot start, after ending those that had started
 */
export async function composed(start: (ends: EndList) => Promise<Omit<OwnProcess, "stop">>): Promise<OwnProcess> {
  const ends: EndList = [];
  const endAll = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end().catch(() => undefined);
  };
  const stop = async (): Promise<void> => {
    await Promise.race([endAll(), pause(longestMs, undefined, { ref: false })]);
  };
  try {
    return { ...(await start(ends)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
