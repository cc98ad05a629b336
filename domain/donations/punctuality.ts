import { hasPassed } from "../tasks/lateness.ts";

/** The data of a disclosure that decide whether it was on time. */
export interface TimedDisclosure {
  dueAt: Date;
  publishedAt: Date | null;
  /** The permanent late mark. */
  lateAt: Date | null;
}

/** Number of disclosures published on time, and of all that were or should have been published. */
export interface DisclosurePunctuality {
  inTime: number;
  due: number;
}

/** Punctuality of disclosures. @param disclosures unpublished ones of cancelled campaigns left out */
export function punctualityOf(disclosures: readonly TimedDisclosure[], now: Date): DisclosurePunctuality {
  const due = disclosures.filter(({ publishedAt, dueAt }) => publishedAt !== null || hasPassed(dueAt, now));
  return {
    inTime: due.filter(({ publishedAt, lateAt }) => publishedAt !== null && lateAt === null).length,
    due: due.length,
  };
}
