import { creditsFor } from "../planning/credits.ts";
import type { Occurrence } from "../planning/plan.ts";
import type { LocalDate } from "../terms.ts";
import { addDays, addMonths } from "../time/dates.ts";
import { periodOfKey } from "../time/periods.ts";
import { instantAt } from "../time/zones.ts";
import { type Agenda, agendaOf, endOf } from "./agenda.ts";
import type { Kind } from "./alike.ts";
import { contentOf, copyOf, isUnderWay } from "./copy.ts";
import type { NobodyThere, Simulated, SimulatedAct, SimulatedCase, SimulatedTask } from "./found.ts";
import type { SimulationRules, Span } from "./scenario.ts";
import { Run } from "./simulate.ts";

/** The results for an organization on which figures depend. */
export interface Followed extends Pick<Simulated, "tasks" | "notices" | "nobody"> {
  acts: readonly Pick<SimulatedAct, "at" | "personId">[];
  cases: readonly Pick<SimulatedCase, "opensOn">[];
}

/**
 * Simulates one organization of a group month by month. Groups of one family have the same people and duties and differ only in the months in which
 * long periods are due: a month with an equal beginning and an equal plan is simulated once for all of them.
 */
export function followed(kind: Kind, rules: SimulationRules, span: Span): Followed {
  const { organization } = kind;
  const agenda = agendaOf(organization, rules, span);
  if (kind.family === undefined || isSparse(agenda))
    return new Run(organization, rules, span).until(agenda, endOf(span, organization.zone)).found();
  const family = familyOf(kind, rules, span);
  const way = new Way();
  for (const page of pagesOf(agenda, organization.zone, span)) {
    const entering = way.known.filter((one) => one.underWay || page.mayConcern(one.case));
    if (entering.length === 0 && page.agenda.looks.length === 0) continue;
    way.add(entering, family.month(page, entering, way.last));
  }
  return way.followed();
}

/** Whether little happens, as at level `normal`: then simulating costs less than finding an equal month. */
const isSparse = ({ occurrences }: Agenda): boolean =>
  [...occurrences.values()].reduce((sum, all) => sum + all.length, 0) < few;
const few = 300;

/** The part of an agenda for one month. */
interface Page {
  agenda: Agenda;
  end: Date;
  /** Key: two pages with equal content have the same one. */
  words: string;
  /** Whether an occurrence of the page may depend on a settled case. */
  mayConcern(one: SimulatedCase): boolean;
}

/** A case at the end of a month. */
interface Standing {
  case: SimulatedCase;
  /** It may still change by itself. */
  underWay: boolean;
  /** Key: equal for two cases that continue equally; null: not computed yet. */
  word: number | null;
}

/** A simulated month. */
interface Month {
  /** State of the cases that existed at its beginning (copies) and of those that opened in it. */
  entered: readonly Standing[];
  opened: readonly Standing[];
  found: Simulated;
  left: ReturnType<Run["left"]>;
  /** Key of the state at its end, except the cases. */
  word: number;
}

/** The results shared by a family. */
class Family {
  private readonly months = new Map<string, Month>();
  private readonly words = new Map<string, number>();
  /** One organization of the family, which stands for all. */
  private readonly of: Kind["organization"];
  private readonly rules: SimulationRules;
  private readonly span: Span;

  constructor(of: Kind["organization"], rules: SimulationRules, span: Span) {
    this.of = of;
    this.rules = rules;
    this.span = span;
  }

  month(page: Page, entering: readonly Standing[], before: Month | undefined): Month {
    let key = `${page.words}#${before?.word}`;
    for (const one of entering) {
      one.word ??= this.word(contentOf(one.case));
      key += `,${one.word}`;
    }
    const known = this.months.get(key);
    if (known) return known;
    const made = this.followMonth(page, entering, before);
    this.months.set(key, made);
    return made;
  }

  private followMonth({ agenda, end }: Page, entering: readonly Standing[], before: Month | undefined): Month {
    const run = new Run(this.of, this.rules, this.span);
    const held = entering.map((one) => one.case);
    const { cases, pending } = copyOf(held, before?.left.pending ?? []);
    if (before) run.enter({ ...before.left, cases, pending });
    run.until(agenda, end);
    const [found, left] = [run.found(), run.left()];
    const waiting = new Set(left.pending);
    const standing = (one: SimulatedCase): Standing => ({ case: one, underWay: isUnderWay(one, waiting), word: null });
    const rest = [left.versions, [...left.onFile].sort().join(), left.pending.map(({ id }) => id).join()];
    return {
      ...{ entered: cases.map(standing), opened: found.cases.map(standing) },
      ...{ found, left, word: this.word(rest.join("|")) },
    };
  }

  private word(content: string): number {
    const known = this.words.get(content);
    if (known !== undefined) return known;
    this.words.set(content, this.words.size);
    return this.words.size - 1;
  }
}

/** Successive months of one organization. */
class Way {
  /** All cases with their state, in the order of their opening. */
  readonly known: Standing[] = [];
  private readonly months: { month: Month; entering: readonly Standing[] }[] = [];

  get last(): Month | undefined {
    return this.months.at(-1)?.month;
  }

  add(entering: readonly Standing[], month: Month): void {
    let place = 0;
    for (const [index, one] of entering.entries()) {
      while (this.known[place] !== one) place += 1;
      this.known[place] = month.entered[index] as Standing;
    }
    this.known.push(...month.opened);
    this.months.push({ month, entering });
  }

  followed(): Followed {
    const nobody = new Map<string, NobodyThere>();
    const all = this.months.map(({ month }) => month.found);
    for (const found of all)
      for (const one of found.nobody) nobody.set([one.duty, one.step, one.rung, one.role].join("/"), one);
    const last = this.lastOf();
    return {
      acts: all.flatMap(({ acts }) => acts),
      cases: all.flatMap(({ cases }) => cases),
      tasks: all.flatMap(({ tasks }) => tasks.map((task) => last.get(task) ?? task)),
      notices: all.flatMap(({ notices }) =>
        notices.map((notice) => {
          const task = last.get(notice.task);
          return task ? { ...notice, task } : notice;
        }),
      ),
      nobody: [...nobody.values()],
    };
  }

  /** Final state of tasks that continued into a later month. */
  private lastOf(): ReadonlyMap<SimulatedTask, SimulatedTask> {
    const last = new Map<SimulatedTask, SimulatedTask>();
    for (const { month, entering } of this.months.toReversed())
      for (const [index, { case: before }] of entering.entries()) {
        const { tasks } = (month.entered[index] as Standing).case;
        for (const [number, task] of before.tasks.entries()) {
          const copy = tasks[number] as SimulatedTask;
          const later = last.get(copy) ?? copy;
          if (later.handedInAt !== task.handedInAt || later.settledAt !== task.settledAt) last.set(task, later);
        }
      }
    return last;
  }
}

const families = new WeakMap<SimulationRules, Map<string, Family>>();
/** Number of families whose results are cached: groups of a family are adjacent. */
const most = 2;

function familyOf({ organization, family }: Kind, rules: SimulationRules, span: Span): Family {
  const known = families.get(rules) ?? new Map<string, Family>();
  families.set(rules, known);
  const key = JSON.stringify([span, family]);
  const made = known.get(key) ?? new Family(organization, rules, span);
  known.delete(key);
  known.set(key, made);
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
  return made;
}

/**
 * Divides an agenda into parts. Each ends where the last day of a month begins: by then the month's tasks are submitted, and the planner has not
 * looked at the next month, so that most months begin equally.
 */
function* pagesOf({ looks, occurrences }: Agenda, zone: Parameters<typeof instantAt>[2], span: Span): Generator<Page> {
  const [first] = looks;
  if (!first) return;
  const last = endOf(span, zone);
  let from = first.day;
  let place = 0;
  for (let ended = false; !ended; ) {
    const next = lastOfMonth(from);
    const end = next > span.to ? last : instantAt(next, "00:00", zone);
    ended = end >= last;
    const begun = place;
    while (place < looks.length && (looks[place]?.at ?? last) < end) place += 1;
    yield pageOf({ looks: looks.slice(begun, place), occurrences }, from, ended ? span.to : addDays(next, -1), end);
    from = next;
  }
}

/** The last day of a month that follows a day. */
function lastOfMonth(day: LocalDate): LocalDate {
  const last = addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1);
  return last > day ? last : addDays(addMonths(`${day.slice(0, 7)}-01`, 2), -1);
}

/** In days: how long before its period an occurrence looks for what was done, at most. */
const behind = 10;

/** Which settled cases an occurrence of a duty depends on: those of its own period, and those done since an instant. */
interface Behind {
  since: LocalDate;
  periods: Set<string>;
}

function pageOf({ looks, occurrences }: Agenda, from: LocalDate, to: LocalDate, end: Date): Page {
  const own = new Map<string, readonly Occurrence[]>();
  const looked = new Map<string, Behind>();
  const lookBehind = (duty: string, since: LocalDate, period?: string): void => {
    const known = looked.get(duty) ?? { since, periods: new Set() };
    looked.set(duty, known);
    if (since < known.since) known.since = since;
    if (period !== undefined) known.periods.add(period);
  };
  let words = `${from} ${to}`;
  for (const { day, duties } of looks) {
    words += `|${day}`;
    for (const duty of duties) {
      words += ` ${duty}`;
      if (own.has(duty)) continue;
      const concerned = between(occurrences.get(duty) ?? [], from, addDays(to, 1));
      own.set(duty, concerned);
      for (const { period } of concerned) {
        const since = lookedAtSince(period);
        lookBehind(duty, since, period);
        for (const done of countingFor(duty)) lookBehind(done, since);
      }
    }
  }
  for (const all of own.values()) for (const one of all) words += wordsOf(one);
  return {
    ...{ agenda: { looks, occurrences: own }, end, words },
    mayConcern: ({ duty, key, doneOn, opensOn }) => {
      const known = looked.get(duty.number);
      return known !== undefined && ((doneOn ?? opensOn) >= known.since || known.periods.has(key));
    },
  };
}

const sinces = new Map<string, LocalDate>();

/** Day of the earliest case, by opening or end, on which an occurrence of a period depends. */
function lookedAtSince(period: string): LocalDate {
  const known = sinces.get(period) ?? addDays(periodOfKey(period).from, -behind);
  sinces.set(period, known);
  return known;
}

const counting = new Map<string, readonly string[]>();

/** Duties that may count for the given one. */
function countingFor(duty: string): readonly string[] {
  const known = counting.get(duty) ?? creditsFor(duty).map(({ done }) => done);
  counting.set(duty, known);
  return known;
}

/** Occurrences from the first that has not ended by one day to the last that has opened by another. */
function between(all: readonly Occurrence[], from: LocalDate, to: LocalDate): readonly Occurrence[] {
  const first = all.findIndex(({ dueOn }) => dueOn >= from);
  const last = all.findLastIndex(({ opensOn }) => opensOn <= to);
  return first < 0 ? [] : all.slice(first, last + 1);
}

/** Key of an occurrence: its instants and requested day follow from duty and days. */
const wordsOf = ({ duty, period, cut, opensOn, dueOn }: Occurrence): string =>
  `|${duty} ${period} ${opensOn} ${dueOn}${cut ? " cut" : ""}`;
