import type { LocalDate, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { isLocalDate } from "../time/dates.ts";
import { instantAt } from "../time/zones.ts";
import type { Anchor } from "./rungs.ts";

/** What of a task its ladder is counted from. */
export interface Anchored {
  state: string;
  dueRevision: number;
  climbFrom: Date;
  climbDueAt: Date;
  facts?: Readonly<Record<string, unknown>>;
}

/** What the ladder of a task is counted from; of what waits for a verdict its own days alone. */
export function anchorOf(task: Anchored, zone: Zone, calendar: Calendar): Anchor {
  const anchor = { opened: task.climbFrom, due: task.climbDueAt, zone, calendar };
  if (task.state === "submitted") return anchor;
  const begins = beginningOf(task.facts);
  const askedBy = askedByOf(task);
  return { ...anchor, ...(begins && { begins }), ...(askedBy && { askedBy }) };
}

/** When something begins that people come to, where the task knows; null: it does not. */
export function beginningOf(facts: Readonly<Record<string, unknown>> = {}): Date | null {
  const at = typeof facts.begins === "string" ? new Date(facts.begins) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

/** The last workday on or before a day that a law names, while nobody has given another. */
export function askedByOf({ dueRevision, facts = {} }: Pick<Anchored, "dueRevision" | "facts">): LocalDate | null {
  const { askedBy } = facts;
  return dueRevision === 0 && typeof askedBy === "string" && isLocalDate(askedBy) ? askedBy : null;
}

/**
 * The due instant that people are given: D. Where a law names a day off it is the last workday before; once that is over the end of the
 * day to which the named one moves is told, behind which the task is late.
 */
export function askedDue(task: Pick<Anchored, "dueRevision" | "facts"> & { dueAt: Date }, zone: Zone, now: Date): Date {
  const day = askedByOf(task);
  const asked = day ? instantAt(day, "18:00", zone) : null;
  return asked && now < asked ? asked : task.dueAt;
}
