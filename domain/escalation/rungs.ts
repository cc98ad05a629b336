import type { LocalDate, Zone } from "../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, daysBetween } from "../time/dates.ts";
import { addHoursWithin } from "../time/hours.ts";
import { dateIn, dayEndingAt, instantAt, minutesOf } from "../time/zones.ts";
import type { Offset, Policy, RungRule } from "./policy.ts";

/** The instants from which a ladder is counted. */
export interface Anchor {
  /** When the ladder began. */
  opened: Date;
  /** D. */
  due: Date;
  /** When the task's event begins; absent: at D. */
  begins?: Date;
  /** Day from which rungs up to D are counted, if nobody is late before a later day is over. */
  askedBy?: LocalDate;
  zone: Zone;
  calendar: Calendar;
}

/** A rung at its instant. */
export interface Rung {
  rule: RungRule;
  /** The name in the policy; for a repetition `name#k`, k from 1 (without number the first time). */
  name: string;
  at: Date;
}

/** The day on which an instant is due. */
export const dueDay = dayEndingAt;

/** All rungs of a ladder in the order of their instants, then of their rank; infinite if the policy repeats without end. */
export function rungs(policy: Policy, anchor: Anchor): Generator<Rung> {
  return rungsAfter(policy, anchor, null);
}

/** Rungs later than `after`; earlier repetitions are skipped without being enumerated. */
export function* rungsAfter(policy: Policy, anchor: Anchor, after: Date | null): Generator<Rung> {
  const place = new Place(anchor);
  const from = after?.getTime() ?? Number.NEGATIVE_INFINITY;
  const once: Upcoming[] = [];
  const repeating: Upcoming[] = [];
  policy.rungs.forEach((rule, height) => {
    const repeats = advances(rule);
    let k = repeats ? place.firstAfter(rule, from) : 0;
    let time = place.time(rule, k);
    // Rungs before the opening do not exist, and processed ones are skipped.
    const first = Math.max(place.opened, place.earliest(rule));
    while (repeats && (time <= from || time < first)) time = place.time(rule, ++k);
    if (time <= from || time < place.opened || place.overrun(rule, time)) return;
    (repeats ? repeating : once).push({ rule, height, k, time });
  });
  once.sort((a, b) => a.time - b.time || a.height - b.height);
  let i = 0;
  for (;;) {
    let lowest = once[i];
    for (const one of repeating)
      if (!lowest || one.time < lowest.time || (one.time === lowest.time && one.height < lowest.height)) lowest = one;
    if (!lowest) return;
    const { rule, k, time } = lowest;
    yield { rule, name: k === 0 ? rule.name : `${rule.name}#${k}`, at: new Date(time) };
    if (!advances(rule)) {
      i += 1;
      continue;
    }
    lowest.k += 1;
    lowest.time = place.time(rule, lowest.k);
    if (place.overrun(rule, lowest.time)) repeating.splice(repeating.indexOf(lowest), 1);
  }
}

/** Whether a repetition advances. One that does not is refused when a policy is written; this keeps one that slipped through from looping forever. */
function advances(rule: RungRule): boolean {
  return rule.every !== undefined && rule.every.n > 0;
}

interface Upcoming {
  rule: RungRule;
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

/** The anchor with its days, computed once. */
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

  /** Instant of a rung's k-th occurrence. */
  time(rule: RungRule, k: number): number {
    const { offset, every } = rule;
    if (clock[offset.unit] > 0 && rule.from !== "half-way") {
      const from = rule.from === "due" ? this.due : rule.from === "begins" ? this.begins : this.opened;
      const length = clockLength(offset) + k * (every ? clockLength(every) : 0);
      if (!rule.between || length < 0) return from + length;
      const hours = { from: rule.between[0], to: rule.between[1] };
      return addHoursWithin(new Date(from), length, this.zone, hours, rule.workdays && this.calendar).getTime();
    }
    const n = offset.n + k * (every?.n ?? 0);
    const from = rule.from === "due" && n <= 0 ? this.askedBy : this.dayOf(rule.from);
    const date = offset.unit === "bd" ? addBusinessDays(this.calendar, from, n) : addDays(from, n);
    return instantAt(date, rule.at ?? "09:00", this.zone).getTime();
  }

  /** The instant before which a repetition does not begin. */
  earliest({ notBefore }: RungRule): number {
    return notBefore ? this.due + clockLength(notBefore) : Number.NEGATIVE_INFINITY;
  }

  /** A `k` that is not beyond the first occurrence later than `after`. */
  firstAfter(rule: RungRule, after: number): number {
    const { offset, every } = rule;
    const reached = Math.max(after, this.opened);
    if (!every || reached < this.due) return 0;
    const length = clockLength(every);
    // A wait (`between`) and the time of day shift an instant by at most a day.
    const slack = 2;
    if (length > 0 && rule.between) {
      // Counted hours pass more slowly than the clock; at least half of the days of any year are workdays.
      const window = (minutesOf(rule.between[1]) - minutesOf(rule.between[0])) * 60_000;
      const counted = ((reached - this.due) / day - 60) * window * (rule.workdays ? 0.5 : 1);
      return Math.max(0, Math.floor((counted - clockLength(offset)) / length));
    }
    if (length > 0) return Math.max(0, Math.floor((reached - 2 * day - this.due - clockLength(offset)) / length));
    const today = dateIn(new Date(reached), this.zone);
    const from = this.dayOf(rule.from);
    const passed = offset.unit === "bd" ? businessDaysBetween(this.calendar, from, today) : daysBetween(from, today);
    return Math.max(0, Math.floor((passed - slack - offset.n) / every.n));
  }

  /**
   * Whether a rung is beyond its range: one counted from the opening (except the opening itself) does not exist at or after D, where the ladder of D
   * continues. Progress is not requested on the last day.
   */
  overrun(rule: RungRule, time: number): boolean {
    if (rule.progress && time > this.due - day) return true;
    return rule.from !== "due" && time >= this.due && time > this.opened;
  }

  private dayOf(from: RungRule["from"]): LocalDate {
    if (from === "due") return this.dueDay;
    if (from === "begins") return dueDay(new Date(this.begins), this.zone);
    this.openedDay ??= dateIn(new Date(this.opened), this.zone);
    if (from === "opened") return this.openedDay;
    // Half of the business days in between, rounded down: half of the calendar days might fall on a holiday.
    const between = businessDaysBetween(this.calendar, this.openedDay, this.dueDay);
    return addBusinessDays(this.calendar, this.openedDay, Math.floor(between / 2));
  }
}
