import type { Channel, LocalTime, Shape, Text } from "../terms.ts";

/** The recipients of a rung; resolved to people at the rung's instant, never before. */
export const audiences = [
  "doer",
  "holders",
  "deputy",
  "legal-representative",
  "supervisory-board",
  "authority",
  "verifier",
  "verifier-peers",
  "participants",
] as const;
export type Audience = (typeof audiences)[number];

/** bd: business days, d: calendar days (both at a time of day); h, min: clock hours and minutes. */
export interface Offset {
  n: number;
  unit: "bd" | "d" | "h" | "min";
}

/** What a rung sends to one audience; at its instant it becomes a notice to each of its people. */
export interface AudienceNotice {
  audience: Audience;
  channels: readonly Channel[];
  shape: Exclude<Shape, "digest" | "test" | "settled" | "returned">;
}

/** A rung of a policy: its instant, relative to the opening or the due instant, and its recipients. */
export interface RungRule {
  /** Unique in the policy, such as `opened`, `-5bd`, `due`, `+10bd`, `then-5bd`. Part of each notice's identity. */
  name: string;
  /** `half-way`: between opening and due, rounded down to a day. `begins`: when the task's event begins; without an event, at D. */
  from: "opened" | "due" | "half-way" | "begins";
  offset: Offset;
  /** Time of day of a rung in bd or d. @default "09:00" */
  at?: LocalTime;
  /** Hours of the day within which a rung's hours are counted. */
  between?: readonly [LocalTime, LocalTime];
  /** Hours are counted on workdays only. */
  workdays?: true;
  /** Repeats without end from its first instant, which is `offset`. */
  every?: Offset;
  /**
   * Requests a progress report from the doer, even if the task is acknowledged; not for a term of this length or shorter, nor if a report came within
   * the repeat interval.
   */
  progress?: { longerThan: Offset };
  /** For a repetition in days: it begins no earlier than this many hours or minutes after D. */
  notBefore?: Offset;
  tell: readonly AudienceNotice[];
  /** Marked ! in the table: ignores quiet hours. */
  emergency?: true;
  /** A rung that only sets the public late mark notifies nobody. */
  mark?: "late";
}

/** The ladder for one waiting state of a task. Data: a jurisdiction, an organization or a duty may replace it. */
export interface Policy {
  name: string;
  for: Text;
  /** Default term if nothing else gives the due instant: bd and d end at 18:00 (or `dueAt`) of their day. */
  term?: Offset;
  /** Hours of the day within which a term in hours is counted. @default all */
  termBetween?: readonly [LocalTime, LocalTime];
  /** @default "18:00" */
  dueAt?: LocalTime;
  rungs: readonly RungRule[];
}

/** Whether a ladder sends at night: it concerns danger to people. */
export const isUrgent = ({ rungs }: Policy): boolean => rungs.some((rung) => rung.emergency === true);

/**
 * Whether a term runs by the clock, at night and on days off too: the term is in hours or calendar days, or the ladder sends at night. The same in
 * SQL is `isByClock` (records/tasks/lateness.ts).
 */
export const runsByClock = (policy: Policy): boolean =>
  (policy.term !== undefined && policy.term.unit !== "bd") || isUrgent(policy);
