import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { RefusedError } from "../../domain/errors.ts";
import { formatAct } from "../../domain/escalation/rung-id.ts";
import { plannable } from "../../domain/planning/plannable.ts";
import { firstTerm } from "../../domain/procedures/kinds.ts";
import { policyOf, termFrom } from "../../domain/procedures/opening.ts";
import { endOfPeriod } from "../../domain/procedures/planned.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { addDays, type Calendar } from "../../domain/time/calendar.ts";
import { type Announcement, changedDays, withAnnouncement } from "../../domain/time/holidays.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import {
  calendarOf,
  type DatedTask,
  datedTasks,
  lockYear,
  recipientsOfStep,
  writeYear,
} from "../../records/calendar-days.ts";
import { occurrencesOf } from "../../records/cases/planned.ts";
import { newestTasks, readersOfLevel } from "../../records/levels.ts";
import { insertNotices, type NewNotice } from "../../records/messages/notices.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { policiesOf, type Settings, settingsOf } from "../../records/settings.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { actIn } from "../tasks/act.ts";

/** A task whose due day moves with the announcement. */
export interface MovedTask {
  taskId: string;
  organizationId: string;
  organization: string;
  duty: string;
  step: string;
  zone: string;
  from: Date;
  to: Date;
  /** Days in between whose working status changed. */
  because: readonly LocalDate[];
}

export interface HolidaysOutcome {
  year: number;
  /** Days whose working status differs from the calendar's. */
  days: readonly { date: LocalDate; worked: boolean }[];
  moved: readonly MovedTask[];
  /** Number of people to notify. */
  people: number;
  /** The announcement was imported before, and nothing in it is new. */
  applied: boolean;
}

/** In days: how long people are notified of it. */
const newsDays = 7;

/**
 * Effects of a year's announcement: the changed days, and open tasks whose due day moves. Due days that somebody set (by extension, move or return)
 * stay, and so do statutory deadlines.
 * @param apply writes it, once: the calendar, the due days, and one notice for each person concerned
 * @throws {RefusedError} the previous year has not been imported
 */
export async function importHolidays(
  context: ActContext,
  { announcement, apply, actor }: { announcement: Announcement; apply: boolean; actor: Actor },
): Promise<HolidaysOutcome> {
  const now = context.now();
  const outcome = await context.db.$transaction(async (tx) => {
    const known = await lockYear(tx, announcement.year);
    const before = await calendarOf(tx);
    if (!before.announced(`${announcement.year - 1}-12-31`))
      throw new RefusedError(cause("holidays-gap", { year: announcement.year - 1 }));
    const after = withAnnouncement(before, announcement);
    const days = changedDays(announcement.year, before, after);
    const covered = before.until >= `${announcement.year}-12-31`;
    const moved = await movedBy(tx, announcement.year, { before, after, days }, now);
    const readers = await readersOf(tx, moved, announcement.year, now);
    const done = { year: announcement.year, days, moved, people: readers.length };
    if (!apply) return { ...done, applied: known !== null && days.length === 0 };
    if (days.length === 0 && covered && known !== null) return { ...done, moved: [], people: 0, applied: true };
    await writeYear(tx, announcement, actorId(actor), now);
    for (const { taskId, to } of moved)
      await actIn(tx, { calendar: after }, { taskId, verb: "move", actor: "system", until: to }, now);
    const notices = await noticesOf(tx, announcement.year, moved, readers, now);
    await nudgeCouriers(tx, await insertNotices(tx, notices, now), now);
    return { ...done, applied: false };
  });
  await context.flush();
  return outcome;
}

interface Calendars {
  before: Calendar;
  after: Calendar;
  days: readonly { date: LocalDate }[];
}

async function movedBy(tx: Tx, year: number, calendars: Calendars, now: Date): Promise<MovedTask[]> {
  if (calendars.days.length === 0) return [];
  // From some business days before the year: a due day early in it may move to before its first day.
  const from = instantAt(addDays(`${year}-01-01`, -20), "00:00", await zoneOfMost(tx));
  const tasks = await datedTasks(tx, from > now ? from : now);
  const organizations = await organizationsById(
    tx,
    tasks.map(({ organizationId }) => organizationId),
  );
  const settings = await settingsOf(tx);
  const policies = await policiesOf(tx);
  const plans = new Map<string, readonly [ReadonlyMap<string, Date>, ReadonlyMap<string, Date>]>();
  return tasks.flatMap((task): MovedTask[] => {
    const organization = organizations.get(task.organizationId);
    if (!organization) return [];
    const { zone, name } = organization;
    const due = (calendar: Calendar): Date | undefined => {
      const { term } = stepOf(dutyOf(task.duty).kind, task.step);
      const set = settings.term(dutyOf(task.duty), task.step, organization.id) ?? term;
      return set && termFrom(set, policyOf(task.policy, policies), task.openedAt, zone, calendar);
    };
    const { before, after } = calendars;
    const plan = plans.get(organization.id) ?? [
      plannedDues(organization, settings, before, now),
      plannedDues(organization, settings, after, now),
    ];
    plans.set(organization.id, plan);
    const key = `${task.duty}/${task.period}`;
    const [was, is] = task.period === null ? [due(before), due(after)] : [plan[0].get(key), plan[1].get(key)];
    if (!was || !is || was.getTime() !== task.dueAt.getTime() || is.getTime() === was.getTime()) return [];
    return [movedTask(task, { name, zone, to: is }, calendars)];
  });
}

/** Due instants of an organization's occurrences, by `duty/period`. */
function plannedDues(
  organization: OrganizationRow,
  settings: Settings,
  calendar: Calendar,
  now: Date,
): ReadonlyMap<string, Date> {
  const { zone } = organization;
  const occurrences = occurrencesOf(organization, plannable, dateIn(now, zone), { calendar, settings });
  return new Map(
    occurrences.map((one) => {
      const end = endOfPeriod(one, zone, calendar);
      const { dueAt } = firstTerm(dutyOf(one.duty), one.opensAt, one.dueAt, zone, calendar, end);
      return [`${one.duty}/${one.period}`, dueAt] as const;
    }),
  );
}

function movedTask(
  task: DatedTask,
  { name, zone, to }: { name: string; zone: string; to: Date },
  { days }: Calendars,
): MovedTask {
  const { id: taskId, organizationId, duty, step, dueAt: from } = task;
  const [first, last] = [from, to].sort((a, b) => a.getTime() - b.getTime()).map((at) => dateIn(at, zone));
  const between = days.filter(({ date }) => date >= (first ?? "") && date <= (last ?? "")).map(({ date }) => date);
  const because =
    between.length > 0 ? between : days.filter(({ date }) => date <= (last ?? "")).map(({ date }) => date);
  return { taskId, organizationId, organization: name, duty, step, zone, from, to, because };
}

const stepFor = (year: number): string => formatAct(0, "calendar", String(year));

/** People to notify, each once, with the first of their organizations in which a day moves. */
async function readersOf(
  tx: Tx,
  moved: readonly MovedTask[],
  year: number,
  now: Date,
): Promise<{ personId: string; organizationId: string }[]> {
  const told = await recipientsOfStep(tx, stepFor(year));
  const ids = [...new Set(moved.map(({ organizationId }) => organizationId))];
  return (await readersOfLevel(tx, ids, now)).filter(({ personId }) => !told.has(personId));
}

async function noticesOf(
  tx: Tx,
  year: number,
  moved: readonly MovedTask[],
  readers: readonly { personId: string; organizationId: string }[],
  now: Date,
): Promise<NewNotice[]> {
  const anchors = await newestTasks(tx, [...new Set(readers.map(({ organizationId }) => organizationId))]);
  return readers.flatMap(({ personId, organizationId }): NewNotice[] => {
    const task = anchors.get(organizationId);
    const own = moved.filter((one) => one.organizationId === organizationId);
    const zone = own[0]?.zone;
    if (!task || !zone) return [];
    const morning = instantAt(dateIn(now, zone), "09:00", zone);
    return [
      {
        ...{ taskId: task.id, caseId: task.caseId, organizationId, personId, dueRevision: task.dueRevision },
        ...{ step: stepFor(year), channel: "email", shape: "call", part: "participant", urgency: "routine" },
        whileStates: [],
        details: { because: "calendar", calendar: { year, moved: own.length } },
        sendAt: now > morning ? now : morning,
        notAfter: instantAt(addDays(dateIn(now, zone), newsDays), "18:00", zone),
      },
    ];
  });
}
