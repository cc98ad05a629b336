import { type Anchor, dueDay } from "../escalation/rungs.ts";
import type { Text } from "../terms.ts";
import { businessDaysBetween } from "../time/business-days.ts";
import { dateIn } from "../time/zones.ts";
import { doing, type TaskState } from "./task-states.ts";

/** What of a task says whether it is late. */
export interface Timed {
  state: TaskState;
  dueAt: Date;
  /** How many other tasks it waits for. */
  waitsFor: number;
}

/** Whether a due instant has passed: what comes at that very instant is in time. */
export const hasPassed = (due: Date, now: Date): boolean => due < now;

/**
 * Whether a task is late: its doer is waited for, no other task is, and D has passed. What waits for a verdict is not late, and its
 * verifier's own day is another. In SQL the same is `isLateAt` (records/tasks/lateness.ts).
 */
export const isLate = ({ state, dueAt, waitsFor }: Timed, now: Date): boolean =>
  doing.includes(state) && waitsFor === 0 && hasPassed(dueAt, now);

/** How late something is, in the unit in which people think of it. */
export interface Lateness {
  n: number;
  unit: "h" | "d" | "bd";
}

/** What says how late something is. */
export interface Clocked extends Pick<Anchor, "due" | "zone" | "calendar"> {
  /** Its time passes at night and on holidays too (`runsByClock` of its ladder). */
  byClock: boolean;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Hours within a day of D, over midnight too. Then whole days of the clock where time passes by it; else business days past the due
 * day, and hours for as long as none has come since. Hours are whole ones that have gone: 0 before D and within the hour.
 */
export function latenessOf({ due, zone, calendar, byClock }: Clocked, now: Date): Lateness {
  const ms = Math.max(0, now.getTime() - due.getTime());
  if (byClock) return ms < day ? { n: Math.floor(ms / hour), unit: "h" } : { n: Math.floor(ms / day), unit: "d" };
  const days = ms < day ? 0 : businessDaysBetween(calendar, dueDay(due, zone), dateIn(now, zone));
  return days > 0 ? { n: days, unit: "bd" } : { n: Math.floor(ms / hour), unit: "h" };
}

/** Business days past the due day, in whatever unit its lateness is shown; 0 within a day of D. */
export function businessDaysLate(anchor: Omit<Clocked, "byClock">, now: Date): number {
  const { n, unit } = latenessOf({ ...anchor, byClock: false }, now);
  return unit === "bd" ? n : 0;
}

const units: Readonly<Record<Lateness["unit"], readonly [zh: string, en: string]>> = {
  h: ["小时", "hour"],
  d: ["天", "day"],
  bd: ["个工作日", "business day"],
};

/** `15小时`, `4天`, `2 business days`: how long, without that it is late. */
export function lateWords({ n, unit }: Lateness): Text {
  const [zh, en] = units[unit];
  return { zh: `${n}${zh}`, en: `${n} ${en}${n === 1 ? "" : "s"}` };
}
