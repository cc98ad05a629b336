import { type Anchor, dueDay } from "../escalation/rungs.ts";
import type { Text } from "../terms.ts";
import { businessDaysBetween } from "../time/business-days.ts";
import { dateIn } from "../time/zones.ts";
import { doing, type TaskState } from "./task-states.ts";

/** The fields of a task that decide whether it is late. */
export interface Timed {
  state: TaskState;
  dueAt: Date;
  /** Number of tasks for which it waits. */
  waitsFor: number;
}

/** Whether a due instant has passed; a submission at that very instant is on time. */
export const hasPassed = (due: Date, now: Date): boolean => due < now;

/**
 * Whether a task is late: it waits for its doer and no other task, and D has passed. A submitted task is not late; its verifier has a due day of its
 * own. The same in SQL is `isLateAt` (records/tasks/lateness.ts).
 */
export const isLate = ({ state, dueAt, waitsFor }: Timed, now: Date): boolean =>
  doing.includes(state) && waitsFor === 0 && hasPassed(dueAt, now);

/** How late something is, in its usual unit. */
export interface Lateness {
  n: number;
  unit: "h" | "d" | "bd";
}

/** The data from which lateness is computed. */
export interface Clocked extends Pick<Anchor, "due" | "zone" | "calendar"> {
  /** The term runs at night and on days off too (`runsByClock` of its policy). */
  byClock: boolean;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Hours within a day of D, across midnight too. After that, whole days if the term runs by the clock; otherwise business days after the due day, and
 * hours until there has been one. Hours are complete ones: 0 before D and within the first hour.
 */
export function latenessOf({ due, zone, calendar, byClock }: Clocked, now: Date): Lateness {
  const ms = Math.max(0, now.getTime() - due.getTime());
  if (byClock) return ms < day ? { n: Math.floor(ms / hour), unit: "h" } : { n: Math.floor(ms / day), unit: "d" };
  const days = ms < day ? 0 : businessDaysBetween(calendar, dueDay(due, zone), dateIn(now, zone));
  return days > 0 ? { n: days, unit: "bd" } : { n: Math.floor(ms / hour), unit: "h" };
}

/** Business days after the due day, whatever unit is displayed; 0 within a day of D. */
export function businessDaysLate(anchor: Omit<Clocked, "byClock">, now: Date): number {
  const { n, unit } = latenessOf({ ...anchor, byClock: false }, now);
  return unit === "bd" ? n : 0;
}

const units: Readonly<Record<Lateness["unit"], readonly [zh: string, en: string]>> = {
  h: ["小时", "hour"],
  d: ["天", "day"],
  bd: ["个工作日", "business day"],
};

/** `15小时`, `4天`, `2 business days`: the duration alone. */
export function lateWords({ n, unit }: Lateness): Text {
  const [zh, en] = units[unit];
  return { zh: `${n}${zh}`, en: `${n} ${en}${n === 1 ? "" : "s"}` };
}
