import { addBusinessDays, businessDaysBetween } from "./business-days.ts";
import type { Calendar } from "./calendar.ts";
import { dueDay } from "./ladder.ts";
import type { TaskFacts } from "./task.ts";
import type { Zone } from "./terms.ts";
import { dateIn, instantAt } from "./zones.ts";

/** The new D that a return gives when nobody names one: half the first term, at least 2 business days (LADDERS.md, "Returned"). */
export function halfTerm(
  task: Pick<TaskFacts, "openedAt" | "firstDueAt">,
  now: Date,
  zone: Zone,
  calendar: Calendar,
): Date {
  const term = businessDaysBetween(calendar, dateIn(task.openedAt, zone), dueDay(task.firstDueAt, zone));
  const days = Math.max(2, Math.floor(term / 2));
  return instantAt(addBusinessDays(calendar, dateIn(now, zone), days), "18:00", zone);
}
