import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addBusinessDays,
  addDays,
  businessDaysBetween,
  type Calendar,
  chinaCalendar,
  before as noLaterThan,
  rollBack,
  rollForward,
  weekday,
  withinAfter,
} from "../../../domain/time/calendar.ts";

const china = chinaCalendar();
const day = fc
  .integer({ min: Date.UTC(2004, 0, 1) / 864e5, max: Date.UTC(2035, 0, 1) / 864e5 })
  .map((number) => new Date(number * 864e5).toISOString().slice(0, 10));

function countedByHand(from: string, n: number, direction: 1 | -1): string {
  let date = from;
  for (let left = n; left > 0; ) {
    date = addDays(date, direction);
    if (china.isBusinessDay(date)) left -= 1;
  }
  return date;
}

describe("the Chinese calendar", () => {
  it.each([
    ["2026-10-01", false, "National Day"],
    ["2026-10-07", false, "the last day of the holiday"],
    ["2026-10-08", true, "a Thursday after it"],
    ["2026-10-10", true, "a Saturday worked for it (调休)"],
    ["2026-09-20", true, "a Sunday worked for it (调休)"],
    ["2026-09-25", false, "the Mid-Autumn Friday"],
    ["2026-02-14", true, "the Saturday worked for Spring Festival"],
    ["2026-02-23", false, "a Monday off in lieu"],
    ["2026-11-28", false, "an ordinary Saturday"],
    ["2026-11-24", true, "an ordinary Tuesday"],
  ])("on %s: workday %s, because it is %s", (date, worked) => {
    expect(china.isBusinessDay(date)).toBe(worked);
  });

  it("states where the announcement ends, and assumes Monday to Friday after it", () => {
    expect(china.announced(china.until)).toBe(true);
    const beyond = addDays(china.until, 1);
    expect(china.announced(addDays(beyond, 1))).toBe(false);
    for (let n = 0; n < 400; n += 1) {
      const date = addDays(beyond, n);
      // Holidays that a law fixes need no announcement.
      if (/-(01-01|05-0[12]|10-0[123])$/.test(date)) continue;
      expect([date, china.announced(date), china.isBusinessDay(date)]).toEqual([date, false, weekday(date) <= 5]);
    }
  });

  it("ends with a whole year, which includes National Day", () => {
    expect(china.until).toMatch(/^\d{4}-12-31$/);
    expect(china.isBusinessDay(`${china.until.slice(0, 4)}-10-01`)).toBe(false);
  });

  it("gives the same answer when asked again, and rejects nonexistent days", () => {
    expect(china.isBusinessDay("2026-10-10")).toBe(china.isBusinessDay("2026-10-10"));
    expect(() => china.isBusinessDay("2026-02-30")).toThrow('"2026-02-30" is not a day');
  });
});

describe("a local overlay", () => {
  it("makes one workday a day off and one day off a workday", () => {
    const local = chinaCalendar({ closed: ["2026-11-24"], open: ["2026-11-28"] });
    expect(local.isBusinessDay("2026-11-24")).toBe(false);
    expect(local.isBusinessDay("2026-11-28")).toBe(true);
    expect(china.isBusinessDay("2026-11-24")).toBe(true);
    expect(addBusinessDays(local, "2026-11-23", 1)).toBe("2026-11-25");
    expect(addBusinessDays(local, "2026-11-27", 1)).toBe("2026-11-28");
  });

  it("can contain a year announced after the built-in data", () => {
    const next = Number(china.until.slice(0, 4)) + 1;
    const local = chinaCalendar({ closed: [`${next}-01-01`], until: `${next}-12-31` });
    expect(local.announced(`${next}-06-01`)).toBe(true);
    expect(local.until).toBe(`${next}-12-31`);
    expect(local.isBusinessDay(`${next}-01-01`)).toBe(false);
  });

  it("is rejected with a day both open and closed, or a nonexistent one", () => {
    expect(() => chinaCalendar({ closed: ["2026-11-24"], open: ["2026-11-24"] })).toThrow("2026-11-24 stands both");
    expect(() => chinaCalendar({ closed: ["2026-11-31"] })).toThrow('"2026-11-31" is not a day');
  });
});

describe("business days", () => {
  it.each([
    ["2026-09-30", 1, "2026-10-08"],
    ["2026-09-30", 3, "2026-10-10"],
    ["2026-09-30", 10, "2026-10-20"],
    ["2026-09-30", -5, "2026-09-22"],
    ["2026-10-03", 1, "2026-10-08"],
    ["2026-10-03", -1, "2026-09-30"],
    ["2026-10-03", 0, "2026-10-03"],
  ])("from %s, %i of them: %s", (from, n, to) => {
    expect(addBusinessDays(china, from, n)).toBe(to);
  });

  it("match a count by hand", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 80 }), (date, n) => {
        const forward = countedByHand(date, n, 1);
        expect(addBusinessDays(china, date, n)).toBe(forward);
        expect(businessDaysBetween(china, date, forward)).toBe(n);
        expect(addBusinessDays(china, date, -n)).toBe(countedByHand(date, n, -1));
      }),
    );
  });

  it("are none between a day and the same or an earlier one; the first day is not counted, the last is", () => {
    expect(businessDaysBetween(china, "2026-10-10", "2026-10-10")).toBe(0);
    expect(businessDaysBetween(china, "2026-10-10", "2026-09-30")).toBe(0);
    expect(businessDaysBetween(china, "2026-09-30", "2026-10-10")).toBe(3);
    expect(businessDaysBetween(china, "2026-10-01", "2026-10-07")).toBe(0);
  });

  it("do not depend on the order of queries, years apart", () => {
    const fresh = chinaCalendar({ closed: [] });
    expect(addBusinessDays(fresh, "2026-09-30", 1)).toBe("2026-10-08");
    expect(addBusinessDays(fresh, "2011-01-31", -1)).toBe("2011-01-30");
    expect(addBusinessDays(fresh, "2040-01-02", 5)).toBe("2040-01-09");
    expect(businessDaysBetween(fresh, "2006-01-01", "2026-09-30")).toBe(
      businessDaysBetween(china, "2006-01-01", "2026-09-30"),
    );
  });

  it("cause an error, not an endless loop, if the calendar has none", () => {
    const idle: Calendar = { isBusinessDay: () => false, announced: () => true, until: "2026-12-31" };
    expect(() => addBusinessDays(idle, "2026-09-30", 1)).toThrow("no business day");
  });

  it("are found nearest in the given direction", () => {
    fc.assert(
      fc.property(day, (date) => {
        const [next, last] = [rollForward(china, date), rollBack(china, date)];
        expect(china.isBusinessDay(next) && china.isBusinessDay(last)).toBe(true);
        expect(last <= date && date <= next).toBe(true);
        if (china.isBusinessDay(date)) expect([next, last]).toEqual([date, date]);
        else expect(addBusinessDays(china, last, 1)).toBe(next);
      }),
    );
  });
});

describe("deadlines (民法典 201–203)", () => {
  it('"within 10 days after" 21 September ends on 1 October and moves past the holidays', () => {
    expect(withinAfter(china, "2026-09-21", { days: 10 }, true)).toBe("2026-10-08");
  });

  it("the five-day cadence of an emergency never moves", () => {
    expect(withinAfter(china, "2026-09-26", { days: 5 }, false)).toBe("2026-10-01");
  });

  it('"within 3 months after" 31 August ends on 30 November, a Sunday, and moves to Monday', () => {
    expect(withinAfter(china, "2025-08-31", { months: 3 }, false)).toBe("2025-11-30");
    expect(withinAfter(china, "2025-08-31", { months: 3 }, true)).toBe("2025-12-01");
  });

  it("a make-up workday counts as a workday", () => {
    expect(withinAfter(china, "2026-09-30", { days: 10 }, true)).toBe("2026-10-10");
  });

  it('"10 days before" 15 October is a holiday and moves back, so that nobody is late because of it', () => {
    expect(noLaterThan(china, "2026-10-15", { days: 10 }, true)).toBe("2026-09-30");
    expect(noLaterThan(china, "2026-10-15", { days: 10 }, false)).toBe("2026-10-05");
  });
});

describe("holidays on fixed days", () => {
  it("need no announcement: New Year, Labour Day and National Day are days off in any year", () => {
    const calendar = chinaCalendar();
    for (const date of ["2031-01-01", "2031-05-01", "2031-05-02", "2031-10-01", "2031-10-02", "2031-10-03"]) {
      expect([date, calendar.isBusinessDay(date)]).toEqual([date, false]);
      expect(calendar.announced(date)).toBe(true);
    }
    expect(calendar.isBusinessDay("2031-10-06")).toBe(true);
    expect(calendar.announced("2031-10-06")).toBe(false);
  });
});
