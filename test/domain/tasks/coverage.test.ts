import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countOf, isCovered, unexcepted } from "../../../domain/tasks/coverage.ts";
import { type TaskState, waiting } from "../../../domain/tasks/task-states.ts";

const settled: readonly TaskState[] = ["closed", "accepted", "waived", "cancelled"];
const states = fc.array(fc.constantFrom(...waiting, ...settled), { maxLength: 80 });
const shares = fc.integer({ min: 1, max: 100 });

describe("coverage", () => {
  test("counts everybody once: done, excused or open", () => {
    fc.assert(
      fc.property(states, (all) => {
        const { asked, done, excused, left } = countOf(all);
        expect(asked).toBe(all.length);
        expect(done + excused + left).toBe(asked);
        expect(left).toBe(all.filter((state) => waiting.includes(state)).length);
      }),
    );
  });

  test("is complete when nobody is open, whatever the share; at a hundred percent only then", () => {
    fc.assert(
      fc.property(states, shares, (all, share) => {
        const count = countOf(all);
        if (count.left === 0) expect(isCovered(count, share)).toBe(true);
        expect(isCovered(count)).toBe(count.left === 0);
      }),
    );
  });

  test("increases with each person who finishes or is excused", () => {
    fc.assert(
      fc.property(states, shares, fc.nat(), fc.constantFrom(...settled), (all, share, which, becomes) => {
        const left = all.flatMap((state, index) => (waiting.includes(state) ? [index] : []));
        const index = left[which % Math.max(1, left.length)];
        if (index === undefined || !isCovered(countOf(all), share)) return;
        expect(isCovered(countOf(all.with(index, becomes)), share)).toBe(true);
      }),
    );
  });

  test("of a lower required share is complete at that share of the people who are not excused", () => {
    const count = (done: number, excused: number, left: number) => ({
      asked: done + excused + left,
      done,
      excused,
      left,
    });
    expect(isCovered(count(7, 0, 3), 80)).toBe(false);
    expect(isCovered(count(8, 0, 2), 80)).toBe(true);
    // Two have left; four of the remaining five are 80 percent.
    expect(isCovered(count(4, 2, 1), 80)).toBe(true);
    expect(isCovered(count(0, 3, 1), 50)).toBe(false);
  });
});

describe("an exception", () => {
  const missing = [{ name: "张三" }, { name: "Li Si" }, { name: "Li" }];
  const left = (...lines: string[]): string[] => unexcepted(missing, lines).map(({ name }) => name);

  test("names a person, with a reason", () => {
    expect(left("张三：病假", " Li Si: on leave", "Li - abroad")).toEqual([]);
    expect(left("Li Si: on leave")).toEqual(["张三", "Li"]);
    expect(left()).toEqual(["张三", "Li Si", "Li"]);
  });

  test("without a reason, or about somebody else, excepts nobody", () => {
    expect(left("张三", "张三：", "张三丰：病假", "Lisa: on leave")).toEqual(["张三", "Li Si", "Li"]);
  });

  test("never excepts a person whose name begins no line", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        for (const { name } of missing)
          if (!lines.some((line) => line.trim().startsWith(name))) expect(left(...lines)).toContain(name);
      }),
    );
  });
});
