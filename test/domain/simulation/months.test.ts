import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { beginning, cadenceSteps } from "../../../domain/planning/levels.ts";
import { plannable } from "../../../domain/planning/plannable.ts";
import { artefacts } from "../../../domain/procedures/procedure.ts";
import { membersOf } from "../../../domain/simulation/alike.ts";
import type { Answers, SimulatedOrganization, SimulationRules, Span } from "../../../domain/simulation/scenario.ts";
import { shareOf, summaryOf } from "../../../domain/simulation/summary.ts";
import { defaultRules, simulatedTypes, sizes, typicalOrganization } from "../../../domain/simulation/typical.ts";
import { type Channel, type Level, levels, marks } from "../../../domain/terms.ts";

/** Organizations that differ only in their names, and therefore in the months of their yearly duties. */
const families = fc
  .record({
    ...{ type: fc.constantFrom(...simulatedTypes), size: fc.constantFrom(...sizes), party: fc.boolean() },
    ...{ marks: fc.subarray([...marks], { maxLength: 1 }), charity: fc.constantFrom(null, true) },
    ...{ onFile: fc.subarray([...artefacts]), joined: fc.constantFrom("2020-01-01", "2025-11-20", "2026-02-10") },
    ...{ known: fc.boolean(), seed: fc.integer({ min: 0, max: 999 }) },
    reach: fc.constantFrom<readonly Channel[] | undefined>(undefined, ["email"], ["sms"], ["email", "sms"], []),
  })
  .map(({ type, size, known, seed, reach, ...given }) =>
    Array.from({ length: 5 }, (_, n): SimulatedOrganization => {
      const one = typicalOrganization(type, size, `${seed}-${n}`);
      // Its own people, except supervisors outside it.
      const holders = one.holders.map(({ personId, role }) => ({
        personId: personId === role ? role : `${personId}-${n}`,
        role,
      }));
      return {
        ...{ ...one, ...given, holders },
        ...(known && { since: new Date(`${given.joined}T02:00:00Z`) }),
        ...(reach && { reach: new Map(holders.map(({ personId }) => [personId, reach])) }),
      };
    }),
  );

/** A level that changes in May. */
function changing(level: Level, then: Level): SimulationRules {
  const steps = [
    { from: beginning, value: level },
    { from: "2026-05-13", value: then },
  ];
  const planned = plannable.flatMap(({ number }) => {
    const duty = dutyOf(number);
    const cadences = cadenceSteps(duty, steps);
    const [first] = cadences ?? [];
    return first && cadences ? [{ duty, cadence: first.value, steps: cadences, policy: duty.policy }] : [];
  });
  return { ...defaultRules(level), planned: () => planned };
}

const year = { from: "2026-01-01", to: "2026-12-31" };

/** Simulates each organization separately, from its first day to its last, so that nothing is shared. */
const separately = (all: readonly SimulatedOrganization[], rules: () => SimulationRules, span: Span) =>
  summaryOf(all, rules(), span, async (kinds, zone) =>
    kinds.map(({ family: _, ...kind }) => shareOf(kind, rules(), span, zone)),
  );

describe("months that are simulated once", () => {
  it.each<{ answers: Answers; runs: number }>([
    { answers: "on-time", runs: 6 },
    { answers: { lateDays: 3 }, runs: 2 },
    { answers: { lateDays: 45 }, runs: 1 },
    { answers: "never", runs: 1 },
  ])(
    "give byte for byte the same result as separate simulations ($answers)",
    async ({ answers, runs }) => {
      const span = { ...year, answers };
      await fc.assert(
        fc.asyncProperty(families, fc.constantFrom(...levels), fc.constantFrom(...levels), async (all, level, then) => {
          const rules = () => changing(level, then);
          const quick = await summaryOf(all, rules(), span);
          expect(JSON.stringify(quick)).toBe(JSON.stringify(await separately(all, rules, span)));
        }),
        { numRuns: runs },
      );
    },
    60_000,
  );

  it("are shared by organizations that differ only in their months", () => {
    const span: Span = { ...year, answers: "on-time" };
    const all = Array.from({ length: 30 }, (_, n) => typicalOrganization("CHA", "usual", `${n}`));
    const other = { ...typicalOrganization("CHA", "usual", "other"), onFile: [] };
    const { kinds } = membersOf([...all, other], defaultRules("response"), span);
    const familyOf = (one: (typeof kinds)[number]) => one.family;
    expect(kinds.length).toBeGreaterThan(10);
    expect(new Set(kinds.map(familyOf))).toEqual(new Set([kinds.map(familyOf).find(Boolean), undefined]));
    expect(kinds.filter((one) => familyOf(one) === undefined).map(({ organization }) => organization.id)).toEqual([
      "other",
    ]);
  });
});
