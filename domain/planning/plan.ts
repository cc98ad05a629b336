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

/** An organization for planning. */
export interface Planned extends Profile {
  id: string;
  zone: Zone;
  /** Day on which it was added: periods that had ended by then do not concern it. */
  joined: LocalDate;
  /** First contact: occurrences due before it are not planned. */
  since?: Date;
  /** It has a gentle start (domain/planning/start.ts). */
  gentle?: boolean;
  paused?: boolean;
}

/** A duty with its settings, or their defaults. */
export interface PlannedDuty {
  duty: Duty;
  cadence: Cadence;
  /** The cadence over time, if it changes with the level: the last step that has begun holds. @default always `cadence` */
  steps?: readonly Step<Cadence>[];
  policy: string;
  paused?: boolean;
}

/** The cadence of a duty on a day. */
export const cadenceOn = ({ cadence, steps }: PlannedDuty, day: LocalDate): Cadence =>
  (steps && heldOn(steps, day)) ?? cadence;

/** First and last day of planning, inclusive. */
export interface Window {
  from: LocalDate;
  to: LocalDate;
}

/**
 * One occurrence of a duty, identified by (organization, duty, period); its days may move. Occurrences share their Date objects: do not modify them.
 */
export interface Occurrence {
  /** Number of the duty. */
  duty: string;
  /** Key of the period, see {@link Period}. */
  period: string;
  cadence: Cadence;
  /** It opens inside its period, on the day from which its cadence holds. */
  cut?: true;
  opensOn: LocalDate;
  /** 09:00 of that day in the organization's zone. */
  opensAt: Date;
  dueOn: LocalDate;
  /** 18:00 of that day; 24:00 if a statute names the day. */
  dueAt: Date;
  /** The last workday on or before a statutory day, by which it is requested. */
  askedBy?: LocalDate;
  /** Days that are not announced yet were involved: the days may move. */
  provisional: boolean;
}

/**
 * The occurrences of an organization that are open on a day of a window, in the order of the duties, then of time. A task opens on the first business
 * day of its period (a yearly one in October) and is due on the last; a period without a business day has none. An organization with a gentle start
 * has its own days (domain/planning/start.ts). Occurrences that are already open are included once, so that an outage is caught up with; those due
 * before are not. Where the cadence changes inside a period, the new period opens on that day, unless it would be due on it.
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

/** Slots of a cadence for an organization. */
const slotsOf = (organization: Planned, duty: Duty, cadence: Cadence, sheet: Sheet): readonly Slot[] =>
  organization.gentle ? gentleSlots(organization, duty, cadence, sheet) : sheet.slotsFor(duty, cadence);

/** In days: longer than the longest period, and its term after the end. */
const longest = 400;

/** Slots of the cadence that holds on the day on which each opens; one that should have opened before a change opens on the day of the change. */
function slotsInSteps(
  organization: Planned,
  duty: Duty,
  steps: readonly Step<Cadence>[],
  sheet: Sheet,
): readonly Slot[] {
  const { calendar, zone, window } = sheet;
  // After an old change, everything that is open was opened under the current cadence.
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
      // Nothing opens on its due day: what is open stays until the next one opens.
      if (opensOn >= slot.dueOn || opensOn > window.to) return [];
      const provisional = slot.provisional || !calendar.announced(opensOn);
      return [{ ...slot, opensOn, opensAt: instantAt(opensOn, "09:00", zone), cut: true as const, provisional }];
    });
  });
}

/**
 * Whether the organization's month of a period had passed when the cadence changed: it then has until the period's end, because otherwise neither
 * cadence would request it.
 */
function overBefore(organization: Planned, duty: Duty, cadence: Cadence, from: LocalDate, sheet: Sheet): Slot[] {
  const month = monthOf(organization, duty, cadence);
  if (month === null) return [];
  const period = periodOf(cadence, from);
  const own = slotOf(monthIn(period, month), "monthly", sheet.calendar, sheet.zone);
  if (!own || own.dueOn > from || !hasBegun(organization, duty, period.from)) return [];
  return sheet.slots(cadence).filter((slot) => slot.period === period.key);
}

/** One occurrence of a cadence's period. */
export interface Slot extends Omit<Occurrence, "duty"> {
  /** First day of its period. */
  from: LocalDate;
  /** Last day of its period, if it is due after it. */
  of?: LocalDate;
}

/** Slots of each cadence in one window and zone, computed once for all organizations. */
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

  /** Slots of a duty: due at the end of its periods, after them, or on statutory days. */
  slotsFor(duty: Duty, cadence: Cadence): readonly Slot[] {
    return this.slots(cadence, cadence === "yearly" ? duty.days : duty.dueInNext);
  }

  /** Slots of a longer period that are due in one month of it. */
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
    // An occurrence due in the following period is still open from the period before the window.
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
 * A statutory day of the year. The last workday on or before it is on time under any reading, and is the requested day; nobody is late before the end
 * of the workday to which the statutory day moves forward (民法典 203).
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

/** For a past period: from the first business day of the next to the business day with this number. */
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

/** Slots of an organization with a gentle start: the first duties, then whole periods, in a month of its own for long ones. */
function gentleSlots(organization: Planned, duty: Duty, cadence: Cadence, sheet: Sheet): Slot[] {
  const { window } = sheet;
  const first = firstSlot(organization, duty, cadence, sheet);
  const month = monthOf(organization, duty, cadence);
  const slots = month === null ? sheet.slotsFor(duty, cadence) : sheet.slotsIn(cadence, month);
  const begun = slots.filter(({ from }) => hasBegun(organization, duty, from));
  return first && first.opensOn <= window.to && first.dueOn >= window.from ? [first, ...begun] : begun;
}

/** The slot of one of the first duties; null: this duty is none of them. */
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

/** The slot of a period. @returns null: the period has no business day */
export function slotOf(period: Period, cadence: Cadence, calendar: Calendar, zone: Zone): Slot | null {
  // A yearly task opens in the last quarter: a task that is open for nine months is ignored.
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
/** Maximum number of windows and zones cached for a calendar; a planner needs one window a day. */
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
