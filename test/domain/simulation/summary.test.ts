import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharesInThreads } from "../../../cli/threads/simulation.ts";
import { artefacts } from "../../../domain/procedures/procedure.ts";
import { membersOf } from "../../../domain/simulation/alike.ts";
import { plainRules, rulesFrom } from "../../../domain/simulation/plain-rules.ts";
import { reportOf } from "../../../domain/simulation/report.ts";
import type { Answers, SimulatedOrganization, SimulationRules } from "../../../domain/simulation/scenario.ts";
import { type SimulationSummary, summaryOf } from "../../../domain/simulation/summary.ts";
import { defaultRules } from "../../../domain/simulation/typical.ts";
import { levels, marks, organizationTypes, type Role, registrations, roles } from "../../../domain/terms.ts";

/** Properties of generated organizations: few values of each, so that many organizations are alike; some people are in all of them. */
const organizations = fc
  .array(
    fc.record({
      type: fc.constantFrom(...organizationTypes.slice(0, 3)),
      more: fc.subarray([...organizationTypes], { maxLength: 1 }),
      ...{ party: fc.boolean(), qualified: fc.boolean(), gentle: fc.boolean(), supervised: fc.boolean() },
      registration: fc.constantFrom(...registrations),
      marks: fc.subarray([...marks], { maxLength: 1 }),
      charity: fc.constantFrom(null, true),
      joined: fc.constantFrom("2019-05-06", "2020-01-01", "2025-12-15", "2026-02-10"),
      known: fc.boolean(),
      onFile: fc.subarray([...artefacts]),
      sites: fc.integer({ min: 0, max: 2 }),
      staff: fc.integer({ min: 0, max: 7 }),
      own: fc.subarray<Role>([...roles], { minLength: 4 }),
      everywhere: fc.subarray<Role>(["authority", "registrar", "secretariat", "head", "staff"], { minLength: 1 }),
      quiet: fc.boolean(),
    }),
    { minLength: 2, maxLength: 5 },
  )
  .chain((all) => fc.record({ all: fc.constant(all), twice: fc.subarray(all), seed: fc.integer({ max: 99, min: 0 }) }))
  .map(({ all, twice, seed }) => [...all, ...twice].map((one, n) => organization(one, `${seed}-${n}`)));

function organization(
  {
    more,
    known,
    sites,
    staff,
    own,
    everywhere,
    quiet,
    ...one
  }: Record<string, unknown> & {
    type: SimulatedOrganization["type"];
    more: SimulatedOrganization["type"][];
    known: boolean;
    sites: number;
    staff: number;
    own: Role[];
    everywhere: Role[];
    quiet: boolean;
  },
  id: string,
): SimulatedOrganization {
  const given = one as unknown as Omit<SimulatedOrganization, "id" | "code" | "zone" | "holders">;
  const people = [
    ...own.map((role) => ({ personId: `${role}-${id}`, role })),
    ...Array.from({ length: staff }, (_, n) => ({ personId: `staff-${n}-${id}`, role: "staff" as const })),
    ...everywhere.map((role) => ({ personId: "everywhere", role })),
  ];
  return {
    ...given,
    ...{ id, code: id, zone: "Asia/Shanghai", types: [...new Set([one.type, ...more])], holders: people },
    ...(known && { since: new Date(`${given.joined}T02:00:00Z`) }),
    sites: Array.from({ length: sites }, (_, n) => ({ id: `site-${n}`, label: `${n}` })),
    ...(quiet && { reach: new Map(people.map(({ personId }) => [personId, ["email" as const]])) }),
  };
}

const span = { from: "2026-01-01", to: "2026-03-31" };

/** Compares the messages of two summaries to people, in any order. */
function comparable({ from, to, organizations: number, totals, people, nobody }: SimulationSummary) {
  const order = (one: unknown) => JSON.stringify(one);
  const sorted = <One>(all: readonly One[]): One[] => [...all].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { from, to, number, totals, people: sorted(people), nobody: sorted(nobody) };
}

describe("a summary", () => {
  it.each<{ answers: Answers; runs: number }>([
    { answers: "on-time", runs: 25 },
    { answers: { lateDays: 3 }, runs: 4 },
    { answers: "never", runs: 3 },
  ])(
    "simulates alike organizations once, with the same result as simulating each ($answers)",
    async ({ answers, runs }) => {
      await fc.assert(
        fc.asyncProperty(organizations, fc.constantFrom(...levels), async (all, level) => {
          const rules = defaultRules(level);
          const summary = await summaryOf(all, rules, { ...span, answers });
          expect(comparable(summary)).toEqual(comparable(reportOf(all, defaultRules(level), { ...span, answers })));
        }),
        { numRuns: runs },
      );
    },
  );

  it("groups organizations in the same situation, whoever their people are", () => {
    const [first] = fc.sample(organizations, { numRuns: 1, seed: 7 })[0] ?? [];
    if (!first) throw new Error("no organization");
    const renamed = (id: string): SimulatedOrganization => ({
      ...first,
      id,
      gentle: false,
      holders: first.holders.map((one) => ({ ...one, personId: `${one.personId} of ${id}` })),
      reach: new Map(),
    });
    const many = Array.from({ length: 20 }, (_, n) => renamed(`alike-${n}`));
    const rules = defaultRules("normal");
    const kinds = (all: SimulatedOrganization[], by: SimulationRules = rules): number =>
      membersOf(all, by, { ...span, answers: "on-time" }).kinds.length;
    expect(kinds(many)).toBe(1);
    expect(kinds(many, { ...rules, alike: ({ id }) => String(id === "alike-3") })).toBe(2);
    expect(kinds(many.map((one) => ({ ...one, gentle: true })))).toBeGreaterThan(1);
  });

  it("is the same in several threads, with rules passed as data", async () => {
    const rules: SimulationRules = {
      ...defaultRules("watch"),
      terms: ({ number }, id) =>
        number === "1" && id === "organization-3" ? { do: { n: 3, unit: "d" as const } } : {},
      paused: ({ number }, id) => number === "19" && id === "organization-5",
      creditOff: (line, id) => line === "staff-drill" && id === "organization-7",
      alike: ({ id }) => (/-[357]$/.test(id) ? id : ""),
    };
    const all = Array.from({ length: 60 }, (_, n) => organization(fixed, `organization-${n}`));
    const given = { ...span, answers: "on-time" as const };
    const { kinds } = membersOf(all, rules, given);
    expect(kinds.length).toBeGreaterThan(24);
    const again = rulesFrom(structuredClone(plainRules(rules, kinds)));
    const here = await summaryOf(all, rules, given);
    expect(await summaryOf(all, again, given)).toEqual(here);
    const steps: number[] = [];
    const threads = sharesInThreads(rules, given, (done) => steps.push(done), { threads: 2 });
    expect(await summaryOf(all, rules, given, threads)).toEqual(here);
    expect(steps.at(-1)).toBe(1);
  });
});

const fixed = {
  ...{ type: "SVC" as const, more: [], known: false, sites: 1, staff: 2, quiet: false, everywhere: [] },
  own: ["secretariat", "head", "legal-representative"] as Role[],
  ...{ party: true, qualified: false, registration: "service", marks: [], charity: null },
  ...{ joined: "2020-01-01", gentle: true, onFile: [...artefacts] },
};
