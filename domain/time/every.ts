import { type Slot, slotOf } from "../planning/plan.ts";
import type { Cadence, LocalDate, Zone } from "../terms.ts";
import { rollBack } from "./business-days.ts";
import type { Calendar } from "./calendar.ts";
import { addDays } from "./dates.ts";
import { periodsBetween } from "./periods.ts";
import { dateIn, instantAt } from "./zones.ts";

/** Days during which something recurs; `to` null: the end is not known yet. */
export interface Running {
  from: LocalDate;
  to: LocalDate | null;
}

export type Time = Pick<Slot, "period" | "opensAt" | "dueAt">;

/** In days: how far to look ahead for the next occurrence; the longest cadence and a holiday. */
const ahead = 400;

/**
 * Occurrences that have begun by `now` while a project runs, and the instant of the next. A period that the project covers in part counts; its task
 * opens on the project's first day at the earliest and is due on its last business day at the latest.
 */
export function timesOf(
  cadence: Cadence,
  { from, to }: Running,
  place: { zone: Zone; calendar: Calendar },
  now: Date,
): { due: Time[]; nextAt: Date | null } {
  const { zone, calendar } = place;
  const today = dateIn(now, zone);
  const horizon = addDays(today < from ? from : today, ahead);
  const last = to !== null && to < horizon ? to : horizon;
  const due: Time[] = [];
  for (const period of periodsBetween(cadence, from, last)) {
    const slot = slotOf(period, cadence, calendar, zone);
    if (!slot) continue;
    const opensAt = slot.opensOn < from ? instantAt(from, "09:00", zone) : slot.opensAt;
    const dueOn = to === null || to >= slot.dueOn ? slot.dueOn : rollBack(calendar, to);
    // The project begins after the period's last workday, or ends before its first one.
    if (dueOn < from || opensAt > instantAt(dueOn, "18:00", zone)) continue;
    if (opensAt > now) return { due, nextAt: opensAt };
    due.push({ period: slot.period, opensAt, dueAt: instantAt(dueOn, "18:00", zone) });
  }
  return { due, nextAt: null };
}
