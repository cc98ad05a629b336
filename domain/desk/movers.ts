import { punctuality, rated, type Share } from "../reporting/counts.ts";
import { changeOf } from "../reporting/report.ts";

/** Counts of an organization in a month and in the previous one. */
export interface TwoMonths {
  id: string;
  code: string;
  name: string;
  counts: Share;
  before: Share;
}

/** An organization that did better or worse than in the previous month. */
export interface Mover extends Pick<TwoMonths, "id" | "code" | "name"> {
  /** Share of tasks done on time, 0 to 1. */
  punctuality: number;
  before: number;
  /** Change in percentage points. */
  change: number;
}

export interface Movers {
  better: readonly Mover[];
  worse: readonly Mover[];
}

/** Minimum number of rated tasks in each month: with fewer, a single task would make anybody a mover. */
export const leastRated = 3;

/** By how much the share of tasks done on time changed, unrounded; null: too few tasks were rated in one of the months. */
function movedBy({ counts, before }: Pick<TwoMonths, "counts" | "before">): number | null {
  if (rated(counts) < leastRated || rated(before) < leastRated) return null;
  const [now, then] = [punctuality(counts), punctuality(before)];
  return now === null || then === null ? null : now - then;
}

/** Organizations whose share of tasks done on time changed, the largest rise first and the largest fall first; ties are ordered by id. */
export function rankedByMove<One extends Pick<TwoMonths, "id" | "counts" | "before">>(
  all: Iterable<One>,
): { risen: readonly One[]; fallen: readonly One[] } {
  const moved = [...all].flatMap((one) => {
    const by = movedBy(one);
    return by ? [{ one, by }] : [];
  });
  const ranked = (sign: 1 | -1): One[] =>
    moved
      .filter(({ by }) => by * sign > 0)
      .sort((a, b) => (b.by - a.by) * sign || (a.one.id < b.one.id ? -1 : 1))
      .map(({ one }) => one);
  return { risen: ranked(1), fallen: ranked(-1) };
}

/** Organizations whose share of tasks done on time rose or fell most, up to a maximum of each; ties are ordered by code. */
export function moversOf(all: readonly TwoMonths[], many: number): Movers {
  const moved = all.flatMap(({ id, code, name, counts, before }): Mover[] => {
    const [now, then] = [punctuality(counts), punctuality(before)];
    const change = movedBy({ counts, before }) === null ? null : changeOf(now, then);
    return now !== null && then !== null && change !== null && change !== 0
      ? [{ id, code, name, punctuality: now, before: then, change }]
      : [];
  });
  const sorted = (sign: 1 | -1): Mover[] =>
    moved
      .filter(({ change }) => change * sign > 0)
      .sort((a, b) => (b.change - a.change) * sign || (a.code < b.code ? -1 : 1))
      .slice(0, many);
  return { better: sorted(1), worse: sorted(-1) };
}
