import { type Danger, inDanger, statutorySteps } from "../../domain/desk/danger.ts";
import { type HeatMap, heatMapOf, mostOrganizations } from "../../domain/desk/heat.ts";
import { type Movers, moversOf, rankedByMove } from "../../domain/desk/movers.ts";
import { seesNumbers } from "../../domain/desk/numbers.ts";
import {
  type OrganizationState,
  organizationStates,
  recentContactMs,
  silentAfterMs,
  standingOf,
} from "../../domain/desk/standing.ts";
import { climbedPolicy } from "../../domain/escalation/advance.ts";
import { type Foreseen, foresee } from "../../domain/escalation/foresee.ts";
import type { Policy } from "../../domain/escalation/policy.ts";
import { isUrgent } from "../../domain/escalation/policy.ts";
import { type SendingLine, sendingLines } from "../../domain/messages/sendings.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { noCounts, type Share } from "../../domain/reporting/counts.ts";
import { lastMonth, monthsUpTo, periodBefore } from "../../domain/reporting/period.ts";
import { find } from "../../domain/tasks/people.ts";
import type { LocalDate, Zone } from "../../domain/terms.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { openingsOf } from "../../records/messages/links.ts";
import { type SendingRow, sendingsOf } from "../../records/messages/sendings.ts";
import type { ShareSpan } from "../../records/reporting/shares.ts";
import { type FoundHolder, holdersOf } from "../../records/roster/holders.ts";
import { policiesOf } from "../../records/settings.ts";
import type { Doubtful } from "../../records/views/board.ts";
import type { BoardScope } from "../../records/views/board-scope.ts";
import { type CircularBar, circularBars } from "../../records/views/circular-coverage.ts";
import {
  type DeskRow,
  dangerMarks,
  deskRows,
  dueCounts,
  lateCells,
  numbersOf,
  standingSums,
} from "../../records/views/desk.ts";
import { type EvidenceLine, evidenceOfTask, openOrganizations } from "../../records/views/pages.ts";
import type { ActContext } from "../context.ts";
import type { KnownShares } from "./known-shares.ts";
import { awaitedVerdicts } from "./verdicts.ts";

/** Number of organizations shown in each direction. */
export const mostMovers = 3;
/** Maximum numbers shown on the desk; the others are counted. */
const shown = { dangers: 12, verdicts: 5, circulars: 5, movers: mostMovers };
const heat = { rows: 12, columns: 8 };

export interface DeskDanger {
  task: DeskRow;
  dangers: readonly Danger[];
  holders: readonly FoundHolder[];
  doers: readonly { name: string; number: string | null }[];
  /** Outcome of the last message to the doer; null: none was written. */
  message: SendingLine | null;
  /** When one of the doers last opened a message's link, after the last message was sent; null: nobody has. */
  openedAt: Date | null;
  /** What the ladder will send next. */
  ahead: readonly Foreseen[];
}

export interface DeskVerdict {
  task: DeskRow;
  evidence: readonly EvidenceLine[];
}

export interface DeskCity {
  organizations: number;
  states: Readonly<Record<OrganizationState, number>>;
  week: readonly { day: LocalDate; due: number }[];
  /** The last twelve complete months, oldest first. */
  months: readonly { month: string; counts: Share }[];
  /** Changes from the month before last to the last; empty for a single organization. */
  movers: Movers;
  heat: HeatMap & { by: "district" | "organization" };
  circulars: readonly CircularBar[];
}

export interface Desk {
  dangers: { rows: readonly DeskDanger[]; total: number };
  /** Tasks that wait for this reader's verdict; null: administrators do not verify. */
  mine: { rows: readonly DeskVerdict[]; total: number } | null;
  city: DeskCity;
}

/** The context of a desk. */
export interface DeskAt extends Pick<ActContext, "calendar"> {
  at: Date;
  /** Zone of most organizations, which defines "today". */
  zone: Zone;
  /** Owner of the desk; null: an administrator. */
  personId: string | null;
  /** Number of organizations, which the page reads in any case. */
  organizations: Promise<number>;
  doubtful: Promise<Doubtful>;
  /** Shares of tasks done on time in the scope. */
  shares(span: ShareSpan): Promise<KnownShares>;
}

/** The desk: dangers, verdicts that wait for the reader, and the state of a scope's organizations. Always current: of it only counts are cached that no act changes. */
export async function deskOf(db: Tx, scope: BoardScope, about: DeskAt): Promise<Desk> {
  const { personId, at } = about;
  const [dangers, mine, city] = await Promise.all([
    dangersIn(db, scope, about),
    personId === null ? null : verdictsOf(db, scope, personId, at),
    cityOf(db, scope, about),
  ]);
  return { dangers, mine, city };
}

async function dangersIn(
  db: Tx,
  scope: BoardScope,
  { personId, at, zone, calendar }: DeskAt,
): Promise<Desk["dangers"]> {
  const today = dateIn(at, zone);
  // A day more at both ends, because organizations may be in other zones; the rule checks the exact day.
  const day = { from: instantAt(addDays(today, -1), "00:00", zone), to: instantAt(addDays(today, 2), "00:00", zone) };
  const policies = await policiesOf(db);
  const urgent = new Set([...policies.values()].filter(isUrgent).map(({ name }) => name));
  const all = inDanger(await dangerMarks(db, scope, { ...day, byLaw: statutorySteps, urgent }), urgent, at);
  const marks = all.slice(0, shown.dangers);
  const ids = marks.map(({ id }) => id);
  const [tasks, holders, sendings, openings] = await Promise.all([
    deskRows(db, ids),
    holdersOf(
      db,
      marks.map(({ organizationId }) => organizationId),
      at,
    ),
    sendingsOf(db, { taskIds: ids }, "name"),
    openingsOf(db, ids),
  ]);
  const found = marks.flatMap(({ id, dangers }) => {
    const task = tasks.get(id);
    const here = holders.get(task?.organizationId ?? "") ?? [];
    return task ? [{ task, dangers, here, people: find("doer", task, here).people }] : [];
  });
  const called = found.filter(({ here }) => seesNumbers(personId, here)).flatMap(({ people }) => people);
  const numbers = await numbersOf(db, called);
  return {
    total: all.length,
    rows: found.map(({ task, dangers, here, people }): DeskDanger => {
      const doers = people.map((id) => ({
        name: here.find((one) => one.personId === id)?.name ?? id,
        number: seesNumbers(personId, here) ? (numbers.get(id) ?? null) : null,
      }));
      const message = lastMessage(sendings, task.id, new Set(doers.map(({ name }) => name)));
      const opened = openings.filter((one) => one.taskId === task.id && people.includes(one.personId));
      const last = Math.max(0, ...opened.map(({ at }) => at.getTime()));
      return {
        task,
        dangers,
        holders: here,
        doers,
        message,
        openedAt: last > 0 && (!message || last >= message.at.getTime() - minute) ? new Date(last) : null,
        ahead: nextSteps(task, policies, here, calendar, at),
      };
    }),
  };
}

/** In milliseconds: openings of links are recorded to the minute. */
const minute = 60_000;

function lastMessage(sendings: readonly SendingRow[], taskId: string, doers: ReadonlySet<string>): SendingLine | null {
  return sendingLines(sendings.filter((one) => one.taskId === taskId && doers.has(one.who))).at(-1) ?? null;
}

/** Enough to find the first one that is still to come. */
const mostSteps = 4;

function nextSteps(
  task: DeskRow,
  policies: ReadonlyMap<string, Policy>,
  holders: readonly FoundHolder[],
  calendar: ActContext["calendar"],
  at: Date,
): Foreseen[] {
  const policy = policyOf(climbedPolicy(task), policies);
  const steps: Foreseen[] = [];
  for (const step of foresee(task, policy, { zone: task.zone, calendar, holders }, at)) {
    steps.push(step);
    if (step.at > at || steps.length === mostSteps) break;
  }
  return steps;
}

async function verdictsOf(db: Tx, scope: BoardScope, personId: string, at: Date): Promise<NonNullable<Desk["mine"]>> {
  const { total, rows } = await awaitedVerdicts(db, scope, { personId, at, most: shown.verdicts });
  const evidence = await Promise.all(rows.map(({ id }) => evidenceOfTask(db, id)));
  return { total, rows: rows.map((task, n) => ({ task, evidence: evidence[n] ?? [] })) };
}

async function cityOf(db: Tx, scope: BoardScope, { at, zone, ...about }: DeskAt): Promise<DeskCity> {
  const today = dateIn(at, zone);
  const period = lastMonth(today);
  const months = monthsUpTo(period, 12);
  const { organizationIds } = scope;
  const silentFrom = new Date(at.getTime() - silentAfterMs);
  const weekAgo = new Date(at.getTime() - recentContactMs);
  const standingNow = async () =>
    standingSums(db, scope, at, { doubtful: await about.doubtful, silentFrom, recentContactFrom: weekAgo });
  const lateNow = async () => {
    const by = (await about.organizations) > mostOrganizations ? ("district" as const) : ("organization" as const);
    return { by, cells: await lateCells(db, scope, by, at) };
  };
  const [organizations, shares, standing, { by, cells }, counted, circulars] = await Promise.all([
    about.organizations,
    about.shares({
      period,
      before: periodBefore(period),
      since: months[0] ?? period.first,
      each: organizationIds?.length !== 1,
    }),
    standingNow(),
    lateNow(),
    dueCounts(db, scope, at, instantAt(addDays(today, 6), "24:00", zone), zone),
    circularBars(db, organizationIds, at, shown.circulars),
  ]);
  const states = Object.fromEntries(organizationStates.map((state) => [state, 0])) as Record<OrganizationState, number>;
  for (const row of standing) states[standingOf(row, at)] += row.organizations;
  states.good = organizations - organizationStates.reduce((sum, one) => sum + (one === "good" ? 0 : states[one]), 0);
  const due = new Map(counted.map((one) => [one.day, one.due]));
  const days = Array.from({ length: 7 }, (_, n) => addDays(today, n));
  return {
    organizations,
    states,
    week: days.map((day) => ({ day, due: due.get(day) ?? 0 })),
    months: months.map((month) => ({ month, counts: shares.months.get(month) ?? noCounts })),
    movers: organizations < 2 ? moversOf([], 0) : await moversAmong(db, shares.moved),
    heat: { ...heatMapOf(cells, heat), by },
    circulars,
  };
}

/** The organizations that rose and fell most, without those that are closed since. */
async function moversAmong(db: Tx, moved: KnownShares["moved"]): Promise<Movers> {
  const { risen, fallen } = rankedByMove(moved);
  const most = new Map([...risen.slice(0, mostMovers), ...fallen.slice(0, mostMovers)].map((own) => [own.id, own]));
  const named = await openOrganizations(db, [...most.keys()]);
  return moversOf(
    named.flatMap((one) => {
      const own = most.get(one.id);
      return own ? [{ ...own, ...one }] : [];
    }),
    mostMovers,
  );
}
