import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { type Occurrence, type Planned, type PlannedDuty, plan } from "../../../domain/planning/plan.ts";
import { lastDayOfStart, monthOf } from "../../../domain/planning/start.ts";
import { firstSteps } from "../../../domain/procedures/kinds.ts";
import { addDays, chinaCalendar } from "../../../domain/time/calendar.ts";

const calendar = chinaCalendar();
const duties: PlannedDuty[] = allDuties.flatMap((duty) =>
  duty.cadence && firstSteps(duty).length > 0 ? [{ duty, cadence: duty.cadence, policy: duty.policy }] : [],
);
const organization: Planned = {
  ...{ id: "o1", type: "SVC", party: true, qualified: true, registration: "service", marks: [] },
  ...{ zone: "Asia/Shanghai", joined: "2026-11-18", gentle: true },
};
const within = (from: string, to: string, more: Partial<Planned> = {}): Occurrence[] =>
  plan({ ...organization, ...more }, duties, calendar, { from, to });
const lineOf = ({ duty, period, opensOn, dueOn }: Occurrence): string => `${duty} ${period} ${opensOn} ${dueOn}`;

/** Every occurrence that a planner that looks a day ahead each day would have inserted, once for each key. */
function dayByDay(from: string, days: number, more: Partial<Planned>): Map<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>();
  for (let n = 0; n < days; n += 7)
    for (const one of within(addDays(from, n), addDays(from, n + 7), more)) {
      const key = `${one.duty} ${one.period}`;
      found.set(key, [...(found.get(key) ?? []), one]);
    }
  return found;
}

describe("an organization with a gentle start", () => {
  it("has in its first four weeks the duties of responsibility, contacts, the plan, and the list of people and sites; statutory days stay", () => {
    expect(within("2026-11-18", "2026-12-15").map(lineOf).sort()).toEqual([
      "16 2026-H2 2026-11-18 2026-12-08",
      "18 2026-Q4 2026-11-18 2026-12-01",
      "5 2026 2026-11-18 2026-11-24",
      "61 2026-12 2026-11-18 2026-12-15",
    ]);
    const march = within("2027-03-01", "2027-03-28", { joined: "2027-03-01" }).map(({ duty }) => duty);
    expect(march.sort()).toEqual(["16", "18", "5", "61", "S1", "S12"]);
  });

  it("has everything else from the first whole period after the four weeks on", () => {
    const first = new Map<string, string>();
    for (const { duty, period } of within("2026-11-18", "2027-12-31")) if (!first.has(duty)) first.set(duty, period);
    expect(["22a", "1", "18", "53a", "26", "16", "5", "8", "61"].map((duty) => `${duty} ${first.get(duty)}`)).toEqual([
      "22a 2026-W52",
      "1 2027-01",
      "18 2026-Q4",
      "53a 2027-Q1",
      "26 2027-H1",
      "16 2026-H2",
      "5 2026",
      "8 2027",
      "61 2026-12",
    ]);
  });

  it("has a fixed month of each year and half-year for duties that are due once in them", () => {
    const dues = within("2027-01-01", "2031-12-31").filter(({ duty }) => duty === "8");
    expect(dues).toHaveLength(5);
    expect(new Set(dues.map(({ dueOn }) => dueOn.slice(5, 7))).size).toBe(1);
    for (const { opensOn, dueOn } of dues) expect(opensOn.slice(0, 7)).toBe(dueOn.slice(0, 7));
  });

  it("shares the months evenly with the others", () => {
    for (const [cadence, months] of [
      ["half-yearly", 6],
      ["yearly", 12],
    ] as const) {
      const counts = Array.from({ length: months }, () => 0);
      for (let n = 0; n < 12_000; n += 1) {
        const month = monthOf({ id: `organization-${n}`, joined: "2027-01-01", gentle: true }, {}, cadence) ?? -1;
        counts[month] = (counts[month] ?? 0) + 1;
      }
      for (const count of counts) expect(Math.abs(count / (12_000 / months) - 1)).toBeLessThan(0.1);
    }
  });

  it("has every later period exactly once, on the same days in each run of the planner, whenever it is added", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 365 }), fc.string({ minLength: 1 }), (offset, id) => {
        const joined = addDays("2027-01-01", offset);
        const found = dayByDay(joined, 1_200, { joined, id });
        for (const seen of found.values()) expect(new Set(seen.map(lineOf)).size).toBe(1);
        const atOnce = within(addDays(lastDayOfStart(joined), 1), addDays(joined, 800), { joined, id, gentle: false });
        const missing = atOnce
          .filter(({ duty, period }) => !found.has(`${duty} ${period}`))
          .map(({ period }) => period);
        // Tasks that exist only without a gentle start belong to a period that had begun before the end of the four weeks.
        const since = lastDayOfStart(joined);
        for (const period of missing) expect(beginOf(period) <= since, `${joined} ${period}`).toBe(true);
        for (const number of duties.map(({ duty }) => duty.number))
          if (atOnce.some(({ duty }) => duty === number))
            expect(
              [...found.keys()].some((key) => key.startsWith(`${number} `)),
              number,
            ).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it("that is imported with all duties at once has the same days as all others", () => {
    const plain = within("2026-11-18", "2027-12-31", { gentle: false });
    const { gentle: _, ...older } = organization;
    expect(plan(older, duties, calendar, { from: "2026-11-18", to: "2027-12-31" })).toEqual(plain);
    expect(plain.filter(({ duty }) => duty === "8").map(({ dueOn }) => dueOn)).toEqual(["2026-12-31", "2027-12-31"]);
  });
});

/** First day of the period of a key, approximately: for a week, not later than it is. */
function beginOf(period: string): string {
  const [year = "", rest = ""] = period.split("-");
  if (rest.startsWith("W")) return addDays(`${year}-01-01`, 7 * (Number(rest.slice(1)) - 2));
  if (rest.startsWith("Q")) return `${year}-${String(3 * Number(rest.slice(1)) - 2).padStart(2, "0")}-01`;
  if (rest.startsWith("H")) return `${year}-${rest === "H1" ? "01" : "07"}-01`;
  return `${year}-${rest || "01"}-01`;
}
