import type { Channel, LocalDate, Zone } from "../terms.ts";
import { addMonths } from "../time/dates.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { SimulatedAct, SimulatedTask } from "./found.ts";
import type { Span } from "./scenario.ts";
import type { SimulatedMessage } from "./sending.ts";

/** What one person does and is sent in a month. */
export interface MonthFigures {
  /** `2026-03` */
  month: string;
  acts: number;
  mails: number;
  sms: number;
  /** Maximum number of tasks open at the same time. */
  open: number;
}

/** What one person does, is sent and has open, each with the number of times. */
export interface Doings {
  acts: { at: Date; times: number }[];
  sent: { at: Date; channel: Channel; times: number }[];
  open: { tasks: readonly Stretch[]; times: number }[];
}

/** From when until when a task was open; null: it still is. */
export type Stretch = Pick<SimulatedTask, "openedAt" | "handedInAt">;

/** Figures of each person for each month of a span. */
export function figuresByPerson(
  found: readonly { acts: readonly Pick<SimulatedAct, "at" | "personId">[]; tasks: readonly SimulatedTask[] }[],
  messages: readonly SimulatedMessage[],
  span: Days,
  zone: Zone,
): ReadonlyMap<string, readonly MonthFigures[]> {
  const people = new Map<string, Doings & { waits: SimulatedTask[] }>();
  const of = (personId: string): Doings & { waits: SimulatedTask[] } => {
    const known = people.get(personId) ?? { acts: [], sent: [], open: [], waits: [] };
    people.set(personId, known);
    return known;
  };
  const within = isWithin(span, zone);
  for (const { acts, tasks } of found) {
    for (const { personId, at } of acts) if (within(at)) of(personId).acts.push({ at, times: 1 });
    for (const task of tasks) for (const doer of task.doers) of(doer).waits.push(task);
  }
  for (const { personId, at, channel } of messages) if (within(at)) of(personId).sent.push({ at, channel, times: 1 });
  return new Map(
    [...people].map(([personId, { waits, ...doings }]) => [
      personId,
      monthlyFigures({ ...doings, open: [{ tasks: waits, times: 1 }] }, span, zone),
    ]),
  );
}

/** Figures of one person for each month of a span. */
export function monthlyFigures({ acts, sent, open }: Doings, span: Days, zone: Zone): MonthFigures[] {
  const { months, within, begin, ends } = frameOf(span, zone);
  const figures = new Map(months.map((month) => [month, { month, acts: 0, mails: 0, sms: 0, open: 0 }]));
  const count = (at: Date, what: "acts" | "mails" | "sms", times: number): void => {
    const one = within(at) ? figures.get(dateIn(at, zone).slice(0, 7)) : undefined;
    if (one) one[what] += times;
  };
  for (const { at, times } of acts) count(at, "acts", times);
  for (const { at, channel, times } of sent) count(at, channel === "email" ? "mails" : "sms", times);
  const most = mostOpen(open, begin, ends);
  return [...figures.values()].map((one, index) => ({ ...one, open: most[index] ?? 0 }));
}

/** Maximum number of tasks open at once, in each interval. */
function mostOpen(open: Doings["open"], begin: number, ends: readonly number[]): number[] {
  const changes = open.flatMap(({ tasks, times }) =>
    tasks.flatMap(({ openedAt, handedInAt }) => [
      { at: openedAt.getTime(), by: times },
      { at: handedInAt?.getTime() ?? Number.POSITIVE_INFINITY, by: -times },
    ]),
  );
  // A task that is submitted at the instant at which another opens does not overlap with it.
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let at = 0;
  for (; (changes[at]?.at ?? Number.POSITIVE_INFINITY) < begin; at += 1) now += changes[at]?.by ?? 0;
  return ends.map((end) => {
    let most = now;
    for (; (changes[at]?.at ?? Number.POSITIVE_INFINITY) < end; at += 1) {
      now += changes[at]?.by ?? 0;
      most = Math.max(most, now);
    }
    return most;
  });
}

/** Whether an instant lies within a span. */
export const isWithin = (span: Days, zone: Zone): ((at: Date) => boolean) => frameOf(span, zone).within;

type Days = Pick<Span, "from" | "to">;

/** The months of a span, and the instants between them. */
interface Frame {
  months: readonly string[];
  within(at: Date): boolean;
  begin: number;
  ends: readonly number[];
}

const frames = new WeakMap<Days, Map<Zone, Frame>>();

function frameOf(span: Days, zone: Zone): Frame {
  const byZone = frames.get(span) ?? new Map<Zone, Frame>();
  frames.set(span, byZone);
  const known = byZone.get(zone);
  if (known) return known;
  const months = monthsOf(span);
  const [from, to] = [instantAt(span.from, "00:00", zone), instantAt(span.to, "24:00", zone)];
  const frame: Frame = {
    months,
    within: (at) => at >= from && at < to,
    begin: instantAt(`${months[0]}-01`, "00:00", zone).getTime(),
    ends: months.map((month) => instantAt(addMonths(`${month}-01`, 1), "00:00", zone).getTime()),
  };
  byZone.set(zone, frame);
  return frame;
}

/** Months that overlap a span. */
export function monthsOf({ from, to }: { from: LocalDate; to: LocalDate }): string[] {
  const months: string[] = [];
  for (let month = `${from.slice(0, 7)}-01`; month <= to; month = addMonths(month, 1)) months.push(month.slice(0, 7));
  return months;
}
