import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, daysBetween, isLocalDate, weekday } from "../../../domain/time/dates.ts";
import { TimeError } from "../../../domain/time/time-error.ts";

const day = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 864e5, max: Date.UTC(2100, 0, 1) / 864e5 })
  .map((number) => new Date(number * 864e5).toISOString().slice(0, 10));

describe("a day", () => {
  it.each(["2026-02-30", "2026-13-01", "2026-1-1", "2025-02-29", "0000-01-01", "2026-11-24T00:00", "", "tomorrow"])(
    '"%s" is invalid, and the error names it',
    (value) => {
      expect(isLocalDate(value)).toBe(false);
      expect(() => addDays(value, 1)).toThrow(TimeError);
      expect(() => addMonths(value, 1)).toThrow(`"${value}" is not a day`);
    },
  );

  it("29 February exists in a leap year", () => {
    expect(isLocalDate("2028-02-29")).toBe(true);
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });

  it("24 November 2026 is a Tuesday, and the Sunday before it has number 7", () => {
    expect(weekday("2026-11-24")).toBe(2);
    expect(weekday("2026-11-22")).toBe(7);
    expect(weekday("1969-12-29")).toBe(1);
  });

  it("added and counted days agree, forward and backward", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (date, n) => {
        expect(daysBetween(date, addDays(date, n))).toBe(n);
        expect(addDays(addDays(date, n), -n)).toBe(date);
        expect(weekday(addDays(date, 7))).toBe(weekday(date));
      }),
    );
  });
});

describe("months (民法典 202)", () => {
  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-08-31", 3, "2026-11-30"],
    ["2026-11-30", 3, "2027-02-28"],
    ["2026-12-15", 1, "2027-01-15"],
    ["2026-01-15", -1, "2025-12-15"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2026-05-31", 0, "2026-05-31"],
  ])("%s and %i months is %s", (date, months, end) => {
    expect(addMonths(date, months)).toBe(end);
  });

  it("lead to the same day of the month, or to its last", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -300, max: 300 }), (date, n) => {
        const end = addMonths(date, n);
        const whole = (one: string): number => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7));
        expect(whole(end) - whole(date)).toBe(n);
        if (end.slice(8) !== date.slice(8)) expect(addDays(end, 1).slice(8)).toBe("01");
      }),
    );
  });
});
