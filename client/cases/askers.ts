import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { formatAct } from "../../domain/escalation/rung-id.ts";
import { askerOf } from "../../domain/procedures/asker.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import type { Tx } from "../../prisma/client.ts";
import { insertNotices } from "../../records/messages/notices.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import type { TaskContext } from "../tasks/task-context.ts";

/** In milliseconds: a notice that could not be sent for a month is dropped. */
const month = 30 * 86_400_000;

type About = Pick<TaskRow, "id" | "caseId" | "organizationId" | "dueRevision">;

/** Notifies the asker of a case that it was received, or of its outcome; without an address nobody is notified. */
export async function notifyAsker(
  tx: Tx,
  facts: Facts,
  task: About,
  { because, reason }: { because: "opened" | "submit"; reason?: string },
  now: Date,
): Promise<void> {
  const personId = askerOf(facts)?.personId;
  if (!personId) return;
  const couriers = await insertNotices(
    tx,
    [
      {
        taskId: task.id,
        caseId: task.caseId,
        organizationId: task.organizationId,
        personId,
        step: formatAct(task.dueRevision, "asker", because),
        channel: "email",
        shape: because === "opened" ? "call" : "settled",
        part: "asker",
        urgency: "prompt",
        whileStates: [],
        dueRevision: task.dueRevision,
        details: { because, ...(reason && { reason }) },
        sendAt: now,
        notAfter: new Date(now.getTime() + month),
      },
    ],
    now,
  );
  await nudgeCouriers(tx, couriers, now);
}

/** Sends the result of a finished step to the asker of the case. */
export async function notifyOfResult(
  tx: Tx,
  { case: found, duty }: TaskContext,
  task: TaskRow,
  now: Date,
): Promise<void> {
  const { tells } = stepOf(duty.kind, task.step);
  if (tells === undefined) return;
  // A donor's question is a task in the campaign's case and has an asker of its own.
  const facts = askerOf(task.facts) ? task.facts : found.facts;
  const said = ((task.result ?? {}) as Readonly<Record<string, unknown>>)[tells];
  await notifyAsker(tx, facts, task, { because: "submit", ...(typeof said === "string" && { reason: said }) }, now);
}
