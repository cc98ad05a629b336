import type { Channel, LocalTime, Zone } from "../terms.ts";
import { dateIn, instantAt } from "../time/zones.ts";

/**
 * Hours at which somebody may have the day's routine message. Ladders decide at 09:00 what a day says, so none is earlier; D is at 18:00, so
 * none leaves less than three hours.
 */
export const dailyHours = [9, 10, 11, 12, 13, 14, 15] as const;
export type DailyHour = (typeof dailyHours)[number];
export const usualHour: DailyHour = 9;

/** Channels by which somebody may have what is routine. What a ladder sends by another channel beside it goes there all the same. */
export const routineChannels = ["email", "sms"] as const satisfies readonly Channel[];
export type RoutineChannel = (typeof routineChannels)[number];
export const usualChannel: RoutineChannel = "email";

/** What a person prefers. */
export interface Preferences {
  dailyHour: DailyHour;
  routineChannel: RoutineChannel;
}

export const hourText = (hour: DailyHour): LocalTime => `${String(hour).padStart(2, "0")}:00`;

export const dailyHourOf = (value: string | number | null): DailyHour | undefined =>
  dailyHours.find((hour) => hour === value || String(hour) === value || hourText(hour) === value);

export const routineChannelOf = (value: string | null): RoutineChannel | undefined =>
  routineChannels.find((channel) => channel === value);

/** Until when a routine message waits for its reader's hour of this day; null: the hour has come, or what it says would come too late. */
export function waitForHour(hour: number | null, now: Date, zone: Zone, dueAt: Date): Date | null {
  if (hour === null) return null;
  const at = instantAt(dateIn(now, zone), hourText(dailyHourOf(hour) ?? usualHour), zone);
  const late = dueAt <= now;
  return now < at && (late || at < dueAt) ? at : null;
}
