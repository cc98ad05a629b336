import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { dueDay } from "../domain/escalation/ladder.ts";
import { findingsOf } from "../domain/forms/findings.ts";
import { type DrillMeeting, drillKind, meetingFacts, meetingOf } from "../domain/procedures/kinds/drill.ts";
import { procedureOf } from "../domain/procedures/kinds.ts";
import { requesterFacts, requesterOf } from "../domain/procedures/requester.ts";
import { fieldsOf, stepOf } from "../domain/procedures/steps.ts";
import { isSettled } from "../domain/tasks/task-states.ts";
import type { Calendar } from "../domain/time/calendar.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import { instantAt } from "../domain/time/zones.ts";
import type { Tx } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { type CaseRow, childrenOf, findCase, settleCase } from "../records/cases/cases.ts";
import { creditFrom } from "../records/cases/credits.ts";
import { appendEvents } from "../records/cases/events.ts";
import { insertSteps, raise, setFor } from "../records/cases/starts.ts";
import { wakeCases } from "../records/cases/workflows.ts";
import { type OrganizationRow, organizationsById } from "../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../records/settings.ts";
import { findTaskByKey, type TaskRow, tasksOfCase, waitingTasks } from "../records/tasks/tasks.ts";
import type {
  CaseFacts,
  CaseRef,
  CaseState,
  OpenCount,
  StepRequest,
  StepResult,
  StepState,
} from "../workflows/protocol.ts";
import type { Deps } from "./deps.ts";
import { CaseGone } from "./failures.ts";

/** Loads the case for its workflow. */
export async function loadCase(deps: Deps, { caseId }: CaseRef): Promise<CaseFacts> {
  const found = await caseOf(deps.db, caseId);
  const { endsAt } = found.facts;
  return {
    caseId,
    organizationId: found.organizationId,
    duty: found.duty,
    kind: found.kind,
    state: stateFor(found),
    openedAt: found.openedAt.getTime(),
    endsAt: typeof endsAt === "string" ? Date.parse(endsAt) : null,
    parentId: found.parentId,
    ...saidOf(found, await organizationOf(deps.db, found)),
  };
}

/** State of a case as its workflow sees it: every end other than done counts as cancelled. */
export const stateFor = ({ state }: Pick<CaseRow, "state">): CaseState =>
  state === "open" || state === "done" ? state : "cancelled";

/**
 * The facts of a case that the workflow may see: days as instants, and words of the program. Texts entered by people are left out, because they would
 * be stored in the history.
 */
function saidOf({ facts }: CaseRow, { zone }: OrganizationRow): Pick<CaseFacts, "dates" | "choices" | "counts"> {
  const dates: Record<string, number> = {};
  const choices: Record<string, string | boolean> = {};
  const counts: Record<string, number> = {};
  for (const [name, said] of Object.entries(facts))
    if (typeof said === "boolean") choices[name] = said;
    else if (Number.isSafeInteger(said)) counts[name] = said as number;
    else if (typeof said !== "string") continue;
    else if (isLocalDate(said)) dates[name] = instantAt(said, "18:00", zone).getTime();
    else if (/^[a-z][a-z-]{0,30}$/.test(said)) choices[name] = said;
  return { dates, choices, counts };
}

/** Inserts the task of a step unless it exists, and returns its state. */
export async function requestStep(deps: Deps, request: StepRequest, now: number): Promise<StepState> {
  const at = new Date(now);
  let inserted = false;
  const state = await deps.db.$transaction(async (tx) => {
    const found = await caseOf(tx, request.caseId);
    const organization = await organizationOf(tx, found);
    const key = request.key ?? request.step;
    let task = await findTaskByKey(tx, found.id, key);
    if (!task) {
      // Tasks are locked before their case, so that tasks that this one comes after do not settle in between.
      if (stepOf(dutyOf(found.duty).kind, request.step).after) await waitingTasks(tx, found.id);
      // Locked, so that a case that is being cancelled receives no further task.
      const state = stateFor((await findCase(tx, found.id, true)) ?? { state: "cancelled" });
      if (state !== "open") return { caseState: state, result: cancelled(at) };
      await insertOne(tx, found, organization, request, at);
      inserted = true;
      task = await findTaskByKey(tx, found.id, key);
      // A duty that does not apply to this organization has no task.
      if (!task) return { caseState: stateFor(found), result: { ...cancelled(at), state: "passed" as const } };
    }
    // Cancelling a case cancels its tasks. The state is read after them, so that a cancelled case is not taken for open.
    const ended = isSettled(task.state) && stepState(task.state) === "cancelled";
    return { caseState: stateFor(ended ? await caseOf(tx, found.id) : found), result: resultOf(task, organization) };
  });
  if (inserted) await deps.flush();
  return state;
}

async function insertOne(
  tx: Tx,
  found: CaseRow,
  organization: OrganizationRow,
  request: StepRequest,
  now: Date,
): Promise<void> {
  const calendar = await calendarOf(tx);
  const duty = dutyOf(found.duty);
  const { endsAt } = found.facts;
  const latest = typeof endsAt === "string" ? dueDay(new Date(endsAt), organization.zone) : undefined;
  const settings = await settingsOf(tx);
  const meeting =
    found.kind === drillKind && request.step === "hold" ? await meetingSet(tx, found.id, organization, calendar) : null;
  const tasks = await insertSteps(
    tx,
    organization,
    {
      caseId: found.id,
      duty,
      ...(request.key !== undefined && { key: request.key }),
      openedAt: now,
      caseFacts: found.facts,
      ...(request.dueAt !== undefined && { dueAt: new Date(request.dueAt) }),
      ...setFor(duty, found.facts, organization.id, settings),
      ...(latest && request.step === "set-date" && { facts: { latest } }),
      ...(meeting && { dueAt: meeting.dueAt, facts: meetingFacts(meeting, organization.zone) }),
    },
    [request.step],
    { calendar, settings, policies: await policiesOf(tx) },
    now,
  );
  const [first] = tasks;
  if (!first) return;
  await appendEvents(tx, [
    {
      caseId: found.id,
      taskId: first.id,
      organizationId: found.organizationId,
      at: now,
      actor: "system",
      verb: "asked",
      after: {
        step: first.step,
        key: first.key,
        dueAt: first.dueAt,
        ...(tasks.length > 1 && { many: tasks.length - 1 }),
      },
    },
  ]);
}

/** Time and place of the drill, as scheduled last. */
async function meetingSet(
  tx: Tx,
  caseId: string,
  { zone }: OrganizationRow,
  calendar: Calendar,
): Promise<DrillMeeting | null> {
  const set = (await tasksOfCase(tx, caseId)).findLast(
    ({ step, state }) => step === "set-date" && (state === "closed" || state === "accepted"),
  );
  return meetingOf((set?.result ?? {}) as Readonly<Record<string, unknown>>, zone, calendar);
}

function resultOf(task: TaskRow, { zone }: OrganizationRow): StepResult | null {
  if (!isSettled(task.state)) return null;
  const duty = dutyOf(task.duty);
  const result = (task.result ?? {}) as Readonly<Record<string, unknown>>;
  const dates: Record<string, number> = {};
  const choices: Record<string, string> = {};
  for (const { name, type } of fieldsOf(duty, task.step, task.facts)) {
    const said = result[name];
    if (typeof said !== "string") continue;
    if (type === "date") dates[name] = instantAt(said, "18:00", zone).getTime();
    else if (type === "choice") choices[name] = said;
  }
  return {
    taskId: task.id,
    state: stepState(task.state),
    settledAt: task.settledAt?.getTime() ?? 0,
    date: dates.date ?? null,
    findings: findingsOf(fieldsOf(duty, task.step, task.facts), result).length,
    dates,
    choices,
  };
}

/** Outcome of a step for its procedure. */
const stepState = (state: TaskRow["state"]): StepResult["state"] =>
  state === "closed" || state === "accepted" || state === "waived" ? state : "cancelled";

const cancelled = (at: Date): StepResult => ({
  taskId: "",
  state: "cancelled",
  settledAt: at.getTime(),
  date: null,
  findings: 0,
  dates: {},
  choices: {},
});

/** Number of open tasks of a case, and the state of the case. */
export async function openTasks(deps: Deps, { caseId }: CaseRef): Promise<OpenCount> {
  const caseState = stateFor(await caseOf(deps.db, caseId));
  return { caseState, open: (await tasksOfCase(deps.db, caseId)).filter((task) => !task.settledAt).length };
}

/** Number of open cases that rectify findings of this case; other cases that came out of it are not waited for. */
export async function openChildren(deps: Deps, { caseId }: CaseRef): Promise<OpenCount> {
  const caseState = stateFor(await caseOf(deps.db, caseId));
  const children = await childrenOf(deps.db, caseId);
  return {
    caseState,
    open: children.filter(({ state, facts }) => state === "open" && facts.foundBy === caseId).length,
  };
}

/**
 * Settles the case as done and signals the case that opened it.
 * @returns its actual outcome: it may have been cancelled at the same moment
 */
export async function settle(deps: Deps, { caseId }: CaseRef, outcome: string, now: number): Promise<string> {
  const at = new Date(now);
  const stands = await deps.db.$transaction(async (tx) => {
    const found = await caseOf(tx, caseId);
    if (!(await settleCase(tx, caseId, "done", outcome, at))) return (await caseOf(tx, caseId)).outcome ?? outcome;
    await raiseSettled(tx, found, outcome, at);
    if (found.parentId) await wakeCases(tx, [found.parentId], at);
    await appendEvents(tx, [line(caseId, found.organizationId, at, "settled", { outcome })]);
    await creditFrom(tx, found.duty, caseId, at);
    return outcome;
  });
  await deps.flush();
  return stands;
}

/** Raises the event of a settled case for other duties: a closed hazard is reviewed. */
async function raiseSettled(tx: Tx, found: CaseRow, outcome: string, now: Date): Promise<void> {
  const event = procedureOf(dutyOf(found.duty).kind).raises?.[outcome];
  if (!event) return;
  const { id, subject } = found;
  const requester = requesterOf(found.facts);
  // Cases that come out of it keep the same requester.
  const facts = requester ? requesterFacts(requester) : {};
  const raised = { event, key: id, subject, facts, actor: "system", parentId: id };
  await raise(tx, await organizationOf(tx, found), raised, found.duty, await calendarOf(tx), now);
}

const line = (caseId: string, organizationId: string, at: Date, verb: string, after: Record<string, unknown>) => ({
  caseId,
  taskId: null,
  organizationId,
  at,
  actor: "system",
  verb,
  after,
});

async function caseOf(tx: Tx, caseId: string): Promise<CaseRow> {
  const found = await findCase(tx, caseId);
  if (!found) throw CaseGone(caseId);
  return found;
}

async function organizationOf(tx: Tx, found: CaseRow): Promise<OrganizationRow> {
  const organization = (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
  if (!organization) throw CaseGone(found.id);
  return organization;
}
