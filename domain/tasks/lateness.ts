import { type Anchor, dueDay } from "../escalation/rungs.ts";
import type { Text } from "../terms.ts";
import { businessDaysBetween } from "../time/business-days.ts";
import { dateIn } from "../time/zones.ts";

/** How late something is, in the unit in which people think of it. */
export interface Lateness {
  n: number;
  unit: "h" | "bd";
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Hours within a day of D, over midnight too, and for as long as no business day has come since; else business days past the due
 * day. Hours are whole ones that have gone: 0 before D and within the hour.
 */
export function latenessOf({ due, zone, calendar }: Pick<Anchor, "due" | "zone" | "calendar">, now: Date): Lateness {
  const ms = Math.max(0, now.getTime() - due.getTime());
  const days = ms < day ? 0 : businessDaysBetween(calendar, dueDay(due, zone), dateIn(now, zone));
  return days > 0 ? { n: days, unit: "bd" } : { n: Math.floor(ms / hour), unit: "h" };
}

/** Of it the business days; 0 where hours are told. */
export function businessDaysLate(anchor: Pick<Anchor, "due" | "zone" | "calendar">, now: Date): number {
  const { n, unit } = latenessOf(anchor, now);
  return unit === "bd" ? n : 0;
}

/** `15小时`, `2 business days`: how long, without that it is late. */
export function lateWords({ n, unit }: Lateness): Text {
  const [zh, en] = unit === "bd" ? ["个工作日", "business day"] : ["小时", "hour"];
  return { zh: `${n}${zh}`, en: `${n} ${en}${n === 1 ? "" : "s"}` };
}
