import { beforeAll, describe, expect, test } from "vitest";
import { applies, type Profile } from "../../domain/catalogue/applies.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import { type Role, roles } from "../../domain/terms.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Founding, Organization } from "../support/organization.ts";
import { ceiling } from "../support/timeouts.ts";
import { firstMonday, startWorld, type World, zone } from "../support/world.ts";

/** The last day of the run. It is a Saturday, because the planner looks one day ahead. */
const lastDay = "2032-02-28";

/** One organization of each type; two charities, of which one may raise funds in public. */
const city = {
  hub: { type: "HUB", registration: "association", qualified: false },
  charity: { type: "CHA", registration: "foundation", qualified: true },
  unqualified: { type: "CHA", registration: "service", qualified: false },
  volunteers: { type: "VOL", registration: "association", qualified: false },
  industry: { type: "IND", registration: "association", qualified: false },
  hometown: { type: "CHM", registration: "association", qualified: false },
  service: { type: "SVC", registration: "service", qualified: false, marks: ["fire-key-unit"] },
  community: { type: "COM", registration: "association", qualified: false, party: false },
  other: { type: "OTH", registration: "association", qualified: false, marks: ["production-safety"] },
} as const satisfies Record<string, Founding>;
type Name = keyof typeof city;

let world: World;
const here = {} as Record<Name, Organization>;

interface Came {
  duty: string;
  key: string;
  opens: string;
  due: string;
}
const came = {} as Record<Name, Came[]>;

/** Worked out by hand from the calendar of 2031: the first and last workday of each month, with 1 and 2 May and 1 to 3 October as holidays. Organizations join on Monday 3 March. */
const months: readonly (readonly [key: string, opens: string, due: string])[] = [
  ["2031-03", "2031-03-03", "2031-03-31"],
  ["2031-04", "2031-04-01", "2031-04-30"],
  ["2031-05", "2031-05-05", "2031-05-30"],
  ["2031-06", "2031-06-02", "2031-06-30"],
  ["2031-07", "2031-07-01", "2031-07-31"],
  ["2031-08", "2031-08-01", "2031-08-29"],
  ["2031-09", "2031-09-01", "2031-09-30"],
  ["2031-10", "2031-10-06", "2031-10-31"],
  ["2031-11", "2031-11-03", "2031-11-28"],
  ["2031-12", "2031-12-01", "2031-12-31"],
  ["2032-01", "2032-01-02", "2032-01-30"],
  ["2032-02", "2032-02-02", "2032-02-27"],
];
/** The roll-up of each month: from the first to the fifth workday of the next month. */
const rollUps = [
  ["2031-03", "2031-04-01", "2031-04-07"],
  ["2031-04", "2031-05-05", "2031-05-09"],
  ["2031-05", "2031-06-02", "2031-06-06"],
  ["2031-06", "2031-07-01", "2031-07-07"],
  ["2031-07", "2031-08-01", "2031-08-07"],
  ["2031-08", "2031-09-01", "2031-09-05"],
  ["2031-09", "2031-10-06", "2031-10-10"],
  ["2031-10", "2031-11-03", "2031-11-07"],
  ["2031-11", "2031-12-01", "2031-12-05"],
  ["2031-12", "2032-01-02", "2032-01-08"],
  ["2032-01", "2032-02-02", "2032-02-06"],
];
const quarters = [
  ["2031-Q1", "2031-03-03", "2031-03-31"],
  ["2031-Q2", "2031-04-01", "2031-06-30"],
  ["2031-Q3", "2031-07-01", "2031-09-30"],
  ["2031-Q4", "2031-10-06", "2031-12-31"],
  ["2032-Q1", "2032-01-02", "2032-03-31"],
];
const halves = [
  ["2031-H1", "2031-03-03", "2031-06-30"],
  ["2031-H2", "2031-07-01", "2031-12-31"],
  ["2032-H1", "2032-01-02", "2032-06-30"],
];
const year = [["2031", "2031-10-06", "2031-12-31"]];
/** 52 weeks, each from Monday to Friday; two end on the day before holidays. The week of New Year is the first of 2032. */
const holidays: Readonly<Record<string, string>> = { "2031-05-02": "2031-04-30", "2031-10-03": "2031-09-30" };
const weeks = Array.from({ length: 52 }, (_, n) => {
  const monday = addDays("2031-03-03", 7 * n);
  return [
    n < 43 ? `2031-W${n + 10}` : `2032-W${String(n - 42).padStart(2, "0")}`,
    monday,
    holidays[addDays(monday, 4)] ?? addDays(monday, 4),
  ];
});
const reportToAuthority = [
  ["2031", "2031-03-03", "2031-03-31"],
  ["2032", "2032-01-15", "2032-03-31"],
];
const reportToRegistrar = [["2031", "2031-04-01", "2031-06-02"]]; // 31 May is a Saturday

beforeAll(async () => {
  world = await startWorld();
  const vacant: readonly Role[] = roles.filter((role) => role !== "secretariat" && role !== "staff");
  for (const [name, founding] of Object.entries(city) as [Name, Founding][])
    here[name] = await world.organization({ ...founding, vacant });
  // Plans on each Monday, on each day listed above, and on the last day. An occurrence of any other day would open late,
  // and so differ from the lists.
  const opening = [...months, ...quarters, ...halves, ...year, ...reportToAuthority, ...reportToRegistrar].map(
    ([, opens]) => opens,
  );
  const days = new Set([...weeks.map(([, monday]) => monday), ...opening, lastDay]);
  for (const day of [...days].sort()) {
    if (day !== firstMonday) await world.until(`${day} 00:05`);
    await world.plan();
    // This test is about planning: every task is closed at once, so that no ladder runs for a year.
    await world.db.task.updateMany({
      where: { settledAt: null },
      data: { state: "closed", settledAt: world.now(), nextAt: null },
    });
  }
  for (const name of Object.keys(city) as Name[]) {
    const cases = await world.db.case.findMany({
      where: { organizationId: here[name].id },
      include: { tasks: { where: { parentTaskId: null } } },
    });
    came[name] = cases
      .filter(({ tasks }) => tasks.length > 0)
      .map(({ duty, key, facts, tasks }) => {
        const { endsAt } = facts as { endsAt?: string };
        const opened = Math.min(...tasks.map(({ openedAt }) => openedAt.getTime()));
        const due = endsAt ? Date.parse(endsAt) : Math.max(...tasks.map(({ dueAt }) => dueAt.getTime()));
        // An end at 24:00 belongs to the day before.
        return { duty, key, opened, opens: dateIn(new Date(opened), zone), due: dateIn(new Date(due - 1), zone) };
      })
      .sort((one, other) => one.opened - other.opened || one.duty.localeCompare(other.duty))
      .map(({ duty, key, opens, due }) => ({ duty, key, opens, due }));
  }
}, ceiling(600));

const timesOf = (name: Name, duty: string) =>
  came[name].filter((one) => one.duty === duty).map(({ key, opens, due }) => [key, opens, due]);
const countsOf = (name: Name): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { duty } of came[name]) counts[duty] = (counts[duty] ?? 0) + 1;
  return counts;
};

describe("a year", () => {
  test("of a community organization without a party organization has exactly the occurrences worked out by hand", () => {
    const byHand: Record<string, readonly (readonly string[])[]> = {
      ...Object.fromEntries(["22a", "22b", "56"].map((duty) => [duty, weeks])),
      ...Object.fromEntries(["1", "4", "17", "60", "61", "64", "66", "68", "69"].map((duty) => [duty, months])),
      ...Object.fromEntries(["6", "18", "24", "28", "30", "62"].map((duty) => [duty, quarters])),
      ...Object.fromEntries(["3", "16", "25", "26"].map((duty) => [duty, halves])),
      ...Object.fromEntries(["5", "65", "67", "70"].map((duty) => [duty, year])),
      S1: reportToAuthority,
      S2: reportToRegistrar,
      S12: reportToAuthority,
      27: rollUps,
    };
    for (const [duty, times] of Object.entries(byHand))
      expect([duty, timesOf("community", duty)]).toEqual([duty, times]);
    // 3 × 52 + 9 × 12 + 11 + 6 × 5 + 4 × 3 + 4 + 2 × 2 + 1
    expect(came.community).toHaveLength(326);
  });

  test("of a service organization that has a party organization and is a key unit of fire safety has exactly the occurrences worked out by hand", () => {
    const byHand: Record<string, readonly (readonly string[])[]> = {
      ...Object.fromEntries(["22a", "22b"].map((duty) => [duty, weeks])),
      ...Object.fromEntries(
        ["1", "4", "7", "11", "17", "54", "S15", "S16", "60", "61", "64", "66", "68", "69"].map((duty) => [
          duty,
          months,
        ]),
      ),
      ...Object.fromEntries(["6", "18", "24", "28", "30", "53a", "62", "S13", "S14"].map((duty) => [duty, quarters])),
      ...Object.fromEntries(["3", "16", "25", "26", "53b", "S7"].map((duty) => [duty, halves])),
      ...Object.fromEntries(["5", "8", "58", "59", "65", "67", "70"].map((duty) => [duty, year])),
      S1: reportToAuthority,
      S2: reportToRegistrar,
      S12: reportToAuthority,
      27: rollUps,
    };
    for (const [duty, times] of Object.entries(byHand)) expect([duty, timesOf("service", duty)]).toEqual([duty, times]);
    // 2 × 52 + 14 × 12 + 11 + 9 × 5 + 6 × 3 + 7 + 2 × 2 + 1
    expect(came.service).toHaveLength(358);
  });

  test.each(Object.entries(city) as [Name, Founding][])(
    "of %s has every planned duty that applies and no other, as often as its cadence says",
    (name, founding) => {
      const profile: Profile = {
        type: founding.type ?? "OTH",
        party: founding.party ?? true,
        qualified: founding.qualified ?? true,
        registration: founding.registration ?? "foundation",
        marks: founding.marks ?? [],
      };
      const times = { weekly: 52, monthly: 12, quarterly: 5, "half-yearly": 3, yearly: 1 };
      const expected = Object.fromEntries(
        allDuties
          .filter((duty) => duty.cadence && firstSteps(duty).length > 0 && applies(duty, profile))
          .map((duty) => [
            duty.number,
            duty.days?.opens === "01-15" ? 2 : times[duty.cadence ?? "yearly"] - (duty.dueInNext ? 1 : 0),
          ]),
      );
      expect(countsOf(name)).toEqual(expected);
    },
  );
});
