import { allDuties } from "../catalogue/packs/index.ts";
import { defaultPolicies } from "../escalation/policies.ts";
import type { Policy } from "../escalation/policy.ts";
import type { NamedHolder } from "../forms/row-facts.ts";
import { beginning, cadenceSteps } from "../planning/levels.ts";
import { firstSteps } from "../procedures/kinds.ts";
import { artefacts } from "../procedures/procedure.ts";
import { type Level, type OrganizationType, organizationTypes, type Registration, type Role } from "../terms.ts";
import { chinaCalendar } from "../time/calendar.ts";
import type { SimulatedOrganization, SimulationRules } from "./scenario.ts";

/** Types whose figures are told: those of the guideline, and the foundation, whose days the law gives otherwise. */
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

/** Whose figures the table tells. */
export const secretariat = "secretariat";

const registrationOf = (type: SimulatedType): Registration =>
  type === "SVC" ? "service" : type === "foundation" ? "foundation" : "association";

/** An organization of a type, which began gently long ago. @param id by which its months are chosen */
export function typicalOrganization(type: SimulatedType, size: Size, id: string): SimulatedOrganization {
  const people = size === "usual" ? usual : small;
  const own: OrganizationType = type === "foundation" ? "CHA" : type;
  const holders: NamedHolder[] = [
    ...Object.entries(people).flatMap(([personId, roles]) => roles.map((role) => ({ personId, role }))),
    ...outside.map((role) => ({ personId: role, role })),
  ];
  return {
    ...{ id, code: id, type: own, party: size === "usual", qualified: false, registration: registrationOf(type) },
    ...{ marks: [], zone: "Asia/Shanghai", joined: "2020-01-01", gentle: true },
    ...{ holders, sites: [{ id: "office", label: { zh: "办公场所", en: "Office" } }], onFile: artefacts },
  };
}

const policies: ReadonlyMap<string, Policy> = new Map(Object.entries(defaultPolicies));

/** Duties that a plan may name: those with something to ask when their day comes. */
export const plannable = allDuties.filter((duty) => firstSteps(duty).length > 0);

/** What holds where nobody has set anything, at one level. */
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
    term: () => undefined,
    paused: () => false,
    creditOff: () => false,
  };
}
