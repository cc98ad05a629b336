import { beating } from "./beating.ts";
import type { Lookout } from "./lookout.ts";
import type { Places } from "./places.ts";
import type { Turns } from "./turns.ts";

/** Interval of heartbeats of a waiting activity, milliseconds. */
const beatEveryMs = 3_000;
/** Longest that an activity waits before it returns to its workflow, milliseconds. */
const longestMs = 45_000;

/** How a round or a courier works in its activity, and waits there for what is near. */
export interface Attendance {
  /** Works when its turn comes. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Waits in the activity.
   * @param since when the activity began, of `performance.now()`
   * @param first done before it waits
   * @returns whether something has become due; false at once where it is not to wait here
   */
  linger(id: string, ms: number, since: number, first?: () => Promise<void>): Promise<boolean>;
}

/** Of one that is run by itself: it has its turn, and waits nowhere. */
export const alone: Attendance = { take: (work) => work(), linger: async () => false };

export interface AttendanceOptions {
  turns?: Turns;
  /** Absent: none waits in its activity. */
  places?: Places | undefined;
  lookout: Lookout;
  stopping?: AbortSignal | undefined;
}

export function attendance({ turns, places, lookout, stopping }: AttendanceOptions): Attendance {
  return {
    take: (work) => (turns ? turns.take(work) : work()),
    async linger(id, ms, since, first) {
      if (!places || stopping?.aborted || performance.now() - since > longestMs || !places.leave()) return false;
      try {
        return await beating(async () => {
          await first?.();
          return lookout.wait(id, ms, stopping);
        }, beatEveryMs);
      } finally {
        places.comeBack();
      }
    },
  };
}
