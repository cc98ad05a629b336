import { describe, expect, test } from "vitest";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { announcementOf, changedDays, readAnnouncement, withAnnouncement } from "../../../domain/time/holidays.ts";

const text = `date,day
# Spring Festival
2031-01-23,off
2031-01-24,off
2031-01-19,work
`;

describe("a year's announcement", () => {
  test("is parsed line by line, one day each", () => {
    expect(readAnnouncement(`\uFEFF${text}`)).toEqual({
      year: 2031,
      days: [
        { date: "2031-01-23", worked: false },
        { date: "2031-01-24", worked: false },
        { date: "2031-01-19", worked: true },
      ],
    });
  });

  test.each([
    ["2031-01-23,off\n2032-01-23,off", 2],
    ["2031-01-23,off\n2031-01-23,work", 2],
    ["2031-02-30,off", 1],
    ["2031-01-23,holiday", 1],
    ["", 1],
  ])("is rejected for %j, naming the line", (given, line) => {
    expect(readAnnouncement(given)).toMatchObject({ problems: [{ line }] });
  });

  test("changes the days that it names, and marks the whole year as announced", () => {
    const before = chinaCalendar();
    const read = readAnnouncement(text);
    if ("problems" in read) throw new Error("it can be read");
    const after = withAnnouncement(before, read);
    expect([before.announced("2031-06-03"), after.announced("2031-06-03")]).toEqual([false, true]);
    expect(after.until).toBe("2031-12-31");
    expect(changedDays(2031, before, after)).toEqual([
      { date: "2031-01-19", worked: true },
      { date: "2031-01-23", worked: false },
      { date: "2031-01-24", worked: false },
    ]);
    expect(changedDays(2031, after, withAnnouncement(after, read))).toEqual([]);
  });

  test("from the built-in data gives the same calendar", () => {
    const known = announcementOf(2026);
    if (!known) throw new Error("2026 is announced");
    expect(known.days.some(({ worked }) => worked)).toBe(true);
    expect(changedDays(2026, chinaCalendar(), withAnnouncement(chinaCalendar(), known))).toEqual([]);
    expect(announcementOf(2090)).toBeNull();
  });
});
