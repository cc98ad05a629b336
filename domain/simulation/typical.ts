import { defaultPolicies } from "../escalation/policies.ts";
import type { Policy } from "../escalation/policy.ts";
import type { NamedHolder } from "../forms/row-facts.ts";
import { beginning, cadenceSteps } from "../planning/levels.ts";
import { plannable } from "../planning/plannable.ts";
import { monthOf } from "../planning/start.ts";
import { artefacts } from "../procedures/procedure.ts";
import { type Level, type OrganizationType, organizationTypes, type Registration, type Role } from "../terms.ts";
import { chinaCalendar } from "../time/calendar.ts";
import { cityZone } from "../time/zones.ts";
import type { SimulatedOrganization, SimulationRules } from "./scenario.ts";

/** Types in the table: those of the guideline, and the foundation, whose statutory days differ. */
export const simulatedTypes = [...organizationTypes, "foundation"] as const;
export type SimulatedType = (typeof simulatedTypes)[number];

/** Usual: six people. Small: one person is secretariat, legal representative and head, and there is no supervisory board. */
export const sizes = ["usual", "small"] as const;
export type Size = (typeof sizes)[number];

const outside: readonly Role[] = ["authority", "registrar", "regulator"];
const usual: Readonly<Record<string, readonly Role[]>> = {
  secretariat: ["secretariat"],
  "legal-representative": ["legal-representative"],
  head: ["head"],
  board: ["supervisory-board"],
  party: ["party-organization", "party-head"],
  staff: ["staff"],
};
const small: Readonly<Record<string, readonly Role[]>> = {
  secretariat: ["secretariat", "legal-representative", "head"],
};

const holdersIn = (people: typeof usual): readonly NamedHolder[] => [
  ...Object.entries(people).flatMap(([personId, roles]) => roles.map((role) => ({ personId, role }))),
  ...outside.map((role) => ({ personId: role, role })),
];
/** The same objects in each organization, so that cached results apply. */
const holdersOf: Readonly<Record<Size, readonly NamedHolder[]>> = { usual: holdersIn(usual), small: holdersIn(small) };
const sites = [{ id: "office", label: { zh: "办公场所", en: "Office" } }];

/** The person whose figures the table shows. */
export const secretariat = "secretariat";

const registrationOf = (type: SimulatedType): Registration =>
  type === "SVC" ? "service" : type === "foundation" ? "foundation" : "association";

/** Organizations that each have another month for yearly duties. */
export const tableIds: readonly string[] = (() => {
  const found = new Map<number | null, string>();
  for (let n = 1; found.size < 12; n += 1) {
    const id = `organization-${n}`;
    const month = monthOf({ id, joined: "2020-01-01", gentle: true }, {}, "yearly");
    if (!found.has(month)) found.set(month, id);
  }
  return [...found.values()];
})();

/** An organization of a type, whose gentle start is long over. @param id determines its months */
export function typicalOrganization(type: SimulatedType, size: Size, id: string): SimulatedOrganization {
  const own: OrganizationType = type === "foundation" ? "CHA" : type;
  return {
    ...{ id, code: id, type: own, party: size === "usual", qualified: false, registration: registrationOf(type) },
    ...{ marks: [], zone: cityZone, joined: "2020-01-01", gentle: true },
    ...{ holders: holdersOf[size], sites, onFile: artefacts },
  };
}

const policies: ReadonlyMap<string, Policy> = new Map(Object.entries(defaultPolicies));

/** The default rules at one level. */
export function defaultRules(level: Level): SimulationRules {
  const steps = [{ from: beginning, value: level }];
  const planned = plannable.flatMap((duty) => {
    const cadence = cadenceSteps(duty, steps)?.[0]?.value;
    return cadence ? [{ duty, cadence, policy: duty.policy }] : [];
  });
  return {
    calendar: chinaCalendar(),
    policies,
    planned: () => planned,
    policy: (duty) => duty.policy,
    terms: () => ({}),
    paused: () => false,
    creditOff: () => false,
    alike: () => "",
  };
}
