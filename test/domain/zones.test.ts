import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dateIn, instantAt, isZone, minutesOf, timeIn } from "../../domain/zones.ts";

const zones = Intl.supportedValuesOf("timeZone");
const hour = 3_600_000;
const day = 24 * hour;
const [first, last] = [Date.UTC(2020, 0, 1), Date.UTC(2031, 0, 1)];

/** A wall clock that shares no code with the one under test. */
function clockOf(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return (time) => Date.parse(`${format.format(time).replace(" ", "T")}Z`) - time;
}

/** Instants at which a zone's offset changes. No rule is shorter than a week: Ramadan's pause in Morocco is a month. */
function* transitions(offset: (time: number) => number): Generator<{ at: number; from: number; to: number }> {
  let from = offset(first);
  for (let time = first; time < last; time += 7 * day) {
    const to = offset(time + 7 * day);
    if (to === from) continue;
    let [low, high] = [time, time + 7 * day];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (offset(middle) === from) low = middle;
      else high = middle;
    }
    yield { at: high, from, to };
    from = to;
  }
}

const wall = (time: number): [date: string, time: string] => {
  const text = new Date(time).toISOString();
  return [text.slice(0, 10), text.slice(11, 16)];
};
const at = (time: number, zone: string): number => instantAt(...wall(time), zone).getTime();

describe("in every zone, at every transition until 2030,", () => {
  it("a time that does not exist moves forward by the gap, and one that occurs twice is the first", {
    timeout: 60_000,
  }, () => {
    let [gaps, overlaps] = [0, 0];
    for (const zone of zones) {
      const offset = clockOf(zone);
      for (const { at: turn, from, to } of transitions(offset)) {
        const width = Math.abs(to - from);
        const where = `${zone} ${new Date(turn).toISOString()}`;
        // Wall time of the turn as it reads before (in a gap) or after it (in an overlap).
        const edge = turn + Math.min(from, to);
        for (const into of [0, 60_000, Math.floor(width / 120_000) * 60_000, width - 60_000]) {
          const time = edge + into;
          if (to > from) {
            gaps += 1;
            expect([where, at(time, zone)]).toEqual([where, time - from]);
            expect([where, at(time, zone) + offset(at(time, zone))]).toEqual([where, time + width]);
          } else {
            overlaps += 1;
            expect([where, at(time, zone)]).toEqual([where, time - from]);
            expect([where, at(time, zone) < turn]).toEqual([where, true]);
          }
        }
        for (const away of [-day, -hour, -60_000, 0, 60_000, hour, day]) {
          const instant = new Date(turn + away);
          const [date, time] = wall(turn + away + offset(turn + away));
          expect([where, dateIn(instant, zone), timeIn(instant, zone)]).toEqual([where, date, time]);
        }
        expect([where, at(edge - 60_000, zone), at(edge + width, zone)]).toEqual([
          where,
          edge - 60_000 - from,
          edge + width - to,
        ]);
      }
    }
    expect(gaps).toBeGreaterThan(4000);
    expect(overlaps).toBeGreaterThan(4000);
  });
});

describe("a wall time", () => {
  it("has the instant that Temporal's own rule gives it, in any zone", () => {
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

  it("reads back as itself where it exists", () => {
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

  it("on the day that Samoa left out is on the next", () => {
    expect(dateIn(instantAt("2011-12-30", "12:00", "Pacific/Apia"), "Pacific/Apia")).toBe("2011-12-31");
  });

  it.each(["9:00", "24:01", "25:00", "12:60", "noon", ""])('"%s" is refused', (time) => {
    expect(() => minutesOf(time)).toThrow(`"${time}" is not a time; expected HH:MM`);
    expect(() => instantAt("2026-09-30", time, "Asia/Shanghai")).toThrow("is not a time");
  });
});

describe("a zone", () => {
  it("is a name of the IANA database; neither an offset nor an invention is one", () => {
    for (const zone of ["Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires"]) expect(isZone(zone)).toBe(true);
    for (const zone of ["", "+08:00", "Asia/Guangzhou", "Beijing time"]) expect(isZone(zone)).toBe(false);
  });

  it("that is none is named in the error", () => {
    expect(() => instantAt("2026-09-30", "09:00", "Asia/Guangzhou")).toThrow('"Asia/Guangzhou" is not a time zone');
  });
});
