import { beating } from "./beating.ts";
import type { ConcurrencyLimit } from "./concurrency-limit.ts";
import type { Lookout } from "./lookout.ts";
import type { Places } from "./places.ts";

/** In milliseconds: interval of heartbeats of a waiting activity. */
const beatEveryMs = 3_000;
/** In milliseconds: maximum time an activity waits before it returns to its workflow. */
const longestMs = 45_000;

/** How the activity of a round or courier gets its turn, and waits for what is due soon. */
export interface Attendance {
  /** Runs `work` when its turn comes. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Waits inside the activity.
   * @param since when the activity began, by `performance.now()`
   * @param first is run before the wait
   * @returns whether something has become due; false at once if it must not wait here
   */
  linger(id: string, ms: number, since: number, first?: () => Promise<void>): Promise<boolean>;
}

/** For an activity that runs outside a worker: no queueing and no waiting. */
export const alone: Attendance = { take: (work) => work(), linger: async () => false };

export interface AttendanceOptions {
  limit?: ConcurrencyLimit;
  /** Absent: activities do not wait. */
  places?: Places | undefined;
  lookout: Lookout;
  stopping?: AbortSignal | undefined;
}

export function attendance({ limit, places, lookout, stopping }: AttendanceOptions): Attendance {
  return {
    take: (work) => (limit ? limit.take(work) : work()),
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
