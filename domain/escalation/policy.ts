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

/** bd: business days, d: calendar days (both at a wall time); h, min: clock hours and minutes. */
export interface Offset {
  n: number;
  unit: "bd" | "d" | "h" | "min";
}

export interface Telling {
  audience: Audience;
  channels: readonly Channel[];
  shape: Exclude<Shape, "digest" | "test" | "settled" | "returned">;
}

/** A rung's rule: its instant, counted from the opening or the due instant, and its recipients. */
export interface RungRule {
  /** Unique in the policy, e.g. `opened`, `-5bd`, `due`, `+10bd`, `then-5bd`. Part of each notice's identity. */
  name: string;
  /** `half-way`: between opening and due, rounded down to a day. `begins`: when what people come to begins; where no task says so, at D. */
  from: "opened" | "due" | "half-way" | "begins";
  offset: Offset;
  /** Wall time of a rung in bd or d. @default "09:00" */
  at?: LocalTime;
  /** Hours of the day in which a rung's hours are counted. */
  between?: readonly [LocalTime, LocalTime];
  /** They are counted on workdays only. */
  workdays?: true;
  /** Repeats for ever from its first instant, which is `offset`. */
  every?: Offset;
  /** It asks the doer for a progress report, also of what is acknowledged; not of a term of this length or shorter, nor where one came within the time in which it repeats. */
  progress?: { longerThan: Offset };
  /** Of a repetition in days: it begins no sooner than so many hours or minutes after D. */
  notBefore?: Offset;
  tell: readonly Telling[];
  /** Marked ! in the table: passes quiet hours. */
  emergency?: true;
  /** Rungs that only mark lateness in public tell nobody. */
  mark?: "late";
}

/** The ladder of a task in one waiting state. Data: a jurisdiction, an organization or a duty may replace it. */
export interface Policy {
  name: string;
  for: Text;
  /** Default term when nothing else gives the due instant: bd and d end at 18:00 (or `dueAt`) of their day. */
  term?: Offset;
  /** Hours of the day in which a term in hours is counted. @default all of them */
  termBetween?: readonly [LocalTime, LocalTime];
  /** @default "18:00" */
  dueAt?: LocalTime;
  rungs: readonly RungRule[];
}

/** Whether a ladder sends at night: what it is about endangers people. */
export const isUrgent = ({ rungs }: Policy): boolean => rungs.some((rung) => rung.emergency === true);

/**
 * Whether time on a ladder passes by the clock, nights and holidays too: its term is hours or days of the calendar, or it sends at
 * night. In SQL the same is `isByClock` (records/tasks/lateness.ts).
 */
export const runsByClock = (policy: Policy): boolean =>
  (policy.term !== undefined && policy.term.unit !== "bd") || isUrgent(policy);
