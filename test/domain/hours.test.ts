import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAllowed } from "../../domain/hours.ts";
import { instantAt, timeIn } from "../../domain/zones.ts";

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
  ])("at %s %s a message may go at %s %s", (date, time, thenDate, thenTime) => {
    expect(nextAllowed(at(date, time), zone, hours)).toEqual(at(thenDate, thenTime));
  });

  it("that span midnight leave the night to speak in", () => {
    const night = { from: "22:00", to: "06:00" };
    expect(nextAllowed(at("2026-11-24", "05:59"), zone, night)).toEqual(at("2026-11-24", "05:59"));
    expect(nextAllowed(at("2026-11-24", "06:00"), zone, night)).toEqual(at("2026-11-24", "22:00"));
    expect(nextAllowed(at("2026-11-24", "23:00"), zone, night)).toEqual(at("2026-11-24", "23:00"));
  });

  it("that ended once this night do not begin again when the clock is set back", () => {
    const second = new Date("2026-11-01T06:30:00Z");
    expect(timeIn(second, "America/New_York")).toBe("01:30");
    expect(nextAllowed(second, "America/New_York", { from: "01:45", to: "21:00" })).toEqual(second);
  });

  it("never send a message back in time, nor past the next beginning, in any zone", () => {
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
