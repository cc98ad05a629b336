import { type Calendar, chinaCalendar } from "../domain/time/calendar.ts";
import type { Statements } from "../prisma/client.ts";

const kept = new Map<string, Calendar>();

/** The announced calendar with the administrator's corrections laid over it; the same object while they are the same. */
export async function calendarOf(tx: Statements): Promise<Calendar> {
  const rows = await tx.$queryRaw<{ day: string; worked: boolean }[]>`
    select date::text as day, worked from calendar_day where district = '' order by date`;
  const open = rows.filter(({ worked }) => worked).map(({ day }) => day);
  const closed = rows.filter(({ worked }) => !worked).map(({ day }) => day);
  const key = `${open}/${closed}`;
  let calendar = kept.get(key);
  if (!calendar) {
    if (kept.size > 20) kept.clear();
    calendar = chinaCalendar(open.length + closed.length > 0 ? { open, closed } : undefined);
    kept.set(key, calendar);
  }
  return calendar;
}
