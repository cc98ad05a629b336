import type { Duty } from "../catalogue/duty.ts";
import type { Offset, Policy } from "../escalation/policy.ts";
import type { NamedHolder } from "../forms/row-facts.ts";
import type { Row } from "../forms/rows.ts";
import type { Planned, PlannedDuty } from "../planning/plan.ts";
import type { Artefact } from "../procedures/procedure.ts";
import type { Channel, LocalDate } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";

/** An organization for a simulation. Role holders do not change. */
export interface SimulatedOrganization extends Planned {
  code: string;
  holders: readonly NamedHolder[];
  sites?: readonly Row[];
  /** Artefacts of which it has a version. */
  onFile: readonly Artefact[];
  /** Channels that reach a person. @default all */
  reach?: ReadonlyMap<string, readonly Channel[]>;
}

/** Rules and settings, as the engine reads them. */
export interface SimulationRules {
  calendar: Calendar;
  policies: ReadonlyMap<string, Policy>;
  /** Planned duties of an organization. */
  planned(organization: SimulatedOrganization): readonly PlannedDuty[];
  policy(duty: Duty, organizationId: string): string;
  terms(duty: Duty, organizationId: string): Readonly<Record<string, Offset>>;
  paused(duty: Duty, organizationId: string): boolean;
  creditOff(line: string, organizationId: string): boolean;
  /** Key of an organization: equal keys of organizations with equal duties mean equal rules. */
  alike(organization: SimulatedOrganization): string;
}

/** When people answer: each sheet before its first reminder, never, or a number of days after D. */
export type Answers = "on-time" | "never" | { lateDays: number };

/** First and last day of the report, and how people answer. */
export interface Span {
  from: LocalDate;
  to: LocalDate;
  answers: Answers;
}

/**
 * In days: how long before the span an organization is simulated, so that open tasks exist at its beginning: the drill of a half-year, or everything
 * that a silent organization has missed in a row.
 */
export const leadDays = (answers: Answers, gentle = false): number =>
  answers !== "on-time" ? 430 : gentle ? 130 : 200;

/** Parses the way of answering. @returns null: invalid */
export function parseAnswers(value: string): Answers | null {
  if (value === "on-time" || value === "never") return value;
  const [, days = ""] = /^late:(\d{1,3})d$/.exec(value) ?? [];
  return Number(days) > 0 ? { lateDays: Number(days) } : null;
}
