import { schedule } from "node-cron";
import type { Calendar } from "../domain/time/calendar.ts";
import type { Db } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";

/** The current calendar; an imported year takes effect in running processes within a minute. */
export async function followCalendar(db: Db): Promise<{ now(): Calendar; stop(): void }> {
  let calendar = await calendarOf(db);
  const task = schedule("30 * * * * *", async () => {
    calendar = await calendarOf(db).catch(() => calendar);
  });
  return { now: () => calendar, stop: () => void task.destroy() };
}
