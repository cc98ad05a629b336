import { type Occurrence, plan } from "../planning/plan.ts";
import type { LocalDate, Zone } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import { leadDays, type SimulatedOrganization, type SimulationRules, type Span } from "./scenario.ts";

/** Time at which the planner runs each day. */
const planned = "00:05";

/** A day on which the planner has something to do, with the numbers of the duties to look at, in order. */
export interface Look {
  at: Date;
  day: LocalDate;
  duties: ReadonlySet<string>;
}

/** What the planner does for an organization: days in order, and all planned occurrences by duty. */
export interface Agenda {
  looks: readonly Look[];
  occurrences: ReadonlyMap<string, readonly Occurrence[]>;
}

/** The agenda: days on which something opens, opens on the following day, or has become late. */
export function agendaOf(of: SimulatedOrganization, rules: SimulationRules, { from, to, answers }: Span): Agenda {
  const { joined, since, zone } = of;
  const lead = addDays(from, -leadDays(answers, of.gentle));
  const first = [lead, since ? dateIn(since, zone) : joined].sort().at(-1) as LocalDate;
  const occurrences = new Map<string, Occurrence[]>();
  const days = new Map<LocalDate, Set<string>>();
  const note = (day: LocalDate, duty: string): void => {
    const on = day < first ? first : day;
    const known = days.get(on);
    if (known) known.add(duty);
    else days.set(on, new Set([duty]));
  };
  for (const one of plan(of, rules.planned(of), rules.calendar, { from: first, to })) {
    const known = occurrences.get(one.duty);
    if (known) known.push(one);
    else occurrences.set(one.duty, [one]);
    note(eve(one.opensOn), one.duty);
    note(one.opensOn, one.duty);
    note(morrow(one.dueOn), one.duty);
  }
  const begun = since && dateIn(since, zone) === first ? since : null;
  const looks = [...days.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, duties]) => ({ day, duties, at: begun && day === first ? begun : instantAt(day, planned, zone) }));
  return { looks, occurrences };
}

const eves = new Map<LocalDate, LocalDate>();
const morrows = new Map<LocalDate, LocalDate>();

/** The previous and the next day, cached, because the same days are requested repeatedly. */
const eve = (day: LocalDate): LocalDate => kept(eves, day, -1);
const morrow = (day: LocalDate): LocalDate => kept(morrows, day, 1);

function kept(days: Map<LocalDate, LocalDate>, day: LocalDate, by: number): LocalDate {
  const known = days.get(day) ?? addDays(day, by);
  days.set(day, known);
  return known;
}

/** The end of the last day of a span. */
export const endOf = ({ to }: Pick<Span, "to">, zone: Zone): Date => instantAt(to, "24:00", zone);
