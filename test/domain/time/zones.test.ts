import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dateIn, instantAt, isZone, minutesOf, timeIn } from "../../../domain/time/zones.ts";

const zones = Intl.supportedValuesOf("timeZone");
const [first, last] = [Date.UTC(2020, 0, 1), Date.UTC(2031, 0, 1)];

const wall = (time: number): [date: string, time: string] => {
  const text = new Date(time).toISOString();
  return [text.slice(0, 10), text.slice(11, 16)];
};
describe("a local time", () => {
  it("has the instant of Temporal's disambiguation rule, in any zone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1972, 0, 1) / 60_000, max: Date.UTC(2036, 0, 1) / 60_000 }),
        (zone, minute) => {
          const [date, time] = wall(minute * 60_000);
          const expected = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone);
          expect(instantAt(date, time, zone).getTime()).toBe(expected.epochMilliseconds);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is read back unchanged if it exists", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date(first), max: new Date(last), noInvalidDate: true }),
        (zone, instant) => {
          const again = instantAt(dateIn(instant, zone), timeIn(instant, zone), zone);
          expect([dateIn(again, zone), timeIn(again, zone)]).toEqual([dateIn(instant, zone), timeIn(instant, zone)]);
          expect(again.getTime()).toBeLessThanOrEqual(instant.getTime());
        },
      ),
    );
  });

  it("09:00 in Guangzhou is 01:00 UTC, and 24:00 is the beginning of the next day", () => {
    expect(instantAt("2026-09-30", "09:00", "Asia/Shanghai").toISOString()).toBe("2026-09-30T01:00:00.000Z");
    expect(instantAt("2026-09-30", "24:00", "Asia/Shanghai")).toEqual(
      instantAt("2026-10-01", "00:00", "Asia/Shanghai"),
    );
  });

  it("02:30 in New York in the spring night is 03:30, and 01:30 in the autumn night is the first", () => {
    expect(instantAt("2026-03-08", "02:30", "America/New_York").toISOString()).toBe("2026-03-08T07:30:00.000Z");
    expect(timeIn(instantAt("2026-03-08", "02:30", "America/New_York"), "America/New_York")).toBe("03:30");
    expect(instantAt("2026-11-01", "01:30", "America/New_York").toISOString()).toBe("2026-11-01T05:30:00.000Z");
  });

  it("on the day that Samoa skipped is on the next day", () => {
    expect(dateIn(instantAt("2011-12-30", "12:00", "Pacific/Apia"), "Pacific/Apia")).toBe("2011-12-31");
  });

  it.each(["9:00", "24:01", "25:00", "12:60", "noon", ""])('"%s" is rejected', (time) => {
    expect(() => minutesOf(time)).toThrow(`"${time}" is not a time; expected HH:MM`);
    expect(() => instantAt("2026-09-30", time, "Asia/Shanghai")).toThrow("is not a time");
  });
});

describe("a zone", () => {
  it("is a name of the IANA database; an offset or an invented name is not", () => {
    for (const zone of ["Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires"]) expect(isZone(zone)).toBe(true);
    for (const zone of ["", "+08:00", "Asia/Guangzhou", "Beijing time"]) expect(isZone(zone)).toBe(false);
  });

  it("that does not exist is named in the error", () => {
    expect(() => instantAt("2026-09-30", "09:00", "Asia/Guangzhou")).toThrow('"Asia/Guangzhou" is not a time zone');
  });
});
