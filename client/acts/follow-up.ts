import { unchanged } from "../../domain/freshness.ts";
import { asksOf, stepOf } from "../../domain/steps.ts";
import type { Tx } from "../../prisma/client.ts";
import { appendEvents } from "../../records/events.ts";
import { raise } from "../../records/starts.ts";
import type { TaskRow } from "../../records/tasks.ts";
import { insertVersion } from "../../records/versions.ts";
import type { Around } from "./around.ts";
import { tellResult } from "./askers.ts";

/**
 * What a step that is done brings about, in the transaction that settles it: the event that it is, and for each finding that it
 * named a case of its own, once, linked both ways.
 * @param by who settled it: of a verified step the one who approved
 */
export async function followUp(tx: Tx, scene: Around, task: TaskRow, by: string | null, now: Date): Promise<void> {
  const { duty, organization, calendar } = scene;
  await tellResult(tx, scene, task, now);
  const { raises, version } = stepOf(duty.kind, task.step);
  const from = { actor: "system", parentId: task.caseId };
  const result = (task.result ?? {}) as Readonly<Record<string, unknown>>;
  // What is confirmed as it stands is no new version, and nobody reads it again.
  if (version && !unchanged(result)) {
    const { organizationId, id: taskId, submittedById: writtenById } = task;
    const approvedById = task.verifier ? by : null;
    const made = await insertVersion(tx, {
      organizationId,
      artefact: version,
      taskId,
      writtenById,
      approvedById,
      at: now,
    });
    const raised = { ...from, event: "version-approved" as const, subject: scene.case.subject };
    // Only a plan is read by everyone; contacts and rules are looked up.
    if (made && version === "plan")
      await raise(
        tx,
        organization,
        { ...raised, key: made.id, facts: { artefact: version, version: made.number } },
        duty.number,
        calendar,
        now,
      );
  }
  if (raises)
    await raise(
      tx,
      organization,
      { ...from, event: raises, key: task.id, subject: scene.case.subject },
      duty.number,
      calendar,
      now,
    );
  const asks = asksOf(duty, task.step).filter((ask) => ask.type === "findings");
  const findings = asks.flatMap((ask) => (Array.isArray(result[ask.name]) ? (result[ask.name] as string[]) : []));
  for (const [index, subject] of findings.entries()) {
    const facts = { severity: "major", foundBy: task.caseId };
    const raised = { ...from, event: "finding" as const, key: `${task.id}:${index + 1}`, subject, facts };
    const cases = await raise(tx, organization, raised, duty.number, calendar, now);
    await appendEvents(
      tx,
      cases.flatMap(({ caseId, created }) =>
        created
          ? [
              {
                caseId: task.caseId,
                taskId: task.id,
                organizationId: task.organizationId,
                at: now,
                actor: "system",
                verb: "finding",
                after: { case: caseId },
              },
            ]
          : [],
      ),
    );
  }
}
