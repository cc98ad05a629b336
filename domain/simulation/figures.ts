import type { LocalDate, Zone } from "../terms.ts";
import { addMonths } from "../time/dates.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { Simulated, SimulatedAct, SimulatedTask } from "./found.ts";
import type { Span } from "./scenario.ts";
import type { SimulatedMessage } from "./sending.ts";

/** What one person does and is sent in a month. */
export interface MonthFigures {
  /** `2026-03` */
  month: string;
  acts: number;
  mails: number;
  sms: number;
  /** Most that waited for them at one time. */
  open: number;
}

/** Of each person, each month of a span. */
export function figuresByPerson(
  found: readonly Pick<Simulated, "acts" | "tasks">[],
  messages: readonly SimulatedMessage[],
  span: Pick<Span, "from" | "to">,
  zone: Zone,
): ReadonlyMap<string, readonly MonthFigures[]> {
  const months = monthsOf(span);
  const people = new Map<string, MonthFigures[]>();
  const of = (personId: string): MonthFigures[] => {
    const known = people.get(personId);
    if (known) return known;
    const made = months.map((month) => ({ month, acts: 0, mails: 0, sms: 0, open: 0 }));
    people.set(personId, made);
    return made;
  };
  const count = (personId: string, at: Date, what: "acts" | "mails" | "sms"): void => {
    const day = dateIn(at, zone);
    if (day < span.from || day > span.to) return;
    const figures = of(personId)[months.indexOf(day.slice(0, 7))];
    if (figures) figures[what] += 1;
  };
  for (const { acts } of found) for (const act of acts) count(act.personId, act.at, "acts");
  for (const { personId, at, channel } of messages) count(personId, at, channel === "email" ? "mails" : "sms");
  const waits = new Map<string, SimulatedTask[]>();
  for (const { tasks } of found)
    for (const task of tasks)
      for (const doer of task.doers) {
        const known = waits.get(doer);
        if (known) known.push(task);
        else waits.set(doer, [task]);
      }
  const ends = months.map((month) => instantAt(addMonths(`${month}-01`, 1), "00:00", zone).getTime());
  const begin = instantAt(`${months[0]}-01`, "00:00", zone).getTime();
  for (const [doer, tasks] of waits) {
    const figures = of(doer);
    for (const [index, most] of mostOpen(tasks, begin, ends).entries()) {
      const one = figures[index];
      if (one) one.open = most;
    }
  }
  return people;
}

/** Of tasks, how many were open at once in each stretch of time. */
function mostOpen(tasks: readonly SimulatedTask[], begin: number, ends: readonly number[]): number[] {
  const changes = tasks.flatMap(({ openedAt, handedInAt }) => [
    { at: openedAt.getTime(), by: 1 },
    { at: handedInAt?.getTime() ?? Number.POSITIVE_INFINITY, by: -1 },
  ]);
  // What is handed in as another opens was not beside it.
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let open = 0;
  let at = 0;
  for (; (changes[at]?.at ?? Number.POSITIVE_INFINITY) < begin; at += 1) open += changes[at]?.by ?? 0;
  return ends.map((end) => {
    let most = open;
    for (; (changes[at]?.at ?? Number.POSITIVE_INFINITY) < end; at += 1) {
      open += changes[at]?.by ?? 0;
      most = Math.max(most, open);
    }
    return most;
  });
}

/** Months that share a day with a span. */
export function monthsOf({ from, to }: { from: LocalDate; to: LocalDate }): string[] {
  const months: string[] = [];
  for (let month = `${from.slice(0, 7)}-01`; month <= to; month = addMonths(month, 1)) months.push(month.slice(0, 7));
  return months;
}

/** Acts within a span. */
export const actsWithin = (acts: readonly SimulatedAct[], { from, to }: Pick<Span, "from" | "to">, zone: Zone) =>
  acts.filter(({ at }) => {
    const day = dateIn(at, zone);
    return day >= from && day <= to;
  });
