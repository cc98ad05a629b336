import { dueByRule } from "../../domain/catalogue/due.ts";
import type { DueRule } from "../../domain/catalogue/due-rule.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { ruleWith } from "../../domain/catalogue/set-term.ts";
import { platformOf } from "../../domain/donations/platform.ts";
import { anchorOf } from "../../domain/escalation/anchor.ts";
import { climb, dueOf, overtaken } from "../../domain/escalation/ladder.ts";
import { withReports } from "../../domain/escalation/progress.ts";
import { formatAct } from "../../domain/escalation/rung-id.ts";
import type { Figure } from "../../domain/forms/figures.ts";
import type { Result, SubmittedFile } from "../../domain/forms/submission.ts";
import { notBeyond, policyOf, termFrom } from "../../domain/procedures/opening.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { awaitsAnswer, reportAnswer, reportName } from "../../domain/tasks/outlook.ts";
import { recipientsOf } from "../../domain/tasks/recipients.ts";
import type { Change, Recipient } from "../../domain/tasks/task.ts";
import { doing, isSettled, type TaskState } from "../../domain/tasks/task-states.ts";
import type { Tx } from "../../prisma/client.ts";
import { settlePlain, writeFacts } from "../../records/cases/cases.ts";
import { creditFrom } from "../../records/cases/credits.ts";
import { appendEvents, lockHeads } from "../../records/cases/events.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { publish } from "../../records/donations/disclosures.ts";
import { insertNotices, type NewNotice } from "../../records/messages/notices.ts";
import { nudgeCouriers, nudgeRounds } from "../../records/nudges.ts";
import { fileEvidence, insertEvidence } from "../../records/tasks/evidence.ts";
import { findTask, mayClimb, releaseAfter, type TaskRow, writeTask } from "../../records/tasks/tasks.ts";
import { actorId } from "../context.ts";
import { followUp } from "./follow-up.ts";
import type { TaskAct } from "./task-act.ts";
import type { TaskContext } from "./task-context.ts";

interface Applied {
  task: TaskRow;
  change: Change;
  input: Pick<TaskAct, "verb" | "actor" | "reason" | "outlook" | "batch">;
  by: string | null;
  now: Date;
  taskContext: TaskContext;
  submission?: { result: Result; files: readonly SubmittedFile[]; figures?: readonly Figure[] };
}

/** In milliseconds: a notice that could not be sent for a week is left to a later rung, or dropped. */
const week = 7 * 86_400_000;

/** Writes the change of a verb and its immediate consequences, and nudges each workflow that must wake. */
export async function apply(tx: Tx, applied: Applied): Promise<TaskRow> {
  const { task, change, input, now, taskContext, submission } = applied;
  const after: TaskRow = { ...task, ...change.set, didIds: [...(change.set.didIds ?? task.didIds)] };
  if (input.verb === "ask-extension") after.askedReason = input.reason ?? null;
  if (submission) {
    after.submittedAt = now;
    after.result = submission.result;
    if (submission.figures) after.facts = { ...after.facts, figures: submission.figures };
    await insertEvidence(tx, evidenceOf(applied, after), now);
  }
  if (isSettled(after.state)) Object.assign(after, { nextAt: null, settledAt: task.settledAt ?? now });
  else if (change.climb) Object.assign(after, ladder(applied, after));
  // A reminder by hand also wakes a task that was set aside, or whose next step was lost.
  else if (input.verb === "press" && !after.nextAt && !taskContext.paused)
    Object.assign(after, { nextAt: now, poison: null });
  else if (input.verb === "ask-reports" && task.nextAt && !taskContext.paused) Object.assign(after, rhythm(task, now));
  const wrote = writeTask(tx, task.id, {
    ...written(after),
    ...((submission?.figures || change.set.facts) && { facts: after.facts }),
  });
  const notices = noticesOf(alerted(applied), after);
  const wakesAt = !isSettled(after.state) && after.nextAt?.getTime() !== task.nextAt?.getTime() ? after.nextAt : null;
  // If nothing else is locked in between, the head of the log is read in the same round trip.
  const head =
    tx.together && notices.length === 0 && !wakesAt && !submission && !isSettled(after.state)
      ? lockHeads(tx, [task.caseId])
      : undefined;
  const [, couriers] = await Promise.all([wrote, insertNotices(tx, notices, now), head]);
  if (after.state === "closed" || after.state === "accepted") {
    await keepDays(tx, taskContext, after);
    await followUp(tx, taskContext, after, applied.by, now);
  }
  // A submission in a settled case settles nothing, but its findings must still be rectified.
  if (after.state === "belated") {
    if (!task.verifier) await followUp(tx, taskContext, after, applied.by, now);
  } else if (isSettled(after.state)) await settle(tx, applied, after);
  else if (wakesAt) await nudgeRounds(tx, [{ round: task.round, at: wakesAt }], now);
  const { publishes } = stepOf(taskContext.duty.kind, task.step);
  // A publication takes effect at once; a verdict on it follows.
  if (publishes !== undefined && submission)
    await publish(tx, {
      taskId: task.id,
      at: now,
      statement: String(submission.result[publishes] ?? ""),
      platform: platformOf(submission.result),
    });
  await nudgeCouriers(tx, couriers, now);
  await appendEvents(
    tx,
    [
      {
        caseId: task.caseId,
        taskId: task.id,
        organizationId: task.organizationId,
        at: now,
        actor: actorId(input.actor),
        verb: after.selfDeclared && submission ? "self-declare" : nameOf(applied),
        before: { state: task.state, dueAt: task.dueAt, personId: task.personId },
        after: {
          state: after.state,
          dueAt: after.dueAt,
          personId: after.personId,
          ...(input.reason?.trim() && { reason: input.reason.trim() }),
          ...(after.askedUntil && { askedUntil: after.askedUntil }),
          ...(input.batch && { batch: input.batch.id }),
        },
      },
    ],
    head,
  );
  return after;
}

/** Name of an act in the log and in notices: a progress report is named by its content. */
const nameOf = ({ task, input: { verb, outlook, reason } }: Pick<Applied, "task" | "input">) =>
  verb === "report" && outlook
    ? reportName(outlook)
    : verb === "press" && reason?.trim() && awaitsAnswer(task)
      ? reportAnswer
      : verb;

/** Position of the task on its ladder. Rungs sent for an old D stay sent; a new date is announced again. */
function ladder(
  { task, change, input, now, taskContext }: Applied,
  after: TaskRow,
): Pick<TaskRow, "climbFrom" | "climbDueAt" | "processedThrough" | "nextAt" | "highestRung"> {
  const { zone } = taskContext.organization;
  const policy =
    change.climb?.ladder === "verifier"
      ? policyOf(after.verifierPolicy, taskContext.policies)
      : withReports(policyOf(after.policy, taskContext.policies), after.facts);
  const due = change.climb?.due;
  const climbDueAt =
    due instanceof Date ? due : sooner(dueOf(policy, now, zone, taskContext.calendar), verdictBy(taskContext));
  const extended = input.verb === "grant-extension";
  const climbFrom = extended ? task.climbFrom : now;
  const processedThrough = extended || input.verb === "return" ? now : null;
  const { state, dueRevision, facts } = after;
  const anchor = anchorOf({ state, dueRevision, facts, climbFrom, climbDueAt }, zone, taskContext.calendar);
  const next = climb(policy, anchor, { processedThrough, acknowledged: after.state === "acknowledged" }, now);
  const nextAt = taskContext.paused ? null : next.due.length > 0 ? now : next.next;
  // Moved to a past day, it is late from now on.
  const highestRung = (input.verb === "move" ? overtaken(policy, anchor) : null) ?? after.highestRung;
  return { climbFrom, climbDueAt, processedThrough, nextAt, highestRung };
}

/** Has the round process the task now, to find the next day of its new report cadence; past days of that cadence are skipped. */
const rhythm = ({ nextAt, processedThrough }: TaskRow, now: Date): Pick<TaskRow, "nextAt" | "processedThrough"> => ({
  nextAt: now,
  // A rung that is due at this moment is still to be sent.
  processedThrough: nextAt && nextAt <= now ? processedThrough : now,
});

/** The last day on which a verdict is of use, such as the day of a gathering whose plan is to be approved. */
function verdictBy({ task, case: found, duty, organization, calendar }: TaskContext): Date | null {
  const rule = stepOf(duty.kind, task.step).verdictBy;
  return rule ? dueByRule(rule, found.facts, organization.zone, calendar) : null;
}

const sooner = (one: Date, other: Date | null): Date => (other && other < one ? other : one);

async function settle(tx: Tx, { task, now, taskContext }: Applied, after: TaskRow): Promise<void> {
  for (const released of await releaseAfter(tx, task.id)) await begin(tx, released, taskContext, now);
  // The workflow of a planned case begins with this settlement.
  if (taskContext.case.workflowType) await wakeCases(tx, [task.caseId], now);
  else if (await settlePlain(tx, task.caseId, await outcomeOf(tx, after), now))
    await creditFrom(tx, taskContext.case.duty, task.caseId, now);
}

/** Outcome of a step: a part that ended because it was no longer needed has the outcome of its covering task. */
const outcomeOf = async (tx: Tx, { state, parentTaskId }: TaskRow): Promise<TaskState> =>
  (parentTaskId === null ? null : await findTask(tx, parentTaskId))?.state ?? state;

/** Stores days of the submission as facts of the case. */
async function keepDays(tx: Tx, taskContext: TaskContext, task: TaskRow): Promise<void> {
  const { keeps = {} } = stepOf(taskContext.duty.kind, task.step);
  const result = (task.result ?? {}) as Readonly<Record<string, unknown>>;
  const facts = Object.fromEntries(
    Object.entries(keeps).flatMap(([fact, ask]) => (typeof result[ask] === "string" ? [[fact, result[ask]]] : [])),
  );
  if (Object.keys(facts).length === 0) return;
  await writeFacts(tx, task.caseId, facts);
  Object.assign(taskContext.case.facts, facts);
}

/** Begins a task that waited for others: its ladder and, unless its day comes from elsewhere, its term count from this instant. */
async function begin(tx: Tx, task: TaskRow, taskContext: TaskContext, now: Date): Promise<void> {
  const { calendar, policies, settings } = taskContext;
  const { zone, id } = taskContext.organization;
  const duty = dutyOf(task.duty);
  const { term, due, latest } = stepOf(duty.kind, task.step);
  const set = settings.term(duty, task.step, id);
  const rule = ruleWith(due, set);
  const day = (from: DueRule | undefined) => (from ? dueByRule(from, taskContext.case.facts, zone, calendar) : null);
  const policy = policyOf(task.policy, policies);
  const dueAt = task.floating
    ? notBeyond(day(latest), day(rule) ?? termFrom(set ?? term, policy, now, zone, calendar), now)
    : task.dueAt;
  const nextAt = (await mayClimb(tx, task.id)) ? now : null;
  const days = { openedAt: now, climbFrom: now, dueAt, firstDueAt: dueAt, climbDueAt: dueAt };
  const highestRung = overtaken(policy, { opened: now, due: dueAt, zone, calendar });
  await writeTask(tx, task.id, { ...days, nextAt, highestRung });
  if (nextAt) await nudgeRounds(tx, [{ round: task.round, at: nextAt }], now);
}

/** The columns that an act may change. */
const written = (after: TaskRow): Parameters<typeof writeTask>[2] => ({
  state: after.state,
  verifier: after.verifier,
  selfDeclared: after.selfDeclared ?? false,
  dueRevision: after.dueRevision,
  dueAt: after.dueAt,
  personId: after.personId,
  passedById: after.passedById,
  didIds: after.didIds,
  submittedById: after.submittedById,
  submittedAt: after.submittedAt,
  returns: after.returns,
  submissions: after.submissions,
  askedUntil: after.askedUntil,
  askedById: after.askedById,
  askedReason: after.askedReason,
  climbFrom: after.climbFrom,
  climbDueAt: after.climbDueAt,
  processedThrough: after.processedThrough,
  highestRung: after.highestRung,
  nextAt: after.nextAt,
  settledAt: after.settledAt,
  poison: after.poison,
  outlook: after.outlook ?? null,
  outlookAt: after.outlookAt ?? null,
  outlookNote: after.outlookNote ?? null,
  outlookById: after.outlookById ?? null,
  outlookAnsweredAt: after.outlookAnsweredAt ?? null,
  ...(after.result !== null && { result: after.result }),
});

/** Notices about the content of a submission that are sent to others at once. */
function alerted(applied: Applied): Applied {
  const { change, input, taskContext, submission } = applied;
  const alert = submission && stepOf(taskContext.duty.kind, applied.task.step).alerts?.(submission.result);
  if (!alert) return applied;
  const others = alert.audiences.map(
    (audience): Recipient => ({ audience, shape: "escalated", channels: ["email", "sms"], urgency: "prompt" }),
  );
  return {
    ...applied,
    change: { ...change, recipients: [...change.recipients, ...others] },
    input: { ...input, reason: alert.reason },
  };
}

function noticesOf(applied: Applied, after: TaskRow): NewNotice[] {
  const { task, change, input, now, taskContext } = applied;
  const name = nameOf(applied);
  const actor = typeof input.actor === "object" ? input.actor.personId : undefined;
  const about = { before: task, after };
  return recipientsOf(change.recipients, about, taskContext.holders, { verb: input.verb, actor }).map(
    ({ former, ...one }): NewNotice => ({
      ...one,
      taskId: after.id,
      caseId: after.caseId,
      organizationId: after.organizationId,
      step: formatAct(after.dueRevision, name, now),
      // A notice about a settled task is sent whatever follows.
      whileStates: isSettled(after.state) ? [] : doing,
      dueRevision: after.dueRevision,
      details: {
        because: name,
        ...(input.reason?.trim() && { reason: input.reason.trim() }),
        ...(actor && { from: actor }),
        ...(former && after.personId && { to: after.personId }),
        ...(input.batch && { batch: input.batch.id }),
      },
      sendAt: input.batch?.tellAt ?? now,
      notAfter: new Date(now.getTime() + week),
    }),
  );
}

function evidenceOf({ task, by, submission }: Applied, after: TaskRow): Parameters<typeof insertEvidence>[1] {
  const base = { taskId: task.id, round: after.submissions, personId: by };
  const said =
    Object.keys(submission?.result ?? {}).length > 0
      ? [{ ...base, type: "text" as const, data: submission?.result }]
      : [];
  const files = fileEvidence(base, submission?.files ?? []);
  const { figures } = submission ?? {};
  return [...said, ...(figures ? [{ ...base, type: "figures" as const, data: { figures } }] : []), ...files];
}
