import { applies } from "../../domain/catalogue/applies.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { RefusedError } from "../../domain/errors.ts";
import type { Step } from "../../domain/planning/levels.ts";
import { recurringTimes } from "../../domain/planning/recurring-times.ts";
import { onDutyOf, peopleOf, projectKind, runsSupport, trainingDuty } from "../../domain/procedures/kinds/project.ts";
import { protectedFirst } from "../../domain/procedures/kinds/protection.ts";
import { rowOf } from "../../domain/procedures/steps.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { Cadence, LocalDate, Text } from "../../domain/terms.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, writeFacts } from "../../records/cases/cases.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { holdersOf, type OrganizationRow } from "../../records/roster/holders.ts";
import { placeOf } from "../../records/roster/place.ts";
import { settingsOf } from "../../records/settings.ts";
import { type TaskRow, tasksOfCase, waitingTasks } from "../../records/tasks/tasks.ts";
import { changeFactsIn } from "../cases/facts.ts";
import { raiseEvent } from "../cases/start.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { caseOfKind, dayProblem, lineProblem, rejectProblems } from "../lookup.ts";
import { organizationOf } from "../registry/organizations.ts";
import { actIn } from "../tasks/act.ts";
import { lacking, viewOf } from "../tasks/gate.ts";
import { enlistIn, holdersNamed, registeredNamed, trainedIn } from "./register.ts";

export interface NewProject {
  organizationId: string;
  title: string;
  startsOn: LocalDate;
  /** Last day. @default not known yet */
  endsOn?: LocalDate;
  /** The caller's idempotency key. */
  key: string;
  actor: Actor;
}

/**
 * Starts a volunteer project: of a hub by row 34, of a volunteer organization by rows 41 to 43.
 * @throws {NotFoundError} no such organization · {RefusedError} closed, none of the rows applies, or they are paused · {BadInputError} invalid title
 * or day
 */
export async function startProject(
  context: ActContext,
  { organizationId, title, startsOn, endsOn, key, actor }: NewProject,
): Promise<{ caseId: string; created: boolean }> {
  const organization = await organizationOf(context.db, organizationId);
  rejectProblems(
    lineProblem("title", title, expected("project-title")),
    dayProblem("from", startsOn),
    dayProblem("to", endsOn, startsOn),
  );
  const event = runsSupport(profileOf(organization)) ? "project-started" : "need-identified";
  const facts = { startsOn, ...(endsOn && { endsOn }) };
  const started = await raiseEvent(context, {
    organizationId: organization.id,
    event,
    key,
    subject: title.trim(),
    facts,
    actor,
  });
  const mine = started.find(({ duty }) => dutyOf(duty).kind === projectKind);
  if (mine) return mine;
  throw new RefusedError(cause("no-project-duties", { organization: organization.code, type: organization.type }));
}

/**
 * Adds volunteers of the organization to a project's register; training is requested for those without.
 * @param named names, e-mail addresses, telephone numbers or ids
 * @throws {NotFoundError} no such project · {RefusedError} it is settled · {BadInputError} names those who are not volunteers
 */
export async function enlist(
  context: ActContext,
  { caseId, named, actor }: { caseId: string; named: readonly string[]; actor: Actor },
): Promise<{ added: number; onRegister: number }> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    await waitingTasks(tx, caseId);
    const { found, organization } = await caseOfKind(tx, caseId, projectKind, "project", true);
    const people = await holdersNamed(tx, organization.id, { field: "person", role: "volunteer" }, named, now);
    const added = await enlistIn(tx, context, { found, organization, people, actor: actorId(actor) }, now);
    return { added: added.length, onRegister: peopleOf(found.facts).length + added.length };
  });
  await context.flush();
  return done;
}

/**
 * Puts people of the register on duty (clause 三(三)2): each must be trained, where row 42 applies, and the protection must be confirmed.
 * @throws {NotFoundError} no such project · {RefusedError} it is settled, or names everybody and everything that is missing
 */
export async function putOnDuty(
  context: ActContext,
  { caseId, named, actor }: { caseId: string; named: readonly string[]; actor: Actor },
): Promise<{ added: number }> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    const { found, organization } = await caseOfKind(tx, caseId, projectKind, "project", true);
    if (found.state !== "open") throw new RefusedError(cause("project-not-running", { state: found.state }));
    const { volunteers } = await registerOf(tx, found, organization, now);
    const people = await holdersNamed(tx, organization.id, { field: "person", role: "volunteer" }, named, now);
    const view = await viewOf(tx, found, organization, {}, now);
    const missing: Text[] = lacking([protectedFirst], view);
    for (const { id, name } of people) {
      const known = volunteers.find((one) => one.id === id);
      if (!known) missing.push({ zh: `${name}：不在本项目志愿者名单上`, en: `${name}: not on the project's register` });
      else if (!known.ready)
        missing.push({ zh: `${name}：未经上岗前培训（三（三）2）`, en: `${name}: not trained yet (clause 三(三)2)` });
    }
    if (missing.length > 0) throw new RefusedError(cause("nobody-serves-yet"), missing);
    const already = onDutyOf(found.facts);
    const fresh = people.map(({ id }) => id).filter((id) => !(id in already));
    if (fresh.length === 0) return { added: 0 };
    const today = dateIn(now, organization.zone);
    await writeFacts(tx, caseId, { onDuty: { ...already, ...Object.fromEntries(fresh.map((id) => [id, today])) } });
    await appendEvents(tx, [
      {
        caseId,
        taskId: null,
        organizationId: organization.id,
        at: now,
        actor: actorId(actor),
        verb: "on-duty",
        after: { people: fresh },
      },
    ]);
    return { added: fresh.length };
  });
}

/**
 * Takes people off duty, including those who are no longer volunteers. No effect on people who are not on duty.
 * @throws {NotFoundError} no such project · {RefusedError} it is settled · {BadInputError} names those who are not on its register
 */
export async function takeOffDuty(
  context: ActContext,
  { caseId, named, reason, actor }: { caseId: string; named: readonly string[]; reason?: string; actor: Actor },
): Promise<{ removed: number }> {
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    const { found, organization } = await caseOfKind(tx, caseId, projectKind, "project", true);
    if (found.state !== "open") throw new RefusedError(cause("project-not-running", { state: found.state }));
    const onDuty = onDutyOf(found.facts);
    const people = await registeredNamed(tx, found, "person", named);
    const off = [...new Set(people.map(({ id }) => id))].filter((id) => id in onDuty);
    if (off.length === 0) return { removed: 0 };
    const left = Object.fromEntries(Object.entries(onDuty).filter(([id]) => !off.includes(id)));
    await writeFacts(tx, caseId, { onDuty: left });
    await appendEvents(tx, [
      {
        caseId,
        taskId: null,
        organizationId: organization.id,
        at: now,
        actor: actorId(actor),
        verb: "off-duty",
        after: { people: off, ...(reason?.trim() && { reason: reason.trim() }) },
      },
    ]);
    return { removed: off.length };
  });
}

export interface Volunteer {
  id: string;
  name: string;
  trained: boolean;
  /** Trained, or row 42 does not apply to the organization. */
  ready: boolean;
  /** YYYY-MM-DD; null: not on duty. */
  onDutySince: LocalDate | null;
  /** The person no longer holds the role. */
  left: boolean;
}

/** The volunteers of a project with their current state. */
export async function registerOf(
  tx: Tx,
  found: CaseRow,
  organization: OrganizationRow,
  now: Date,
  tasks?: readonly TaskRow[],
): Promise<{ volunteers: Volunteer[] }> {
  const ids = peopleOf(found.facts);
  const names = await namesOf(tx, ids);
  const holders = (await holdersOf(tx, [organization.id], now, ["volunteer"])).get(organization.id) ?? [];
  const trained = trainedIn(tasks ?? (await tasksOfCase(tx, found.id)));
  const untaught = !applies(dutyOf(trainingDuty), profileOf(organization));
  const since = onDutyOf(found.facts);
  const volunteers = ids.map((id) => ({
    id,
    name: names.get(id) ?? id,
    trained: trained.has(id),
    ready: untaught || trained.has(id),
    onDutySince: since[id] ?? null,
    left: !holders.some(({ personId }) => personId === id),
  }));
  return { volunteers };
}

/**
 * Moves a project's first or last day; the weekly checks and everything else that counts from those days follow.
 * @throws {NotFoundError} no such project · {RefusedError} it is settled · {BadInputError} invalid days
 */
export function moveProject(
  context: ActContext,
  { caseId, startsOn, endsOn, actor }: { caseId: string; startsOn?: LocalDate; endsOn?: LocalDate; actor: Actor },
): Promise<{ changed: boolean }> {
  return changeDays(context, caseId, actor, "moved", ({ facts }) => {
    const from = startsOn ?? (typeof facts.startsOn === "string" ? facts.startsOn : undefined);
    rejectProblems(
      startsOn === undefined && endsOn === undefined ? cause("nothing-to-move", { what: "project" }) : undefined,
      dayProblem("from", startsOn),
      dayProblem("to", endsOn ?? (typeof facts.endsOn === "string" ? facts.endsOn : undefined), from),
    );
    return { ...(startsOn && { startsOn }), ...(endsOn && { endsOn }) };
  });
}

/**
 * Ends a project today or on a past day: no further checks are requested, its preparations are cancelled, and its report is requested.
 * @throws {NotFoundError} no such project · {RefusedError} it is settled · {BadInputError} a future day, or before its first
 */
export function endProject(
  context: ActContext,
  { caseId, endsOn, actor }: { caseId: string; endsOn?: LocalDate; actor: Actor },
): Promise<{ changed: boolean }> {
  return changeDays(context, caseId, actor, "project-ended", ({ facts }, today) => {
    const day = endsOn ?? today;
    const from = typeof facts.startsOn === "string" ? facts.startsOn : undefined;
    rejectProblems(
      dayProblem("on", day, from),
      day > today ? unusable("on", day, expected("day-until-today", { today })) : undefined,
    );
    return { endsOn: day, ended: true };
  });
}

type NewDays = { startsOn?: LocalDate; endsOn?: LocalDate; ended?: true };

async function changeDays(
  context: ActContext,
  caseId: string,
  actor: Actor,
  verb: string,
  decide: (found: CaseRow, today: LocalDate) => NewDays,
): Promise<{ changed: boolean }> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    const waiting = await waitingTasks(tx, caseId);
    const { found, organization } = await caseOfKind(tx, caseId, projectKind, "project", true);
    const today = dateIn(now, organization.zone);
    const facts = decide(found, today);
    const changed = await changeFactsIn(tx, context, { caseId, facts, verb, actor }, now);
    if (!changed.changed) return changed;
    const cancel = (taskId: string, reason: string) =>
      actIn(tx, context, { taskId, verb: "cancel", actor: "system", reason }, now);
    const running = { ...found.facts, ...facts };
    const check = rowOf(dutyOf(found.duty), "check");
    const settings = await settingsOf(tx);
    const cadences = settings.recurring(check, "weekly", organization.id, placeOf(organization));
    for (const task of waiting) {
      if (isSettled(task.state)) continue;
      if (task.step !== "check") {
        if (facts.ended && task.step !== "report") await cancel(task.id, "the project has ended");
        continue;
      }
      const until = checkDue(task, running, organization, cadences, context, now);
      if (!until) await cancel(task.id, "the project does not run in this period any more");
      else if (until.getTime() !== task.dueAt.getTime())
        await actIn(tx, context, { taskId: task.id, verb: "move", actor: "system", until }, now);
    }
    return changed;
  });
  await context.flush();
  return done;
}

/** Due instant of an open check by the project's days; if they leave it in the past, it is due today. Null: its period does not belong to them. */
function checkDue(
  { facts, dueAt }: TaskRow,
  { startsOn, endsOn }: NewDays,
  { zone }: OrganizationRow,
  cadences: readonly Step<Cadence>[],
  { calendar }: ActContext,
  now: Date,
): Date | null {
  const today = dateIn(now, zone);
  const to = endsOn ?? null;
  const far = instantAt(addDays(today, 400), "00:00", zone);
  const { due } = recurringTimes(cadences, { from: startsOn ?? today, to }, { zone, calendar }, far);
  const time = due.find(({ period }) => period === facts.period);
  // A check that somebody had begun when a shorter period replaced it keeps its day.
  if (!time && due.some(({ instead }) => instead === facts.period)) return dueAt;
  if (!time) return null;
  return time.dueAt.getTime() === dueAt.getTime() || time.dueAt > now ? time.dueAt : instantAt(today, "18:00", zone);
}
