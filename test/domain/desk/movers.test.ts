import { describe, expect, it } from "vitest";
import { moversOf, type TwoMonths } from "../../../domain/desk/movers.ts";

const of = (code: string, before: [number, number], now: [number, number]): TwoMonths => {
  const counts = ([inTime, asked]: [number, number]): TwoMonths["counts"] => ({
    asked,
    inTime,
    credited: 0,
    waived: 0,
  });
  return { id: code, code, name: `机构${code}`, counts: counts(now), before: counts(before) };
};
const linesOf = ({ better, worse }: ReturnType<typeof moversOf>) => ({
  better: better.map(({ code, change }) => `${code} ${change}`),
  worse: worse.map(({ code, change }) => `${code} ${change}`),
});

describe("the largest changes", () => {
  it("rises and falls are listed from the largest on, up to a number of each, with ties by code", () => {
    const all = [
      of("A", [1, 4], [4, 4]),
      of("B", [4, 4], [1, 4]),
      of("D", [2, 4], [3, 4]),
      of("C", [2, 4], [3, 4]),
      of("E", [3, 4], [3, 4]),
      of("F", [3, 3], [2, 3]),
    ];
    expect(linesOf(moversOf(all, 2))).toEqual({ better: ["A 75", "C 25"], worse: ["B -75", "F -33.3"] });
  });

  it("organizations with too few rated tasks are left out; waived and credited tasks are not rated", () => {
    const few = of("A", [0, 2], [2, 2]);
    const waived = of("B", [0, 4], [4, 4]);
    const less = { ...waived, counts: { ...waived.counts, waived: 2 } };
    expect(linesOf(moversOf([few, less], 3))).toEqual({ better: [], worse: [] });
  });
});
