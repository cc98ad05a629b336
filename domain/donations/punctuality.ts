import { hasPassed } from "../tasks/lateness.ts";

/** What of a disclosure tells whether it came in time. */
export interface TimedDisclosure {
  dueAt: Date;
  publishedAt: Date | null;
  /** The mark that stays. */
  lateAt: Date | null;
}

/** How often an organization published in time, of the times that it did or should have. */
export interface DisclosurePunctuality {
  inTime: number;
  due: number;
}

/** @param disclosures without those of campaigns that were given up, unless they are out */
export function punctualityOf(disclosures: readonly TimedDisclosure[], now: Date): DisclosurePunctuality {
  const due = disclosures.filter(({ publishedAt, dueAt }) => publishedAt !== null || hasPassed(dueAt, now));
  return {
    inTime: due.filter(({ publishedAt, lateAt }) => publishedAt !== null && lateAt === null).length,
    due: due.length,
  };
}
