import type { Channel, LocalTime, Zone } from "../terms.ts";
import { dateIn, instantAt } from "../time/zones.ts";

/**
 * Hours at which a person can have the daily routine message. Ladders are processed at 09:00, so none is earlier; D is at 18:00, so none leaves less
 * than three hours.
 */
export const dailyHours = [9, 10, 11, 12, 13, 14, 15] as const;
export type DailyHour = (typeof dailyHours)[number];
export const usualHour: DailyHour = 9;

/** Channels for routine notices. What a ladder sends over another channel in addition is sent there all the same. */
export const routineChannels = ["email", "sms"] as const satisfies readonly Channel[];
export type RoutineChannel = (typeof routineChannels)[number];
export const usualChannel: RoutineChannel = "email";

/** A person's preferences. */
export interface Preferences {
  dailyHour: DailyHour;
  routineChannel: RoutineChannel;
}

export const hourText = (hour: DailyHour): LocalTime => `${String(hour).padStart(2, "0")}:00`;

export const dailyHourOf = (value: string | number | null): DailyHour | undefined =>
  dailyHours.find((hour) => hour === value || String(hour) === value || hourText(hour) === value);

export const routineChannelOf = (value: string | null): RoutineChannel | undefined =>
  routineChannels.find((channel) => channel === value);

/** Until when a routine notice waits for its reader's hour of this day; null: the hour has come, or waiting would be too late. */
export function waitForHour(hour: number | null, now: Date, zone: Zone, dueAt: Date): Date | null {
  if (hour === null) return null;
  const at = instantAt(dateIn(now, zone), hourText(dailyHourOf(hour) ?? usualHour), zone);
  const late = dueAt <= now;
  return now < at && (late || at < dueAt) ? at : null;
}
