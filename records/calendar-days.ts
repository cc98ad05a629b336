import { type Calendar, chinaCalendar } from "../domain/time/calendar.ts";
import type { Tx } from "../prisma/client.ts";

const kept = new Map<string, Calendar>();

/** The announced calendar with the administrator's corrections laid over it; the same object while they are the same. */
export async function calendarOf(tx: Tx): Promise<Calendar> {
  const rows = await tx.calendarDay.findMany({ where: { district: "" }, orderBy: { date: "asc" } });
  const day = (row: { date: Date }): string => row.date.toISOString().slice(0, 10);
  const open = rows.filter((row) => row.worked).map(day);
  const closed = rows.filter((row) => !row.worked).map(day);
  const key = `${open}/${closed}`;
  let calendar = kept.get(key);
  if (!calendar) {
    if (kept.size > 20) kept.clear();
    calendar = chinaCalendar(open.length + closed.length > 0 ? { open, closed } : undefined);
    kept.set(key, calendar);
  }
  return calendar;
}
