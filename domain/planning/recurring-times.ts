import type { Cadence, LocalDate, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays } from "../time/dates.ts";
import { type Running, type Time, timesOf } from "../time/every.ts";
import { periodOf, periodOfKey } from "../time/periods.ts";
import type { Step } from "./levels.ts";
import { isShorter } from "./succession.ts";

/** One occurrence of a step in a running case. */
export interface RecurringTime extends Time {
  /** The longer period that it replaces since the level was raised. */
  instead?: string;
}

/**
 * All occurrences of a step that have begun by `now` while its case runs, with the cadence changing with the level, and the instant of the next.
 * After a raise, the shorter period opens on that day instead of the longer one; after a reduction, the shorter one continues to its end, and the
 * longer begins with the next whole period, so that nothing is requested twice.
 */
export function recurringTimes(
  steps: readonly Step<Cadence>[],
  running: Running,
  place: { zone: Zone; calendar: Calendar },
  now: Date,
): { due: RecurringTime[]; nextAt: Date | null } {
  const stretches = steps.map(({ value: cadence }, index): { due: RecurringTime[]; nextAt: Date | null } => {
    const days = stretchOf(steps, index, running);
    return days ? timesOf(cadence, days, place, now) : { due: [], nextAt: null };
  });
  for (const [index, { from: since, value: cadence }] of steps.entries()) {
    const [before, longer] = [stretches[index - 1], steps[index - 1]?.value];
    const [first] = stretches[index]?.due ?? [];
    if (!before || !longer || !first || !isShorter(cadence, longer)) continue;
    // The longer period that extends beyond the change is no longer requested when the shorter one opens.
    const overtaken = before.due.find(({ period }) => periodOfKey(period).to >= since);
    if (!overtaken) continue;
    before.due = before.due.filter((one) => one !== overtaken);
    first.instead = overtaken.period;
  }
  const next = stretches.flatMap(({ nextAt }) => (nextAt ? [nextAt.getTime()] : []));
  // A level that rises and falls within a period leaves the period unchanged.
  const due = new Map<string, RecurringTime>();
  for (const one of stretches.flatMap((stretch) => stretch.due)) if (!due.has(one.period)) due.set(one.period, one);
  return {
    due: [...due.values()],
    nextAt: next.length > 0 ? new Date(Math.min(...next)) : null,
  };
}

/** The days of a running case for which one of its cadences holds; null: none. */
function stretchOf(
  steps: readonly Step<Cadence>[],
  index: number,
  running: Running,
): { from: LocalDate; to: LocalDate | null } | null {
  const step = steps[index];
  const before = steps[index - 1];
  const after = steps[index + 1];
  if (!step || (after && after.from <= running.from) || (running.to !== null && step.from > running.to)) return null;
  // The last period that begins under it continues to its end.
  const to = after ? periodOf(step.value, addDays(after.from, -1)).to : null;
  const lowered = before !== undefined && step.from > running.from && isShorter(before.value, step.value);
  const whole = periodOf(step.value, step.from);
  const from = lowered && whole.from < step.from ? addDays(whole.to, 1) : step.from;
  return { from: later(from, running.from), to: earlier(to, running.to) };
}

const later = (one: LocalDate, other: LocalDate): LocalDate => [one, other].sort()[1] ?? one;
const earlier = (one: LocalDate | null, other: LocalDate | null): LocalDate | null =>
  one === null ? other : other === null || one < other ? one : other;
