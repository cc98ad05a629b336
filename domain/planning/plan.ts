import { applies, type Profile } from "../catalogue/applies.ts";
import type { Duty } from "../catalogue/duty.ts";
import type { Cadence, LocalDate, Zone } from "../terms.ts";
import { addBusinessDays, rollBack, rollForward } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { addDays, epochDay } from "../time/dates.ts";
import { type Period, periodOf, periodsBetween } from "../time/periods.ts";
import { instantAt } from "../time/zones.ts";
import { heldOn, type Step } from "./levels.ts";
import { firstThingOf, hasBegun, monthIn, monthOf } from "./start.ts";

export { type Period, periodOf } from "../time/periods.ts";

/** An organization as its plan sees it. */
export interface Planned extends Profile {
  id: string;
  zone: Zone;
  /** Periods that were over by then are none of its business. */
  joined: LocalDate;
  /** First contact: what was due before it is not asked. */
  since?: Date;
  /** It begins gently (domain/planning/start.ts). */
  gentle?: boolean;
  paused?: boolean;
}

/** A duty with what an administrator has set for it, or its defaults. */
export interface PlannedDuty {
  duty: Duty;
  cadence: Cadence;
  /** How the cadence changes with the level, where it does: the last step that a day has reached holds. @default `cadence` always */
  steps?: readonly Step<Cadence>[];
  policy: string;
  paused?: boolean;
}

/** The cadence of a duty on a day. */
export const cadenceOn = ({ cadence, steps }: PlannedDuty, day: LocalDate): Cadence =>
  (steps && heldOn(steps, day)) ?? cadence;

/** Days from which to which is planned, both included. */
export interface Window {
  from: LocalDate;
  to: LocalDate;
}

/** One occurrence of a duty. (organization, duty, period) is its identity; its days may move. Occurrences share their instants: do not write to them. */
export interface Occurrence {
  /** Number of the duty. */
  duty: string;
  /** Key of the period, see {@link Period}. */
  period: string;
  cadence: Cadence;
  /** It opens in the middle of its period: from that day on its cadence holds. */
  cut?: true;
  opensOn: LocalDate;
  /** 09:00 of that day in the organization's zone. */
  opensAt: Date;
  dueOn: LocalDate;
  /** 18:00 of that day; 24:00 where a law names the day. */
  dueAt: Date;
  /** The last workday on or before a day that a law names: by then it is asked for. */
  askedBy?: LocalDate;
  /** A day that is not announced yet was involved: the days may move. */
  provisional: boolean;
}

/**
 * The occurrences of an organization in a window: all that is open on some day of it, in the order of the duties, then of
 * time. A task opens on the first business day of its period (a yearly one in October) and is due on the last; a period
 * without a business day has none. An organization that begins gently has its own days (domain/planning/start.ts). What is already open is in it, once, so that an outage is caught up with; what was
 * due before is not. Where the cadence changes in the middle of a period, the period of the new one opens on that day, unless it would be due on it.
 */
export function plan(
  organization: Planned,
  duties: readonly PlannedDuty[],
  calendar: Calendar,
  window: Window,
): Occurrence[] {
  if (organization.paused) return [];
  const occurrences: Occurrence[] = [];
  const sheet = sheetOf(calendar, organization.zone, window);
  for (const { duty, cadence, steps, paused } of duties) {
    if (paused || !applies(duty, organization)) continue;
    const slots =
      steps && steps.length > 1
        ? slotsInSteps(organization, duty, steps, sheet)
        : slotsOf(organization, duty, cadence, sheet);
    for (const slot of slots)
      if ((slot.of ?? slot.dueOn) >= organization.joined && !(organization.since && slot.dueAt <= organization.since))
        occurrences.push({
          duty: duty.number,
          period: slot.period,
          cadence: slot.cadence,
          ...(slot.cut && { cut: true }),
          opensOn: slot.opensOn,
          opensAt: slot.opensAt,
          dueOn: slot.dueOn,
          dueAt: slot.dueAt,
          ...(slot.askedBy && { askedBy: slot.askedBy }),
          provisional: slot.provisional,
        });
  }
  return occurrences;
}

/** Slots of a cadence, as the organization has them. */
const slotsOf = (organization: Planned, duty: Duty, cadence: Cadence, sheet: Sheet): readonly Slot[] =>
  organization.gentle ? gentleSlots(organization, duty, cadence, sheet) : sheet.slotsFor(duty, cadence);

/** Days of the longest period, and of what is due behind it. */
const longest = 400;

/** Each slot of the cadence that holds on the day on which it opens; one that should have opened before a change opens on its day. */
function slotsInSteps(
  organization: Planned,
  duty: Duty,
  steps: readonly Step<Cadence>[],
  sheet: Sheet,
): readonly Slot[] {
  const { calendar, zone, window } = sheet;
  // Changed long ago: whatever is open opened since.
  const last = steps.at(-1);
  if (last && addDays(last.from, longest) <= window.from) return slotsOf(organization, duty, last.value, sheet);
  return steps.flatMap(({ from, value }, index) => {
    const next = steps[index + 1]?.from;
    if (from > window.to || (next !== undefined && next <= window.from)) return [];
    const own = slotsOf(organization, duty, value, sheet);
    const over = index === 0 ? [] : overBefore(organization, duty, value, from, sheet);
    return [...over, ...own].flatMap((slot) => {
      const opensOn = index === 0 || slot.opensOn >= from ? slot.opensOn : rollForward(calendar, from);
      if (next !== undefined && opensOn >= next) return [];
      if (opensOn === slot.opensOn) return [slot];
      // Nobody is asked in the morning for what is due in the evening: until the next opens, what is open stays.
      if (opensOn >= slot.dueOn || opensOn > window.to) return [];
      const provisional = slot.provisional || !calendar.announced(opensOn);
      return [{ ...slot, opensOn, opensAt: instantAt(opensOn, "09:00", zone), cut: true as const, provisional }];
    });
  });
}

/** The period of a change whose own month had passed by then has until its end, or it would have been asked under neither cadence. */
function overBefore(organization: Planned, duty: Duty, cadence: Cadence, from: LocalDate, sheet: Sheet): Slot[] {
  const month = monthOf(organization, duty, cadence);
  if (month === null) return [];
  const period = periodOf(cadence, from);
  const own = slotOf(monthIn(period, month), "monthly", sheet.calendar, sheet.zone);
  if (!own || own.dueOn > from || !hasBegun(organization, duty, period.from)) return [];
  return sheet.slots(cadence).filter((slot) => slot.period === period.key);
}

/** One occurrence in a period of a cadence. */
export interface Slot extends Omit<Occurrence, "duty"> {
  /** First day of its period. */
  from: LocalDate;
  /** Last day of its period, where it is due behind it. */
  of?: LocalDate;
}

/** Slots of each cadence in one window and zone, worked out once for all organizations. */
class Sheet {
  private readonly made = new Map<string, readonly Slot[]>();
  readonly calendar: Calendar;
  readonly zone: Zone;
  readonly window: Window;

  constructor(calendar: Calendar, zone: Zone, window: Window) {
    this.calendar = calendar;
    this.zone = zone;
    this.window = { from: window.from, to: window.to };
  }

  slots(cadence: Cadence, days?: YearDays | number): readonly Slot[] {
    const key = typeof days === "object" ? `${days.opens}/${days.due}` : `${cadence}/${days ?? ""}`;
    return this.kept(key, () => this.make(cadence, days));
  }

  /** Of a duty: at the end of its periods, behind them, or by the days that a law names. */
  slotsFor(duty: Duty, cadence: Cadence): readonly Slot[] {
    return this.slots(cadence, cadence === "yearly" ? duty.days : duty.dueInNext);
  }

  /** What is due in one month of a longer period. */
  slotsIn(cadence: Cadence, month: number): readonly Slot[] {
    return this.kept(`${cadence}/month ${month}`, () =>
      [...periodsBetween(cadence, this.window.from, this.window.to)].flatMap((period) => {
        const slot = slotOf(monthIn(period, month), "monthly", this.calendar, this.zone);
        const open = slot && slot.opensOn <= this.window.to && slot.dueOn >= this.window.from;
        return open ? [{ ...slot, period: period.key, from: period.from, cadence }] : [];
      }),
    );
  }

  private kept(key: string, make: () => readonly Slot[]): readonly Slot[] {
    const known = this.made.get(key);
    if (known) return known;
    const slots = make();
    this.made.set(key, slots);
    return slots;
  }

  private make(cadence: Cadence, days?: YearDays | number): Slot[] {
    const { from, to } = this.window;
    const slots: Slot[] = [];
    // What is due in the next period is still open of the one before the window.
    const first = typeof days === "number" ? addDays(periodOf(cadence, from).from, -1) : from;
    for (const period of periodsBetween(cadence, first, to)) {
      const slot =
        typeof days === "object"
          ? slotOfDays(period, days, this.calendar, this.zone)
          : typeof days === "number"
            ? slotInNext(period, cadence, days, this.calendar, this.zone)
            : slotOf(period, cadence, this.calendar, this.zone);
      if (slot && slot.opensOn <= to && slot.dueOn >= from) slots.push(slot);
    }
    return slots;
  }
}

type YearDays = NonNullable<Duty["days"]>;

/**
 * A day of the year that a law names. Whoever is in time on the last workday on or before it is so under either reading, and that is
 * the day by which it is asked; nobody is late before the end of the workday to which the named day rolls forward (民法典 203).
 */
function slotOfDays({ key, from }: Period, { opens, due }: YearDays, calendar: Calendar, zone: Zone): Slot {
  const named = `${key}-${due}`;
  const opensOn = rollForward(calendar, `${key}-${opens}`);
  const dueOn = rollForward(calendar, named);
  return {
    period: key,
    from,
    cadence: "yearly",
    opensOn,
    opensAt: instantAt(opensOn, "09:00", zone),
    dueOn,
    dueAt: instantAt(dueOn, "24:00", zone),
    askedBy: rollBack(calendar, named),
    provisional: !calendar.announced(opensOn) || !calendar.announced(named) || !calendar.announced(dueOn),
  };
}

/** Of a period that is over: from the first business day of the next to the one with this number. */
function slotInNext({ key, from, to }: Period, cadence: Cadence, number: number, calendar: Calendar, zone: Zone): Slot {
  const opensOn = rollForward(calendar, addDays(to, 1));
  const dueOn = addBusinessDays(calendar, opensOn, number - 1);
  return {
    period: key,
    from,
    cadence,
    of: to,
    opensOn,
    opensAt: instantAt(opensOn, "09:00", zone),
    dueOn,
    dueAt: instantAt(dueOn, "18:00", zone),
    provisional: !calendar.announced(opensOn) || !calendar.announced(dueOn),
  };
}

/** Those of an organization that begins gently: first things, then whole periods, in a month of its own where they are long. */
function gentleSlots(organization: Planned, duty: Duty, cadence: Cadence, sheet: Sheet): Slot[] {
  const { window } = sheet;
  const first = firstSlot(organization, duty, cadence, sheet);
  const month = monthOf(organization, duty, cadence);
  const slots = month === null ? sheet.slotsFor(duty, cadence) : sheet.slotsIn(cadence, month);
  const begun = slots.filter(({ from }) => hasBegun(organization, duty, from));
  return first && first.opensOn <= window.to && first.dueOn >= window.from ? [first, ...begun] : begun;
}

/** One of the first duties of an organization; null: this is none. */
function firstSlot(organization: Planned, duty: Duty, cadence: Cadence, { calendar, zone }: Sheet): Slot | null {
  const one = firstThingOf(organization, duty, cadence);
  if (!one) return null;
  const opensOn = rollForward(calendar, one.opens);
  const dueOn = rollForward(calendar, one.due);
  return {
    period: one.period.key,
    from: one.period.from,
    cadence,
    opensOn,
    opensAt: instantAt(opensOn, "09:00", zone),
    dueOn,
    dueAt: instantAt(dueOn, "18:00", zone),
    provisional: !calendar.announced(one.opens) || !calendar.announced(one.due),
  };
}

/** @returns null where the period has no business day */
export function slotOf(period: Period, cadence: Cadence, calendar: Calendar, zone: Zone): Slot | null {
  // A year's task has the last quarter to be done in: nine months of an open task teach people to look away.
  const start = cadence === "yearly" ? `${period.key}-10-01` : period.from;
  const opensOn = rollForward(calendar, start);
  if (opensOn > period.to) return null;
  const dueOn = rollBack(calendar, period.to);
  return {
    period: period.key,
    from: period.from,
    cadence,
    opensOn,
    opensAt: instantAt(opensOn, "09:00", zone),
    dueOn,
    dueAt: instantAt(dueOn, "18:00", zone),
    provisional: !calendar.announced(start) || !calendar.announced(period.to),
  };
}

const sheets = new WeakMap<Calendar, Map<string, Sheet>>();
/** Windows and zones kept a calendar; a planner has one window a day. */
const kept = 100;

function sheetOf(calendar: Calendar, zone: Zone, window: Window): Sheet {
  let ofCalendar = sheets.get(calendar);
  if (!ofCalendar) {
    ofCalendar = new Map();
    sheets.set(calendar, ofCalendar);
  }
  const key = `${window.from}/${window.to}/${zone}`;
  let sheet = ofCalendar.get(key);
  if (!sheet) {
    epochDay(window.to);
    if (ofCalendar.size >= kept) ofCalendar.clear();
    sheet = new Sheet(calendar, zone, window);
    ofCalendar.set(key, sheet);
  }
  return sheet;
}
