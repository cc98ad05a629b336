import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { addHoursWithin, nextAllowed } from "../../../domain/time/hours.ts";
import { instantAt, timeIn } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const hours = { from: "08:00", to: "21:00" };
const at = (date: string, time: string): Date => instantAt(date, time, zone);

describe("quiet hours", () => {
  it.each([
    ["2026-11-24", "07:59", "2026-11-24", "08:00"],
    ["2026-11-24", "08:00", "2026-11-24", "08:00"],
    ["2026-11-24", "20:59", "2026-11-24", "20:59"],
    ["2026-11-24", "21:00", "2026-11-25", "08:00"],
    ["2026-12-31", "23:30", "2027-01-01", "08:00"],
    ["2026-11-24", "00:00", "2026-11-24", "08:00"],
  ])("at %s %s allow a message at %s %s", (date, time, thenDate, thenTime) => {
    expect(nextAllowed(at(date, time), zone, hours)).toEqual(at(thenDate, thenTime));
  });

  it("that span midnight leave the hours of the night", () => {
    const night = { from: "22:00", to: "06:00" };
    expect(nextAllowed(at("2026-11-24", "05:59"), zone, night)).toEqual(at("2026-11-24", "05:59"));
    expect(nextAllowed(at("2026-11-24", "06:00"), zone, night)).toEqual(at("2026-11-24", "22:00"));
    expect(nextAllowed(at("2026-11-24", "23:00"), zone, night)).toEqual(at("2026-11-24", "23:00"));
  });

  it("that have ended do not begin again when clocks are set back in the same night", () => {
    const second = new Date("2026-11-01T06:30:00Z");
    expect(timeIn(second, "America/New_York")).toBe("01:30");
    expect(nextAllowed(second, "America/New_York", { from: "01:45", to: "21:00" })).toEqual(second);
  });

  it("never move a message into the past, nor past the next beginning of quiet hours, in any zone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
        fc.date({ min: new Date("2020-01-01"), max: new Date("2030-12-31"), noInvalidDate: true }),
        (where, now) => {
          const next = nextAllowed(now, where, hours);
          expect(next >= now && next.getTime() - now.getTime() <= 13 * 3_600_000).toBe(true);
          expect(timeIn(next, where) >= hours.from && timeIn(next, where) < hours.to).toBe(true);
        },
      ),
    );
  });
});

describe("hours of the day", () => {
  const day = { from: "08:00", to: "20:00" };
  const at = (date: string, time: string): Date => instantAt(date, time, zone);
  const hour = 3_600_000;
  it.each([
    ["09:00", 8, "09-28 17:00"],
    ["15:00", 8, "09-29 11:00"],
    ["22:00", 8, "09-29 16:00"],
    ["06:00", 8, "09-28 16:00"],
    ["19:59", 12, "09-29 19:59"],
    ["08:00", 12, "09-28 20:00"],
    ["20:00", 1, "09-29 09:00"],
  ])("from %s, %i hours between 8 and 20 end at %s", (time, hours, end) => {
    const [date, clock = ""] = end.split(" ");
    expect(addHoursWithin(at("2026-09-28", time), hours * hour, zone, day)).toEqual(at(`2026-${date}`, clock));
  });

  it("on workdays skip holidays, and counting a thousand takes no longer than counting one", () => {
    const office = { from: "08:00", to: "18:00" };
    expect(addHoursWithin(at("2026-10-03", "12:00"), hour, zone, office, chinaCalendar())).toEqual(
      at("2026-10-08", "09:00"),
    );
    expect(addHoursWithin(at("2026-09-28", "08:00"), 24_000 * 12 * hour, zone, day)).toEqual(at("2092-06-12", "20:00"));
  });
});
