import { expect } from "vitest";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn, instantAt, timeIn } from "../../domain/time/zones.ts";
import { tortureLine } from "./line.ts";

const zones = Intl.supportedValuesOf("timeZone");
const hour = 3_600_000;
const day = 24 * hour;
const [first, last] = [Date.UTC(2020, 0, 1), Date.UTC(2036, 0, 1)];

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

tortureLine(
  {
    name: "Every time zone × its transitions 2020–2035, and times a minute, an hour and a day away from them",
    pass: "a time that does not exist moves forward by the gap; of a time that occurs twice, the first is used; each local date has one 09:00 and one midnight, in order",
    n: "all",
    fast: 1_000,
  },
  async ({ n, tried, note }) => {
    let [gaps, overlaps] = [0, 0];
    for (const zone of zones.slice(0, n)) {
      const before = gaps + overlaps;
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
        // A week of days: each has its own instant, and none before the one of the day before.
        for (const hourOfDay of ["00:00", "09:00"]) {
          const middle = dateIn(new Date(turn), zone);
          const days = [-3, -2, -1, 0, 1, 2, 3].map((away) => addDays(middle, away));
          const instants = days.map((date) => instantAt(date, hourOfDay, zone));
          expect([where, instants.map((one) => dateIn(one, zone))]).toEqual([where, days]);
          expect([where, new Set(instants.map(Number)).size]).toEqual([where, days.length]);
          expect([where, instants.toSorted((a, b) => Number(a) - Number(b))]).toEqual([where, instants]);
        }
      }
      tried(gaps + overlaps - before);
    }
    if (n >= zones.length) expect(Math.min(gaps, overlaps)).toBeGreaterThan(4000);
    note(`${zones.length} zones, ${gaps} times in gaps, ${overlaps} in overlaps`);
  },
);
