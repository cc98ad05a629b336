import type { Facts } from "../catalogue/due-rule.ts";
import type { Duty, EventName } from "../catalogue/duty.ts";
import type { PolicyName } from "../escalation/policy-names.ts";
import type { Kind, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { call, callKind } from "./kinds/call.ts";
import { coverage } from "./kinds/coverage.ts";
import { disclosure, disclosureKind } from "./kinds/disclosure.ts";
import { drill, drillKind } from "./kinds/drill.ts";
import { freshness } from "./kinds/freshness.ts";
import { fundraising, fundraisingKind } from "./kinds/fundraising.ts";
import { gathering, gatheringKind } from "./kinds/gathering.ts";
import { hazard } from "./kinds/hazard.ts";
import { inspection, inspectionKind } from "./kinds/inspection.ts";
import { matter, matterKind } from "./kinds/matter.ts";
import { opinion, opinionKind } from "./kinds/opinion.ts";
import { policyRelay } from "./kinds/policy-relay.ts";
import { project, projectKind } from "./kinds/project.ts";
import { rectification } from "./kinds/rectification.ts";
import { recurring } from "./kinds/recurring.ts";
import type { Procedure } from "./procedure.ts";

export { type Severity, severities } from "./severity.ts";

/** Every kind of procedure, each in a file of its own; one that is missing does not compile. */
const procedures: Readonly<Record<Kind, Procedure>> = {
  PR: policyRelay,
  RT: recurring,
  [drillKind]: drill,
  RX: rectification,
  [inspectionKind]: inspection,
  HI: hazard,
  [disclosureKind]: disclosure,
  [opinionKind]: opinion,
  FR: freshness,
  CR: coverage,
  [projectKind]: project,
  [gatheringKind]: gathering,
  [callKind]: call,
  [fundraisingKind]: fundraising,
  [matterKind]: matter,
};

export const procedureOf = (kind: Kind): Procedure => procedures[kind];

/** Type of the workflow of a duty's cases; undefined: its tasks are all there is. */
export function workflowOf({ kind, number }: Pick<Duty, "kind" | "number">): string | undefined {
  const { workflow } = procedureOf(kind);
  return typeof workflow === "object" ? workflow[number] : workflow;
}

/** The workflow of such a case begins with it, though it was planned and nobody has answered. */
export const beginsAtOnce = (kind: Kind): boolean => procedures[kind].beginsAtOnce === true;

/** Kinds whose workflows begin with the case. */
export const kindsAtOnce: readonly Kind[] = (Object.keys(procedures) as Kind[]).filter(beginsAtOnce);

/** Ladder of a case's tasks where the case itself decides it: a rectification's severity. */
export const policyOfCase = (duty: Duty, facts: Facts): PolicyName | undefined =>
  procedureOf(duty.kind).policy?.(facts);

/** Due instant of a planned case's first task, and the facts that go with it. @param until end of its period, where it is asked for earlier */
export function firstTerm(
  duty: Duty,
  opensAt: Date,
  endsAt: Date,
  zone: Zone,
  calendar: Calendar,
  until: Date = endsAt,
): { dueAt: Date; facts: Record<string, unknown> } {
  return procedureOf(duty.kind).firstTerm?.(opensAt, endsAt, zone, calendar, until) ?? { dueAt: endsAt, facts: {} };
}

/** Steps that a duty's case opens with. */
export const firstSteps = (duty: Duty, event: EventName | null = null, facts: Facts = {}): readonly string[] =>
  procedureOf(duty.kind).opens({ duty, event, facts });
