import { RefusedError } from "../../domain/errors.ts";
import { formatAct } from "../../domain/escalation/rung-id.ts";
import { cause } from "../../domain/reasons/index.ts";
import { find, type Holder } from "../../domain/tasks/people.ts";
import type { Tx } from "../../prisma/client.ts";
import { closeOrganization as closeRecord, type OpenMatter } from "../../records/cases/closing.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { insertNotices, type NewNotice } from "../../records/messages/notices.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";

export interface Closed {
  changed: boolean;
  /** Numbers of open cases and tasks, which are cancelled. */
  cases: number;
  tasks: number;
}

/** In milliseconds: a notice that could not be sent for a month is dropped. */
const month = 30 * 86_400_000;

/**
 * Closes an organization permanently, in one transaction: open work is cancelled with a notice to those who still have it, its workflows end, and
 * nothing is planned or started any more. Published disclosures stay readable. Idempotent.
 * @param named its code, or its id
 * @throws {NotFoundError} no such organization · {RefusedError} without a reason
 */
export async function closeOrganization(
  context: ActContext,
  named: string,
  { reason: given, actor }: { reason: string; actor: Actor },
): Promise<Closed> {
  const now = context.now();
  const closed = await context.db.$transaction(async (tx) => {
    const organization = await organizationOf(tx, named);
    const reason = given.trim();
    if (!reason) throw new RefusedError(cause("no-reason-given", { act: "close" }));
    const open = await closeRecord(tx, organization.id, reason, now);
    if (!open) return { changed: false, cases: 0, tasks: 0 };
    const holders = (await holdersOf(tx, [organization.id], now)).get(organization.id) ?? [];
    await nudgeCouriers(
      tx,
      await insertNotices(
        tx,
        open.tasks.flatMap((task) => word(task, holders, reason, now)),
        now,
      ),
      now,
    );
    await wakeCases(
      tx,
      open.cases.map(({ id }) => id),
      now,
    );
    await writeDown(tx, organization.id, open, { reason, actor: actorId(actor) }, now);
    return { changed: true, cases: open.cases.length, tasks: open.tasks.length };
  });
  await context.flush();
  return closed;
}

/** Notices that a task has ended: to the doer and, if it was submitted, to the verifier. */
function word(task: TaskRow, holders: readonly Holder[], reason: string, now: Date): NewNotice[] {
  const doers = find("doer", task, holders).people;
  const verifiers = task.state === "submitted" ? find("verifier", task, holders).people : [];
  return [...new Set([...doers, ...verifiers])].map((personId) => ({
    taskId: task.id,
    caseId: task.caseId,
    organizationId: task.organizationId,
    personId,
    step: formatAct(task.dueRevision, "closed", now),
    channel: "email",
    shape: "settled",
    part: doers.includes(personId) ? "doer" : "verifier",
    urgency: "routine",
    whileStates: [],
    dueRevision: task.dueRevision,
    details: { because: "closed", reason },
    sendAt: now,
    notAfter: new Date(now.getTime() + month),
  }));
}

async function writeDown(
  tx: Tx,
  organizationId: string,
  { tasks, cases }: OpenMatter,
  { reason, actor }: { reason: string; actor: string },
  now: Date,
): Promise<void> {
  const line = { organizationId, at: now, actor };
  await appendEvents(tx, [
    ...tasks.map(({ id: taskId, caseId, state, dueAt }) => ({
      ...line,
      caseId,
      taskId,
      verb: "cancel",
      before: { state, dueAt },
      after: { state: "cancelled", reason },
    })),
    ...cases.map(({ id: caseId }) => ({ ...line, caseId, taskId: null, verb: "closed", after: { reason } })),
  ]);
}
