import { heartbeat } from "@temporalio/activity";
import { type Advance, advance, climbedPolicy, copiedOnce, ladderOf } from "../domain/escalation/advance.ts";
import type { Policy } from "../domain/escalation/policy.ts";
import { isCopy, rungNameOf } from "../domain/escalation/rung-id.ts";
import { sendingTimes } from "../domain/messages/routine-day.ts";
import { policyOf } from "../domain/procedures/opening.ts";
import { isAnybodyAway } from "../domain/tasks/absence.ts";
import type { Holder } from "../domain/tasks/people.ts";
import { ownRoles } from "../domain/tasks/role-chain.ts";
import { doing } from "../domain/tasks/task-states.ts";
import type { Role } from "../domain/terms.ts";
import type { Calendar } from "../domain/time/calendar.ts";
import { LostServerError, Prisma, type Statements, transact } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { appendEvents, type NewEvent } from "../records/cases/events.ts";
import { markLate } from "../records/donations/disclosures.ts";
import { insertNotices, type NewNotice, writtenBefore } from "../records/messages/notices.ts";
import { markAsleep, markAwake, nudgeCouriers } from "../records/nudges.ts";
import { holdersOf } from "../records/roster/holders.ts";
import { policiesOf } from "../records/settings.ts";
import { type Climbed, climbTasks, type DueTask, dueTasks, poisonTask, roundState } from "../records/tasks/tasks.ts";
import { type Attendance, alone } from "./attendance.ts";
import { beating } from "./beating.ts";
import type { Deps } from "./deps.ts";
import { refuseWhenStopping } from "./stopping.ts";

export interface AdvanceInput {
  round: string;
  /** Workflow time in epoch milliseconds. */
  now: number;
}

export interface AdvanceOutput {
  /** Number of tasks that have a next step. */
  open: number;
  /** The earliest next step, in epoch milliseconds; null: none. */
  nextAt: number | null;
  poisoned: number;
}

/** In milliseconds: for a step this near, the activity waits instead of the workflow. */
const nearMs = 3_000;

/**
 * Queues the notices that the ladders of a round's tasks are due to send at `now`, in pages, and returns when the next rung is due. It also waits for
 * rungs that are due within seconds: where many tasks have instants of their own, a timer for each would cost more than all other work. Idempotent.
 */
export async function advanceRound(
  deps: Deps,
  input: AdvanceInput,
  attends: Attendance = alone,
): Promise<AdvanceOutput> {
  const began = performance.now();
  const poisoned: string[] = [];
  let now = input.now;
  for (;;) {
    const at = new Date(now);
    const until = await attends.take(async () => {
      const next = await processDue(deps, input.round, at, poisoned);
      // Couriers are woken before the next round runs, so that the first message does not wait for other rounds.
      await deps.flush();
      return next;
    });
    now = input.now + (performance.now() - began);
    const near = until !== null && until.getTime() - now < nearMs;
    if (near && (await attends.linger(input.round, nearMs, began))) {
      now = input.now + (performance.now() - began);
      continue;
    }
    const { open } = await roundState(deps.db, input.round);
    return { open, nextAt: until?.getTime() ?? null, poisoned: poisoned.length };
  }
}

/** Processes all rungs that are due. @returns when the next rung is due */
async function processDue(deps: Deps, round: string, now: Date, poisoned: string[]): Promise<Date | null> {
  const { db } = deps;
  refuseWhenStopping(deps);
  await markAwake(db, round);
  const rules = { calendar: await calendarOf(db), policies: await policiesOf(db) };
  const limit = deps.page ?? 1_000;
  await beating(async () => {
    for (;;) {
      heartbeat();
      const processed = await page(deps, round, now, rules, limit, undefined, poisoned);
      // At shutdown another worker processes the next page: the workflow runs the round again at once, because rungs are still due.
      if (processed < limit || deps.stopping?.aborted) break;
    }
  });
  return transact(db, (tx) =>
    markAsleep(tx, round, Prisma.sql`select min(next_at) from task where round = ${round} and next_at is not null`),
  );
}

interface Rules {
  calendar: Calendar;
  policies: ReadonlyMap<string, Policy>;
}

/**
 * Processes one page in one transaction. A failing page is halved until the task that fails is alone, which is then set aside. @returns number of
 * tasks processed
 */
async function page(
  deps: Deps,
  round: string,
  now: Date,
  rules: Rules,
  limit: number,
  only: readonly string[] | undefined,
  poisoned: string[],
): Promise<number> {
  let looked: readonly string[] = [];
  try {
    await transact(deps.db, async (tx) => {
      const tasks = await dueTasks(tx, round, now, limit, only);
      looked = tasks.map((task) => task.id);
      if (tasks.length > 0) await climbPage(deps, tx, tasks, now, rules);
    });
    return looked.length;
  } catch (error) {
    // No task was read, or the connection was lost: the task is not the cause, and Temporal retries the activity.
    if (looked.length === 0 || (looked.length === 1 && error instanceof LostServerError)) throw error;
    if (looked.length === 1) {
      const why = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : String(error);
      const [id = ""] = looked;
      await poisonTask(deps.db, id, why);
      poisoned.push(id);
      deps.log("task set aside: its step fails alone", { task: id, round, code: codeOf(error) });
      return 1;
    }
    const half = Math.ceil(looked.length / 2);
    for (const part of [looked.slice(0, half), looked.slice(half)])
      await page(deps, round, now, rules, part.length, part, poisoned);
    return looked.length;
  }
}

async function climbPage(
  deps: Deps,
  tx: Statements,
  tasks: readonly DueTask[],
  now: Date,
  rules: Rules,
): Promise<void> {
  const climbs = await freshOnly(tx, await climbsOf(deps, tx, tasks, now, rules));
  const notices: NewNotice[] = [];
  const climbed: Climbed[] = [];
  const events: NewEvent[] = [];
  for (const { task, step } of climbs) {
    climbed.push({
      id: task.id,
      processedThrough: step.processedThrough,
      highestRung: step.highestRung,
      nextAt: step.next,
    });
    notices.push(...noticesOf(task, step, now));
    const event = eventOf(task, step, now);
    if (event) events.push(event);
    if (step.mark) await markLate(tx, task.id, now);
  }
  const couriers = await insertNotices(tx, notices, now);
  await climbTasks(tx, climbed);
  await nudgeCouriers(tx, couriers, now);
  await appendEvents(tx, events);
}

interface Climbing {
  task: DueTask;
  step: Advance;
}

/**
 * The due rungs. Only holders of the notified roles are read; if one is vacant or a person is away, holders of all roles are read and the rungs are
 * computed again.
 */
async function climbsOf(
  deps: Deps,
  tx: Statements,
  tasks: readonly DueTask[],
  now: Date,
  rules: Rules,
): Promise<Climbing[]> {
  const ids = tasks.map((task) => task.organizationId);
  const climbing = (task: DueTask, known: ReadonlyMap<string, readonly Holder[]>): Climbing => {
    const around = { zone: task.zone, calendar: rules.calendar, holders: known.get(task.organizationId) ?? [] };
    return { task, step: advance(task, policyFor(task, rules), around, now) };
  };
  const wanted = new Set(tasks.flatMap((task) => rolesToRead(task, policyFor(task, rules), now)));
  const holders = await holdersOf(tx, ids, now, [...wanted]);
  const climbs: Climbing[] = [];
  for (const task of tasks) {
    if (deps.failPoint) await deps.failPoint("advance:task", task.id);
    climbs.push(climbing(task, holders));
  }
  const someAway = (id: string): boolean => isAnybodyAway(holders.get(id) ?? []);
  const again = (one: Climbing): boolean => needsAll(one) || someAway(one.task.organizationId);
  const vacant = climbs.filter(again).map(({ task }) => task.organizationId);
  if (vacant.length === 0) return climbs;
  const all = await holdersOf(tx, vacant, now);
  return climbs.map((one) => (again(one) ? climbing(one.task, all) : one));
}

/** Leaves out copies that were sent at an earlier rung. */
async function freshOnly(tx: Statements, climbs: readonly Climbing[]): Promise<Climbing[]> {
  const copies = climbs.flatMap(({ task, step }) =>
    step.notices.filter(({ step: rung }) => isCopy(rung)).map((one) => ({ ...one, taskId: task.id })),
  );
  const before = await writtenBefore(
    tx,
    copies.map(({ taskId, step, personId }) => ({ taskId, step, personId })),
  );
  if (before.size === 0) return [...climbs];
  return climbs.map(({ task, step }) => {
    return { task, step: copiedOnce(step, (one) => before.has(`${task.id}/${one.step}/${one.personId}`)) };
  });
}

const policyFor = (task: DueTask, { policies }: Rules): Policy => policyOf(climbedPolicy(task), policies);

/** Roles that the policy may notify at `now`; before D not those of later rungs. */
function rolesToRead(task: DueTask, policy: Policy, now: Date): Role[] {
  const early = now < task.climbDueAt && task.highestRung === null;
  const rungs = policy.rungs.filter(({ from, offset }) => !(early && from === "due" && offset.n > 0));
  const audiences = new Set(rungs.flatMap((rung) => rung.tell.map(({ audience }) => audience)));
  // The doers are always read: whether they act decides whom a rung notifies.
  return [...task.roles, ...[...audiences].flatMap((audience) => ownRoles(audience, task))];
}

/** Whether all roles must be read: a rung was escalated, or might have been with more people known, or a person of the task may hold any role. */
const needsAll = ({ task, step }: Climbing): boolean =>
  step.notices.length + step.gaps.length > 0 &&
  (task.personId !== null ||
    task.passedById !== null ||
    step.gaps.length > 0 ||
    step.vacant.length + step.passed.length + step.kept.length > 0);

function noticesOf(task: DueTask, step: Advance, now: Date): NewNotice[] {
  const waitingStates = ladderOf(task.state) === "verifier" ? ["submitted"] : doing;
  return step.notices.map((recipient) => ({
    taskId: task.id,
    caseId: task.caseId,
    organizationId: task.organizationId,
    personId: recipient.personId,
    step: recipient.step,
    channel: recipient.channel,
    shape: recipient.shape,
    part: recipient.part,
    urgency: recipient.urgency,
    whileStates: waitingStates,
    dueRevision: task.dueRevision,
    details: {
      because: rungNameOf(recipient.step),
      ...((recipient.vacant ?? recipient.passed) && { vacant: recipient.vacant ?? recipient.passed }),
      ...(recipient.belated && { belated: true }),
    },
    ...sendingTimes(recipient, step.next, task.zone, now),
  }));
}

function eventOf(task: DueTask, step: Advance, now: Date): NewEvent | null {
  if (step.rungNames.length === 0 && step.skipped.length === 0) return null;
  const people = [...new Set(step.notices.map((recipient) => recipient.personId))];
  return {
    caseId: task.caseId,
    taskId: task.id,
    organizationId: task.organizationId,
    at: now,
    actor: "system",
    verb: step.rungNames.length > 0 ? "told" : "skipped",
    after: {
      steps: step.rungNames,
      people,
      ...(step.skipped.length > 0 && { skipped: step.skipped }),
      ...(step.gaps.length > 0 && { nobody: step.gaps }),
    },
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : error instanceof Error ? error.name : "unknown";
