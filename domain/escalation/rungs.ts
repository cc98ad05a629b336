import type { LocalDate, Zone } from "../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, daysBetween } from "../time/dates.ts";
import { addHoursWithin } from "../time/hours.ts";
import { dateIn, dayEndingAt, instantAt, minutesOf } from "../time/zones.ts";
import type { Offset, Policy, Step } from "./policy.ts";

/** What the instants of a ladder are counted from. */
export interface Anchor {
  /** When the ladder began to be climbed. */
  opened: Date;
  /** D. */
  due: Date;
  /** When something begins that people come to; absent: at D. */
  begins?: Date;
  /** Day from which the steps up to D are counted, where nobody is late before a later one is over. */
  askedBy?: LocalDate;
  zone: Zone;
  calendar: Calendar;
}

/** A step at its instant. */
export interface Rung {
  step: Step;
  /** The step's name; of a repetition `name#k`, k from 1 (the first time it is plain). */
  name: string;
  at: Date;
}

/** The day an instant is due on. */
export const dueDay = dayEndingAt;

/** All rungs of a ladder in order of their instants, then of their height in the policy; without end where the policy has none. */
export function rungs(policy: Policy, anchor: Anchor): Generator<Rung> {
  return rungsAfter(policy, anchor, null);
}

/** Those whose instant is later than `after`; years of repetitions before it cost nothing. */
export function* rungsAfter(policy: Policy, anchor: Anchor, after: Date | null): Generator<Rung> {
  const place = new Place(anchor);
  const from = after?.getTime() ?? Number.NEGATIVE_INFINITY;
  const once: Standing[] = [];
  const repeating: Standing[] = [];
  policy.steps.forEach((step, height) => {
    const repeats = advances(step);
    let k = repeats ? place.firstAfter(step, from) : 0;
    let time = place.time(step, k);
    // What lay before the opening never existed, and what has been told is passed by.
    const first = Math.max(place.opened, place.earliest(step));
    while (repeats && (time <= from || time < first)) time = place.time(step, ++k);
    if (time <= from || time < place.opened || place.overrun(step, time)) return;
    (repeats ? repeating : once).push({ step, height, k, time });
  });
  once.sort((a, b) => a.time - b.time || a.height - b.height);
  let i = 0;
  for (;;) {
    let lowest = once[i];
    for (const one of repeating)
      if (!lowest || one.time < lowest.time || (one.time === lowest.time && one.height < lowest.height)) lowest = one;
    if (!lowest) return;
    const { step, k, time } = lowest;
    yield { step, name: k === 0 ? step.name : `${step.name}#${k}`, at: new Date(time) };
    if (!advances(step)) {
      i += 1;
      continue;
    }
    lowest.k += 1;
    lowest.time = place.time(step, lowest.k);
    if (place.overrun(step, lowest.time)) repeating.splice(repeating.indexOf(lowest), 1);
  }
}

/** A repetition that stands still is refused when a policy is written; one that slipped through must not hang a worker. */
function advances(step: Step): boolean {
  return step.every !== undefined && step.every.n > 0;
}

interface Standing {
  step: Step;
  height: number;
  k: number;
  time: number;
}

const clock: Record<Offset["unit"], number> = { h: 3_600_000, min: 60_000, bd: 0, d: 0 };
const day = 86_400_000;

/** Milliseconds of an offset in clock units; 0 for days, which have no fixed length. */
export function clockLength(offset: Offset): number {
  return offset.n * clock[offset.unit];
}

/** The anchor with its days worked out once. */
class Place {
  readonly opened: number;
  private readonly due: number;
  private readonly zone: Zone;
  private readonly calendar: Calendar;
  private readonly dueDay: LocalDate;
  private readonly begins: number;
  private readonly askedBy: LocalDate;
  private openedDay: LocalDate | undefined;

  constructor(anchor: Anchor) {
    this.opened = anchor.opened.getTime();
    this.due = anchor.due.getTime();
    this.zone = anchor.zone;
    this.calendar = anchor.calendar;
    this.dueDay = dueDay(anchor.due, anchor.zone);
    this.begins = (anchor.begins ?? anchor.due).getTime();
    this.askedBy = anchor.askedBy ?? this.dueDay;
  }

  /** Instant of the step's k-th time. */
  time(step: Step, k: number): number {
    const { offset, every } = step;
    if (clock[offset.unit] > 0 && step.from !== "half-way") {
      const from = step.from === "due" ? this.due : step.from === "begins" ? this.begins : this.opened;
      const length = clockLength(offset) + k * (every ? clockLength(every) : 0);
      if (!step.between || length < 0) return from + length;
      const hours = { from: step.between[0], to: step.between[1] };
      return addHoursWithin(new Date(from), length, this.zone, hours, step.workdays && this.calendar).getTime();
    }
    const n = offset.n + k * (every?.n ?? 0);
    const from = step.from === "due" && n <= 0 ? this.askedBy : this.dayOf(step.from);
    const date = offset.unit === "bd" ? addBusinessDays(this.calendar, from, n) : addDays(from, n);
    return instantAt(date, step.at ?? "09:00", this.zone).getTime();
  }

  /** Before this instant a repetition does not begin. */
  earliest({ notBefore }: Step): number {
    return notBefore ? this.due + clockLength(notBefore) : Number.NEGATIVE_INFINITY;
  }

  /** A `k` not beyond the first time of the step that is later than `after`. */
  firstAfter(step: Step, after: number): number {
    const { offset, every } = step;
    const reached = Math.max(after, this.opened);
    if (!every || reached < this.due) return 0;
    const length = clockLength(every);
    // A wait (`between`) and the time of day shift an instant by a day at most.
    const slack = 2;
    if (length > 0 && step.between) {
      // Hours that are counted pass more slowly than the clock: of workdays less than one in two is no year's.
      const window = (minutesOf(step.between[1]) - minutesOf(step.between[0])) * 60_000;
      const counted = ((reached - this.due) / day - 60) * window * (step.workdays ? 0.5 : 1);
      return Math.max(0, Math.floor((counted - clockLength(offset)) / length));
    }
    if (length > 0) return Math.max(0, Math.floor((reached - 2 * day - this.due - clockLength(offset)) / length));
    const today = dateIn(new Date(reached), this.zone);
    const from = this.dayOf(step.from);
    const passed = offset.unit === "bd" ? businessDaysBetween(this.calendar, from, today) : daysBetween(from, today);
    return Math.max(0, Math.floor((passed - slack - offset.n) / every.n));
  }

  /** A step counted from the opening (but the opening itself) has no place at or after D: there the ladder of D goes on. Nor is progress asked for on the last day. */
  overrun(step: Step, time: number): boolean {
    if (step.progress && time > this.due - day) return true;
    return step.from !== "due" && time >= this.due && time > this.opened;
  }

  private dayOf(from: Step["from"]): LocalDate {
    if (from === "due") return this.dueDay;
    if (from === "begins") return dueDay(new Date(this.begins), this.zone);
    this.openedDay ??= dateIn(new Date(this.opened), this.zone);
    if (from === "opened") return this.openedDay;
    // Half of the business days between, rounded down: half of calendar days might stand on a holiday.
    const between = businessDaysBetween(this.calendar, this.openedDay, this.dueDay);
    return addBusinessDays(this.calendar, this.openedDay, Math.floor(between / 2));
  }
}
