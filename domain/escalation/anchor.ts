import type { LocalDate, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { isLocalDate } from "../time/dates.ts";
import { instantAt } from "../time/zones.ts";
import type { Anchor } from "./rungs.ts";

/** The fields of a task from which its ladder is counted. */
export interface Anchored {
  state: string;
  dueRevision: number;
  climbFrom: Date;
  climbDueAt: Date;
  facts?: Readonly<Record<string, unknown>>;
}

/** The anchor of a task's ladder; for a submitted task, the verifier's own days. */
export function anchorOf(task: Anchored, zone: Zone, calendar: Calendar): Anchor {
  const anchor = { opened: task.climbFrom, due: task.climbDueAt, zone, calendar };
  if (task.state === "submitted") return anchor;
  const begins = beginningOf(task.facts);
  const askedBy = askedByOf(task);
  return { ...anchor, ...(begins && { begins }), ...(askedBy && { askedBy }) };
}

/** When the task's event (a drill, a gathering) begins; null: it has none. */
export function beginningOf(facts: Readonly<Record<string, unknown>> = {}): Date | null {
  const at = typeof facts.begins === "string" ? new Date(facts.begins) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

/** The last workday on or before a statutory day, as long as nobody has set another. */
export function askedByOf({ dueRevision, facts = {} }: Pick<Anchored, "dueRevision" | "facts">): LocalDate | null {
  const { askedBy } = facts;
  return dueRevision === 0 && typeof askedBy === "string" && isLocalDate(askedBy) ? askedBy : null;
}

/**
 * The due instant shown to people: D. If a statute names a day off, it is the last workday before; after that, the end of the day to which the named
 * day moves, behind which the task is late.
 */
export function askedDue(task: Pick<Anchored, "dueRevision" | "facts"> & { dueAt: Date }, zone: Zone, now: Date): Date {
  const day = askedByOf(task);
  const asked = day ? instantAt(day, "18:00", zone) : null;
  return asked && now < asked ? asked : task.dueAt;
}
