import { asksOf } from "../../domain/steps.ts";
import type { Tx } from "../../prisma/client.ts";
import { appendEvents } from "../../records/events.ts";
import type { TaskRow } from "../../records/tasks.ts";
import type { Around } from "./around.ts";
import { startCaseIn } from "./start.ts";

/** Duty that mends what a duty found; every other's findings are mended under 29. */
const mending: Readonly<Record<string, string>> = { "30": "31" };

/**
 * Each finding that a settled submission names opens a rectification, once, linked both ways, in the transaction that settles it.
 */
export async function openFindings(tx: Tx, scene: Around, task: TaskRow, now: Date): Promise<void> {
  const result = (task.result ?? {}) as Readonly<Record<string, unknown>>;
  const asks = asksOf(scene.duty, task.step).filter((ask) => ask.type === "findings");
  const findings = asks.flatMap((ask) => (Array.isArray(result[ask.name]) ? (result[ask.name] as string[]) : []));
  for (const [index, subject] of findings.entries()) {
    const { caseId, created } = await startCaseIn(
      tx,
      scene,
      {
        duty: mending[scene.duty.number] ?? "29",
        organizationId: task.organizationId,
        key: `${task.id}:${index + 1}`,
        subject,
        facts: { severity: "major", foundBy: task.caseId },
        actor: "system",
        parentId: task.caseId,
      },
      now,
    );
    if (!created) continue;
    const { organizationId, id: taskId } = task;
    const after = { case: caseId };
    await appendEvents(tx, [
      { caseId: task.caseId, taskId, organizationId, at: now, actor: "system", verb: "finding", after },
    ]);
  }
}
