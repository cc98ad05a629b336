import type { Duty } from "../catalogue/duty.ts";
import type { Offset, Policy } from "../escalation/policy.ts";
import type { NamedHolder } from "../forms/row-facts.ts";
import type { Row } from "../forms/rows.ts";
import type { Planned, PlannedDuty } from "../planning/plan.ts";
import type { Artefact } from "../procedures/procedure.ts";
import type { Channel, LocalDate } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";

/** An organization as a simulation sees it. Who holds which role stays as it is. */
export interface SimulatedOrganization extends Planned {
  code: string;
  holders: readonly NamedHolder[];
  sites?: readonly Row[];
  /** What it keeps a version of already. */
  onFile: readonly Artefact[];
  /** Channels that reach a person. @default all */
  reach?: ReadonlyMap<string, readonly Channel[]>;
}

/** What is set, as the engine reads it. */
export interface SimulationRules {
  calendar: Calendar;
  policies: ReadonlyMap<string, Policy>;
  /** Duties that a plan may name, as they come up for it. */
  planned(organization: SimulatedOrganization): readonly PlannedDuty[];
  policy(duty: Duty, organizationId: string): string;
  terms(duty: Duty, organizationId: string): Readonly<Record<string, Offset>>;
  paused(duty: Duty, organizationId: string): boolean;
  creditOff(line: string, organizationId: string): boolean;
  /** Organizations of the same duties for which all of these say the same have the same word. */
  alike(organization: SimulatedOrganization): string;
}

/** When people answer: each sheet before its first reminder, never, or so many days after its D. */
export type Answers = "on-time" | "never" | { lateDays: number };

/** Days of which is told, both included, and how people answer. */
export interface Span {
  from: LocalDate;
  to: LocalDate;
  answers: Answers;
}

/**
 * Days before the span from which an organization is followed, so that what is open at its beginning is there: a half-year's drill, of the
 * silent all that was missed in a row.
 */
export const leadDays = (answers: Answers, gentle = false): number =>
  answers !== "on-time" ? 430 : gentle ? 130 : 200;

/** @returns null: it says none of these */
export function parseAnswers(value: string): Answers | null {
  if (value === "on-time" || value === "never") return value;
  const [, days = ""] = /^late:(\d{1,3})d$/.exec(value) ?? [];
  return Number(days) > 0 ? { lateDays: Number(days) } : null;
}
