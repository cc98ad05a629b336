import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beyondDays,
  binOf,
  type Counts,
  dayBins,
  medianDays,
  noCounts,
  sumOf,
  sumOfShares,
} from "../../../domain/reporting/counts.ts";
import {
  changedFormula,
  defaultFormula,
  formulaNames,
  formulaWords,
  lightOf,
  rank,
  scoreOf,
} from "../../../domain/reporting/formula.ts";
import { lastMonth, monthsUpTo, periodBefore, readPeriod } from "../../../domain/reporting/period.ts";
import { periodWords } from "../../../domain/time/period-words.ts";

const counts = (some: Partial<Counts>): Counts => ({ ...noCounts, ...some });

describe("the formula", () => {
  it("gives points for rated tasks, subtracts its deductions, and never goes below 0", () => {
    expect(scoreOf(counts({ asked: 4, inTime: 4 }), defaultFormula)).toBe(100);
    expect(scoreOf(counts({ asked: 6, inTime: 2, late: 1, credited: 1, waived: 2 }), defaultFormula)).toBe(86.7);
    expect(scoreOf(counts({ asked: 1, missed: 1, depth: 6 }), defaultFormula)).toBe(0);
    expect(scoreOf(counts({ asked: 2, credited: 1, waived: 1 }), defaultFormula)).toBeNull();
    expect([90, 89.9, 75, 74.9, null].map((score) => lightOf(score, defaultFormula))).toEqual([
      ...["green", "yellow", "yellow", "red"],
      null,
    ]);
  });

  it("names each of its numbers in both languages", () => {
    const odd = Object.fromEntries(formulaNames.map((name, n) => [name, n + 11])) as typeof defaultFormula;
    for (const text of Object.values(formulaWords(odd)))
      for (const value of Object.values(odd)) expect(text).toContain(String(value));
  });

  it("accepts numbers from 0 to 100 by name, and no green below yellow", () => {
    expect(changedFormula(defaultFormula, { late: "62.5", least: "0" })).toMatchObject({ late: 62.5, least: 0 });
    for (const wrong of [{ late: "-1" }, { late: "" }, { late: "101" }, { least: "1.5" }, { x: "1" }, { yellow: "95" }])
      expect(() => changedFormula(defaultFormula, wrong), JSON.stringify(wrong)).toThrow();
  });

  it("gives equal scores the same rank, orders by undone tasks and then by code, and does not rank those with too few tasks", () => {
    const one = (code: string, score: number | null, some: Partial<Counts>) => ({ code, score, counts: counts(some) });
    const all = [
      one("D", 50, { asked: 2 }),
      one("C", 80, { asked: 5, missed: 1 }),
      one("B", 80, { asked: 5 }),
      one("A", 70, { asked: 5 }),
      one("E", null, {}),
    ];
    expect(rank(all, defaultFormula).map(({ code, rank }) => [code, rank])).toEqual([
      ["B", 1],
      ["C", 1],
      ["A", 3],
      ["D", null],
      ["E", null],
    ]);
  });
});

describe("the median of days", () => {
  it("is the smallest number of days within which at least half were submitted, to the bin", () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 30 }), (took) => {
        const all = took.map((days) => {
          const bins = [...noCounts.days];
          bins[binOf(days)] = 1;
          return counts({ days: bins });
        });
        const middle = [...took].sort((a, b) => a - b)[Math.ceil(took.length / 2) - 1] ?? 0;
        expect(medianDays(sumOf(all))).toBe(dayBins[binOf(middle)] ?? beyondDays);
      }),
      { seed: 1 },
    ));
  it("is null if nothing was submitted", () => expect(medianDays(noCounts)).toBeNull());
});

it("the sum of shares has the same counts as the sum of the whole counts", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(9)), { maxLength: 5 }), (rows) => {
      const all = rows.map(([asked, inTime, credited, waived]) => counts({ asked, inTime, credited, waived, late: 1 }));
      const { asked, inTime, credited, waived } = sumOf(all);
      expect(sumOfShares(all)).toEqual({ asked, inTime, credited, waived });
      expect(asked).toBe(rows.reduce((sum, [first]) => sum + first, 0));
    }),
  ));

describe("the period of a report", () => {
  it.each([
    ["2026-11", "2026-11", "2026-11", "2026-10", "2026年11月", "November 2026"],
    ["2026-q1", "2026-01", "2026-03", "2025-Q4", "2026年第一季度", "Q1 2026"],
    ["2026-H2", "2026-07", "2026-12", "2026-H1", "2026年下半年", "the second half of 2026"],
    ["2026", "2026-01", "2026-12", "2025", "2026年", "2026"],
  ])("%s", (given, first, last, before, zh, en) => {
    const period = readPeriod(given);
    expect(period).toMatchObject({ first, last });
    expect(periodBefore(period).key).toBe(before);
    expect(periodWords(period)).toEqual({ zh, en });
  });
  it("is the previous month by default, and consists of whole months", () => {
    expect(lastMonth("2026-01-15").key).toBe("2025-12");
    expect(monthsUpTo(readPeriod("2026-02"), 3)).toEqual(["2025-12", "2026-01", "2026-02"]);
    for (const wrong of ["2026-W10", "2026-13", "", "0000", "2026-11-01", "x"])
      expect(() => readPeriod(wrong), wrong).toThrow();
  });
});
