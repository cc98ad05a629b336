import { dueDay } from "../escalation/ladder.ts";
import type { Policy } from "../escalation/policy.ts";
import type { Zone } from "../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addHoursWithin } from "../time/hours.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { TaskFacts } from "./task.ts";

/** What of a task says whether its term runs. */
export interface Termed {
  /** How many other tasks it waits for. */
  waitsFor: number;
  /** Its term is counted from the end of what it waits for. */
  floating: boolean;
}

/** Whether it has a due instant: until its term begins the stored one is only a guess. In SQL the same is `termBegan` (records/tasks/tasks.ts). */
export const termBegan = ({ waitsFor, floating }: Termed): boolean => waitsFor === 0 || !floating;

/** The due instant that others are given; null: its term has not begun. */
export const statedDue = (task: Termed & { dueAt: Date }): Date | null => (termBegan(task) ? task.dueAt : null);

const hour = 3_600_000;
const least = { days: 2, hours: 2 };

/**
 * The new D of a return without a named one: half of the first term, at least 2 business days; half of a term in hours is counted in hours, at least
 * 2, also on days off (LADDERS.md, "Returned").
 * @param policy the doer's
 */
export function halfTerm(
  task: Pick<TaskFacts, "openedAt" | "firstDueAt">,
  policy: Pick<Policy, "term" | "termBetween">,
  now: Date,
  zone: Zone,
  calendar: Calendar,
): Date {
  const { term, termBetween } = policy;
  if (term?.unit === "h" || term?.unit === "min") {
    const whole = termBetween
      ? term.n * (term.unit === "h" ? hour : hour / 60)
      : task.firstDueAt.getTime() - task.openedAt.getTime();
    const half = Math.max(least.hours * hour, whole / 2);
    if (!termBetween) return new Date(now.getTime() + half);
    return addHoursWithin(now, half, zone, { from: termBetween[0], to: termBetween[1] });
  }
  const between = businessDaysBetween(calendar, dateIn(task.openedAt, zone), dueDay(task.firstDueAt, zone));
  const days = Math.max(least.days, Math.floor(between / 2));
  return instantAt(addBusinessDays(calendar, dateIn(now, zone), days), "18:00", zone);
}
