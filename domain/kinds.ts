import { addBusinessDays, businessDaysBetween } from "./business-days.ts";
import type { Calendar } from "./calendar.ts";
import type { Duty } from "./duty.ts";
import { dueDay } from "./ladder.ts";
import type { Kind, LocalDate, Zone } from "./terms.ts";
import { dateIn, instantAt } from "./zones.ts";

/** What the planner and the acts need to know of a kind of procedure; what it does stands in its workflow. */
interface Procedure {
  /** Type of the case workflow; absent: its tasks are all there is, and the round pursues them. */
  workflow?: string;
  /** First task, inserted with the case; absent: the workflow asks for its tasks itself. */
  first?: string;
}

const procedures: Partial<Record<Kind, Procedure>> = {
  DR: { workflow: "drill", first: "set-date" },
  RX: { workflow: "rectification", first: "fix" },
  DD: { workflow: "disclosure" },
};
const plain: Procedure = { first: "do" };

export const procedureOf = (kind: Kind): Procedure => procedures[kind] ?? plain;

export const severities = ["critical", "major", "minor"] as const;
export type Severity = (typeof severities)[number];

/** Ladder of a case's first task where the case itself decides it: a rectification's severity. */
export function policyOfCase(duty: Duty, facts: Readonly<Record<string, unknown>>): string | undefined {
  if (duty.kind !== "RX") return undefined;
  return severities.includes(facts.severity as Severity) ? `rectification-${facts.severity}` : undefined;
}

/**
 * By when the date of a drill is to be set: half of the business days that the period still has, so that as many are left
 * to prepare and hold it.
 * @param opened instant the task opens @param ends due instant of the period
 */
export function dateDue(opened: Date, ends: Date, zone: Zone, calendar: Calendar): Date {
  const from = dateIn(opened, zone);
  const days = Math.max(1, Math.floor(businessDaysBetween(calendar, from, dueDay(ends, zone)) / 2));
  const due = instantAt(addBusinessDays(calendar, from, days), "18:00", zone);
  return due < ends ? due : ends;
}

/** First and due instant of a planned case's first task, and the facts that go with it. */
export function firstTerm(
  duty: Duty,
  opensAt: Date,
  dueAt: Date,
  zone: Zone,
  calendar: Calendar,
): { dueAt: Date; facts: Record<string, unknown> } {
  if (duty.kind !== "DR") return { dueAt, facts: {} };
  const latest: LocalDate = dueDay(dueAt, zone);
  return { dueAt: dateDue(opensAt, dueAt, zone, calendar), facts: { latest } };
}
