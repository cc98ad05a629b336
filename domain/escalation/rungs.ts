import type { LocalDate, Zone } from "../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, daysBetween } from "../time/dates.ts";
import { addHoursWithin } from "../time/hours.ts";
import { dateIn, dayEndingAt, instantAt, minutesOf } from "../time/zones.ts";
import type { Offset, Policy, RungRule } from "./policy.ts";

/** What the instants of a ladder are counted from. */
export interface Anchor {
  /** When the ladder began to be climbed. */
  opened: Date;
  /** D. */
  due: Date;
  /** When something begins that people come to; absent: at D. */
  begins?: Date;
  /** Day from which the rungs up to D are counted, where nobody is late before a later one is over. */
  askedBy?: LocalDate;
  zone: Zone;
  calendar: Calendar;
}

/** A rung at its instant. */
export interface Rung {
  rule: RungRule;
  /** The name in the policy; of a repetition `name#k`, k from 1 (the first time it is plain). */
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
  const once: Upcoming[] = [];
  const repeating: Upcoming[] = [];
  policy.rungs.forEach((rule, height) => {
    const repeats = advances(rule);
    let k = repeats ? place.firstAfter(rule, from) : 0;
    let time = place.time(rule, k);
    // What lay before the opening never existed, and what has been told is passed by.
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

/** A repetition that stands still is refused when a policy is written; one that slipped through must not hang a worker. */
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

  /** Instant of a rung's k-th time. */
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

  /** Before this instant a repetition does not begin. */
  earliest({ notBefore }: RungRule): number {
    return notBefore ? this.due + clockLength(notBefore) : Number.NEGATIVE_INFINITY;
  }

  /** A `k` not beyond the first time of the rung that is later than `after`. */
  firstAfter(rule: RungRule, after: number): number {
    const { offset, every } = rule;
    const reached = Math.max(after, this.opened);
    if (!every || reached < this.due) return 0;
    const length = clockLength(every);
    // A wait (`between`) and the time of day shift an instant by a day at most.
    const slack = 2;
    if (length > 0 && rule.between) {
      // Hours that are counted pass more slowly than the clock: of workdays less than one in two is no year's.
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

  /** A rung counted from the opening (but the opening itself) has no place at or after D: there the ladder of D goes on. Nor is progress asked for on the last day. */
  overrun(rule: RungRule, time: number): boolean {
    if (rule.progress && time > this.due - day) return true;
    return rule.from !== "due" && time >= this.due && time > this.opened;
  }

  private dayOf(from: RungRule["from"]): LocalDate {
    if (from === "due") return this.dueDay;
    if (from === "begins") return dueDay(new Date(this.begins), this.zone);
    this.openedDay ??= dateIn(new Date(this.opened), this.zone);
    if (from === "opened") return this.openedDay;
    // Half of the business days between, rounded down: half of calendar days might stand on a holiday.
    const between = businessDaysBetween(this.calendar, this.openedDay, this.dueDay);
    return addBusinessDays(this.calendar, this.openedDay, Math.floor(between / 2));
  }
}
