import { formatAct } from "../../domain/escalation/rung-id.ts";
import { requesterOf } from "../../domain/procedures/requester.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import type { Tx } from "../../prisma/client.ts";
import { insertNotices } from "../../records/messages/notices.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import type { TaskContext } from "../tasks/task-context.ts";

/** In milliseconds: a notice that could not be sent for a month is dropped. */
const month = 30 * 86_400_000;

type About = Pick<TaskRow, "id" | "caseId" | "organizationId" | "dueRevision">;

/** Notifies the requester of a case that it was received, or of its outcome; without a person nobody is notified. */
export async function notifyRequester(
  tx: Tx,
  personId: string | null | undefined,
  task: About,
  { because, reason }: { because: "opened" | "submit"; reason?: string },
  now: Date,
): Promise<void> {
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

/** Sends the result of a finished step to the requester of the case. */
export async function notifyOfResult(
  tx: Tx,
  { case: found, duty }: TaskContext,
  task: TaskRow,
  now: Date,
): Promise<void> {
  const { tells } = stepOf(duty.kind, task.step);
  if (tells === undefined) return;
  // A donor's question is a task in the campaign's case and has a requester of its own.
  const requester = requesterOf(task.facts) ?? requesterOf(found.facts);
  const said = ((task.result ?? {}) as Readonly<Record<string, unknown>>)[tells];
  const result = { because: "submit" as const, ...(typeof said === "string" && { reason: said }) };
  await notifyRequester(tx, requester?.personId, task, result, now);
}
