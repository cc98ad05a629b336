import { describe, expect, it } from "vitest";
import { countDays, type DayShift, rolled, shiftWords as wordsOf } from "../../../domain/messages/day-shift.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";

const calendar = chinaCalendar();
const shiftWords = (shift: DayShift): string => wordsOf(shift, "en");

describe("a count of days in words", () => {
  it("names the skipped holiday and the counted make-up workday, backward and forward", () => {
    const back = countDays(calendar, "2026-09-30", -7, "business days");
    expect(back).toMatchObject({ to: "2026-09-20", makeUp: ["2026-09-20"] });
    expect(shiftWords(back)).toBe(
      "−7 business days from 2026-09-30 is 2026-09-20: skipped 09-25..09-27 (holiday); counted make-up workday 09-20",
    );
    expect(shiftWords(countDays(calendar, "2026-09-18", 5, "business days"))).toBe(
      "+5 business days from 2026-09-18 is 2026-09-24: skipped 09-19 (weekend); counted make-up workday 09-20",
    );
  });

  it("writes days in Chinese notation", () => {
    expect(wordsOf(countDays(calendar, "2026-09-30", -5, "business days"), "zh-CN")).toBe(
      "自2026年9月30日起往前5个工作日为2026年9月22日：跳过9月25日至9月27日（假日）",
    );
  });

  it("names two ranges separately, earlier first, and the year if it differs", () => {
    const back = countDays(calendar, "2026-01-06", -4, "business days");
    expect(back.skipped.map(({ from, to }) => [from, to])).toEqual([["2026-01-01", "2026-01-03"]]);
    expect(shiftWords(back)).toContain("is 2025-12-30: skipped 01-01..01-03 (holiday); counted make-up workday 01-04");
    const long = countDays(calendar, "2026-09-14", 20, "business days");
    expect(shiftWords(long)).toMatch(
      /skipped 09-19 \(weekend\), 09-25\.\.09-27 \(holiday\), .*make-up workdays 09-20, 10-10/,
    );
    expect(shiftWords(countDays(calendar, "2026-06-22", 20, "business days"))).toContain("skipped 4 weekends");
    const weeks = countDays(calendar, "2026-06-01", 10, "business days");
    expect(weeks.skipped).toEqual([
      { from: "2026-06-06", to: "2026-06-07", kind: "weekend" },
      { from: "2026-06-13", to: "2026-06-14", kind: "weekend" },
    ]);
  });

  it("names a single day as one, and nothing if no day was skipped", () => {
    expect(shiftWords(countDays(calendar, "2026-06-02", 1, "business days"))).toBe(
      "+1 business day from 2026-06-02 is 2026-06-03",
    );
    expect(shiftWords(countDays(calendar, "2026-09-24", 3, "days"))).toBe("+3 days from 2026-09-24 is 2026-09-27");
  });

  it("names the days because of which a last day moved, including that day", () => {
    expect(rolled(calendar, "2026-05-31", "2026-05-29")).toEqual({
      from: "2026-05-31",
      to: "2026-05-29",
      skipped: [{ from: "2026-05-30", to: "2026-05-31", kind: "weekend" }],
      makeUp: [],
      provisional: false,
    });
    expect(rolled(calendar, "2026-05-29", "2026-05-29")).toBeNull();
  });

  it("says that a day is not announced yet", () => {
    expect(shiftWords(countDays(calendar, "2031-03-03", 2, "business days"))).toBe(
      "+2 business days from 2031-03-03 is 2031-03-05: not announced yet, so Monday to Friday was assumed",
    );
  });
});
