import { punctuality, rated, type Share } from "../reporting/counts.ts";
import { changeOf } from "../reporting/report.ts";

/** What was counted of an organization in a month and in the one before. */
export interface TwoMonths {
  id: string;
  code: string;
  name: string;
  counts: Share;
  before: Share;
}

/** An organization that did better, or worse, than in the month before. */
export interface Mover extends Pick<TwoMonths, "id" | "code" | "name"> {
  /** 0 to 1. */
  punctuality: number;
  before: number;
  /** Points of a hundred. */
  change: number;
}

export interface Movers {
  better: readonly Mover[];
  worse: readonly Mover[];
}

/** Where less was rated in either month, one task more or less would make a mover of anybody. */
export const leastRated = 3;

/** Those whose share in time rose most and fell most, up to a number of each; ties by code. */
export function moversOf(all: readonly TwoMonths[], many: number): Movers {
  const moved = all.flatMap(({ id, code, name, counts, before }): Mover[] => {
    const [now, then] = [punctuality(counts), punctuality(before)];
    const enough = rated(counts) >= leastRated && rated(before) >= leastRated;
    const change = changeOf(now, then);
    return enough && now !== null && then !== null && change !== null && change !== 0
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
