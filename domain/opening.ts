import type { Calendar } from "./calendar.ts";
import type { Duty } from "./duty.ts";
import { roundId } from "./ids.ts";
import { dueOf } from "./ladder.ts";
import type { Offset, Policy } from "./policy.ts";
import { stepOf } from "./steps.ts";
import type { Role, Zone } from "./terms.ts";

/** What a task is opened with. */
export interface Opening {
  caseId: string;
  organizationId: string;
  shard: number;
  zone: Zone;
  duty: Duty;
  step: string;
  /** Unique in the case. @default the step's name */
  key?: string;
  openedAt: Date;
  /** @default the term of the step, else of the policy */
  dueAt?: Date;
  /** Set by an administrator or the case (severity) in place of the duty's; a step that has its own keeps it. */
  policy?: string;
  personId?: string | null;
  facts?: Readonly<Record<string, unknown>>;
}

/** A task as it begins: the ladder stands at its foot, and the round looks at it at the opening instant. */
export interface OpenedTask {
  caseId: string;
  organizationId: string;
  duty: string;
  key: string;
  step: string;
  roles: readonly Role[];
  personId: string | null;
  verifier: Role | null;
  policy: string;
  openedAt: Date;
  dueAt: Date;
  round: string;
  facts: Readonly<Record<string, unknown>>;
}

/** Where an event starts a duty and neither the guideline nor its policy gives a day. */
const eventTerm: Offset = { n: 10, unit: "bd" };

/** @throws UnknownPolicy when nobody has written the policy it names */
export function open(opening: Opening, policies: ReadonlyMap<string, Policy>, calendar: Calendar): OpenedTask {
  const { duty, step, openedAt } = opening;
  const form = stepOf(duty.kind, step);
  const policy = policyOf(form.policy ?? opening.policy ?? duty.policy, policies);
  return {
    caseId: opening.caseId,
    organizationId: opening.organizationId,
    duty: duty.number,
    key: opening.key ?? step,
    step,
    roles: form.roles ?? duty.roles,
    personId: opening.personId ?? null,
    verifier: form.verifier ?? null,
    policy: policy.name,
    openedAt,
    dueAt: opening.dueAt ?? dueOf(policy, openedAt, opening.zone, calendar, form.term ?? policy.term ?? eventTerm),
    round: roundId(duty.number, opening.shard),
    facts: opening.facts ?? {},
  };
}

/** A policy is named that nobody has written. */
export class UnknownPolicy extends Error {
  readonly code = "UNKNOWN_POLICY";
  override readonly name = "UnknownPolicy";
}

export function policyOf(name: string, policies: ReadonlyMap<string, Policy>): Policy {
  const policy = policies.get(name);
  if (!policy)
    throw new UnknownPolicy(`No policy "${name}"; expected one of ${[...policies.keys()].sort().join(", ")}.`);
  return policy;
}
