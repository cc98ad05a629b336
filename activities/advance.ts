import { heartbeat } from "@temporalio/activity";
import { type Advance, advance, ladderOf } from "../domain/advance.ts";
import type { Calendar } from "../domain/calendar.ts";
import { nextAllowed } from "../domain/hours.ts";
import { policyOf } from "../domain/opening.ts";
import type { Holder } from "../domain/people.ts";
import type { Policy } from "../domain/policy.ts";
import { doing } from "../domain/task.ts";
import type { Zone } from "../domain/terms.ts";
import { Prisma, type Tx } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { markLate } from "../records/disclosures.ts";
import { appendEvents, type NewEvent } from "../records/events.ts";
import { holdersOf, organizationsById } from "../records/holders.ts";
import { insertNotices, type NewNotice } from "../records/notices.ts";
import { asleep, awake, nudgeCouriers } from "../records/nudges.ts";
import { policiesOf } from "../records/settings.ts";
import { type Climbed, climbTasks, dueTasks, poisonTask, roundState, type TaskRow } from "../records/tasks.ts";
import type { Deps } from "./deps.ts";

export interface AdvanceInput {
  round: string;
  /** Workflow time, epoch milliseconds. */
  now: number;
}

export interface AdvanceOutput {
  /** Tasks that have a next step. */
  open: number;
  /** Epoch milliseconds of the next step of any; null: none. */
  nextAt: number | null;
  poisoned: number;
}

/** Tells what the ladders of a round's tasks say at `now`, in pages, and when they speak next. Run twice, it does nothing the second time. */
export async function advanceRound(deps: Deps, input: AdvanceInput): Promise<AdvanceOutput> {
  const { db } = deps;
  const now = new Date(input.now);
  await awake(db, input.round);
  const rules = { calendar: await calendarOf(db), policies: await policiesOf(db) };
  const limit = deps.page ?? 250;
  const poisoned: string[] = [];
  for (;;) {
    heartbeat();
    const told = await page(deps, input.round, now, rules, limit, undefined, poisoned);
    if (told < limit) break;
  }
  const until = await db.$transaction((tx) =>
    asleep(
      tx,
      input.round,
      Prisma.sql`select min(next_at) from task where round = ${input.round} and next_at is not null`,
    ),
  );
  const { open } = await roundState(db, input.round);
  await deps.flush();
  return { open, nextAt: until?.getTime() ?? null, poisoned: poisoned.length };
}

interface Rules {
  calendar: Calendar;
  policies: ReadonlyMap<string, Policy>;
}

/** One page, one transaction. One that fails is halved until the poisoned task stands alone, and that one is set aside. @returns tasks looked at */
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
    await deps.db.$transaction(async (tx) => {
      const tasks = await dueTasks(tx, round, now, limit, only);
      looked = tasks.map((task) => task.id);
      if (tasks.length > 0) await climbPage(deps, tx, tasks, now, rules);
    });
    return looked.length;
  } catch (error) {
    // Nothing was looked at: the database itself failed, and Temporal tries the whole again.
    if (looked.length === 0) throw error;
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

async function climbPage(deps: Deps, tx: Tx, tasks: readonly TaskRow[], now: Date, rules: Rules): Promise<void> {
  const ids = tasks.map((task) => task.organizationId);
  const organizations = await organizationsById(tx, ids);
  const holders = await holdersOf(tx, ids, now);
  const notices: NewNotice[] = [];
  const climbed: Climbed[] = [];
  const events: NewEvent[] = [];
  for (const task of tasks) {
    if (deps.failPoint) await deps.failPoint("advance:task", task.id);
    const organization = organizations.get(task.organizationId);
    if (!organization) throw new Error(`organization of task ${task.id} is gone`);
    const policy = policyOf(ladderOf(task.state) === "verifier" ? task.verifierPolicy : task.policy, rules.policies);
    const around = {
      zone: organization.zone,
      calendar: rules.calendar,
      holders: holders.get(task.organizationId) ?? [],
    };
    const step = advance(task, policy, around, now);
    climbed.push({ id: task.id, toldThrough: step.toldThrough, reached: step.reached, nextAt: step.next });
    notices.push(...noticesOf(task, step, around, now));
    const event = eventOf(task, step, now);
    if (event) events.push(event);
    if (step.mark) await markLate(tx, task.id, now);
  }
  const couriers = await insertNotices(tx, notices, now);
  await climbTasks(tx, climbed);
  await nudgeCouriers(tx, couriers, now);
  await appendEvents(tx, events);
}

/** A reminder that waits longer than this has been overtaken; the next rung says it again, and louder. */
const patience = 12 * 3_600_000;

function noticesOf(
  task: TaskRow,
  step: Advance,
  around: { zone: Zone; holders: readonly Holder[] },
  now: Date,
): NewNotice[] {
  const waitingStates = ladderOf(task.state) === "verifier" ? ["submitted"] : doing;
  const notAfter = new Date(Math.max(step.next?.getTime() ?? 0, now.getTime() + patience));
  return step.tell.map((telegram) => ({
    taskId: task.id,
    caseId: task.caseId,
    organizationId: task.organizationId,
    personId: telegram.personId,
    step: telegram.step,
    channel: telegram.channel,
    shape: telegram.shape,
    part: telegram.part,
    urgency: telegram.urgency,
    whileStates: waitingStates,
    turn: task.turn,
    details: {
      because: telegram.step.split(":").slice(2).join(":"),
      ...(telegram.vacant && { vacant: telegram.vacant }),
      ...(telegram.belated && { belated: true }),
    },
    sendAt: telegram.channel === "sms" && telegram.urgency !== "emergency" ? nextAllowed(now, around.zone) : now,
    notAfter,
  }));
}

function eventOf(task: TaskRow, step: Advance, now: Date): NewEvent | null {
  if (step.told.length === 0 && step.skipped.length === 0) return null;
  const people = [...new Set(step.tell.map((telegram) => telegram.personId))];
  return {
    caseId: task.caseId,
    taskId: task.id,
    organizationId: task.organizationId,
    at: now,
    actor: "system",
    verb: step.told.length > 0 ? "told" : "skipped",
    after: {
      steps: step.told,
      people,
      ...(step.skipped.length > 0 && { skipped: step.skipped }),
      ...(step.gaps.length > 0 && { nobody: step.gaps }),
    },
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : error instanceof Error ? error.name : "unknown";
