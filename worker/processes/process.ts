import { setTimeout as pause } from "node:timers/promises";
import type { Text } from "../../domain/terms.ts";

/** A process of its own beside others. */
export interface OwnProcess {
  /** Where it answers. */
  url: string;
  /** Settles when a part ends by itself. */
  ended: Promise<void>;
  /** Ends it gently: what is begun is done, nothing new is taken. */
  stop(): Promise<void>;
}

/** A line for the person who started it. */
export type Tell = (line: Text) => void;

/** What goes wrong while it runs: to standard error, whatever the log's level. */
export const alarm = ({ en }: Text): void => console.error(`duban: ${en}`);

/** What has started, in the order in which it is ended again. */
export type EndList = (() => Promise<unknown>)[];

/** An orchestrator kills what has not ended in 30 seconds; what is left undone by then is gone on with by another process. */
const longestMs = 28_000;

/**
 * Starts parts one after the other, and ends them in the other order.
 * @throws whatever part cannot start; what had started is ended first
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
