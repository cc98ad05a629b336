import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cadencesOf } from "../../../domain/planning/cadence-table.ts";
import { beginning, type Step } from "../../../domain/planning/levels.ts";
import { recurringTimes } from "../../../domain/planning/recurring-times.ts";
import { type Cadence, type LocalDate, levels } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { addDays } from "../../../domain/time/dates.ts";
import { instantAt } from "../../../domain/time/zones.ts";

const place = { zone: "Asia/Shanghai", calendar: chinaCalendar() };
const running = { from: "2031-03-03", to: "2031-05-30" };
const at = (day: LocalDate) => instantAt(day, "12:00", place.zone);
const steps = (first: Cadence, ...later: [LocalDate, Cadence][]): Step<Cadence>[] => [
  { from: beginning, value: first },
  ...later.map(([from, value]) => ({ from, value })),
];
const requestedBy = (all: Step<Cadence>[], day: LocalDate) =>
  recurringTimes(all, running, place, at(day)).due.map(
    ({ period, instead }) => period + (instead ? ` for ${instead}` : ""),
  );

describe("row 43 while a project runs", () => {
  it("recurs weekly at response and watch, monthly at normal", () => {
    expect(cadencesOf("43")).toMatchObject({ response: "weekly", watch: "weekly", normal: "monthly" });
    expect(requestedBy(steps("weekly"), "2031-03-20")).toEqual(["2031-W10", "2031-W11", "2031-W12"]);
    expect(requestedBy(steps("monthly"), "2031-04-20")).toEqual(["2031-03", "2031-04"]);
  });

  it("opens the week instead of the month on the day on which the level is raised", () => {
    const all = steps("monthly", ["2031-03-12", "weekly"]);
    expect(requestedBy(all, "2031-03-11")).toEqual(["2031-03"]);
    expect(recurringTimes(all, running, place, at("2031-03-11")).nextAt).toEqual(
      instantAt("2031-03-12", "09:00", place.zone),
    );
    expect(requestedBy(all, "2031-03-12")).toEqual(["2031-W11 for 2031-03"]);
    expect(requestedBy(all, "2031-03-20")).toEqual(["2031-W11 for 2031-03", "2031-W12"]);
  });

  it("continues the week to its end when the level is lowered, and then begins the next whole month", () => {
    const all = steps("weekly", ["2031-03-12", "monthly"]);
    expect(requestedBy(all, "2031-03-31")).toEqual(["2031-W10", "2031-W11"]);
    expect(requestedBy(all, "2031-04-02")).toEqual(["2031-W10", "2031-W11", "2031-04"]);
  });

  it("keeps the month until the week opens if the level is raised on a weekend", () => {
    const all = steps("monthly", ["2031-03-15", "weekly"]);
    expect(requestedBy(all, "2031-03-16")).toEqual(["2031-03"]);
    expect(requestedBy(all, "2031-03-17")).toEqual(["2031-W12 for 2031-03"]);
  });

  it("depends only on the levels during the project", () => {
    expect(requestedBy(steps("monthly", ["2031-03-01", "weekly"]), "2031-03-12")).toEqual(["2031-W10", "2031-W11"]);
    expect(
      recurringTimes(steps("weekly", ["2031-06-10", "monthly"]), running, place, at("2031-06-20")).nextAt,
    ).toBeNull();
  });

  it("requests nothing twice and removes only what is replaced, however levels change", () => {
    const day = fc.integer({ min: 0, max: 80 }).map((n) => addDays(running.from, n));
    const change = fc.tuple(day, fc.constantFrom(...levels));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), day, (changes, look) => {
        const table = cadencesOf("43");
        const ordered = [...new Map([...changes].sort(([one], [other]) => (one < other ? -1 : 1)))];
        const later = ordered.map(([from, level]): [LocalDate, Cadence] => [from, table?.[level] ?? "weekly"]);
        // Repeated levels are removed, because levels are stored as changes.
        const all = steps("monthly", ...later).filter(
          ({ value }, index, list) => index === 0 || value !== list[index - 1]?.value,
        );
        const { due } = recurringTimes(all, running, place, at("2031-05-30"));
        const keys = due.map(({ period }) => period);
        expect(new Set(keys).size).toBe(keys.length);
        for (const one of due) expect(one.opensAt.getTime()).toBeLessThan(one.dueAt.getTime());
        const known = [...keys, ...due.map(({ instead }) => instead)];
        for (const { period } of recurringTimes(all, running, place, at(look)).due) expect(known).toContain(period);
      }),
      { numRuns: 300 },
    );
  });
});
