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

/** Every kind of procedure, each in a file of its own; a missing one does not compile. */
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

/** Workflow type of a duty's cases; undefined: they have only tasks. */
export function workflowOf({ kind, number }: Pick<Duty, "kind" | "number">): string | undefined {
  const { workflow } = procedureOf(kind);
  return typeof workflow === "object" ? workflow[number] : workflow;
}

/** Whether the workflow starts with the case, even if it was planned and nobody has answered. */
export const beginsAtOnce = (kind: Kind): boolean => procedures[kind].beginsAtOnce === true;

/** Kinds whose workflows start with the case. */
export const kindsAtOnce: readonly Kind[] = (Object.keys(procedures) as Kind[]).filter(beginsAtOnce);

/** Policy of a case's tasks if the case decides it (severity of a rectification). */
export const policyOfCase = (duty: Duty, facts: Facts): PolicyName | undefined =>
  procedureOf(duty.kind).policy?.(facts);

/** Due instant of a planned case's first task, with its facts. @param until end of its period, if it is requested earlier */
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

/** Steps with which a duty's case opens. */
export const firstSteps = (duty: Duty, event: EventName | null = null, facts: Facts = {}): readonly string[] =>
  procedureOf(duty.kind).opens({ duty, event, facts });
