import type { EventName } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { type Finding, findingsOf } from "../../domain/forms/findings.ts";
import { unchanged } from "../../domain/procedures/freshness.ts";
import { fieldsOf, stepOf } from "../../domain/procedures/steps.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { insertStart, raise } from "../../records/cases/starts.ts";
import { insertVersion, overtake } from "../../records/cases/versions.ts";
import { filesHandedIn, type HandedIn, showFound } from "../../records/tasks/evidence.ts";
import { logCases } from "../../records/tasks/pauses.ts";
import { type TaskRow, tasksOfCase } from "../../records/tasks/tasks.ts";
import { tellResult } from "../cases/askers.ts";
import type { TaskContext } from "./task-context.ts";

/**
 * What a step that is done brings about, in the transaction that settles it: the event that it is, the case that it opens, and for each finding that it
 * named a case of its own, once, linked both ways.
 * @param by who settled it: of a verified step the one who approved
 */
export async function followUp(
  tx: Tx,
  taskContext: TaskContext,
  task: TaskRow,
  by: string | null,
  now: Date,
): Promise<void> {
  const { duty, organization, calendar } = taskContext;
  await tellResult(tx, taskContext, task, now);
  const { raises, version, starts } = stepOf(duty.kind, task.step);
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
    const raised = { ...from, event: "version-approved" as const, subject: taskContext.case.subject };
    const overtaken = made ? await overtake(tx, { organizationId, artefact: version, number: made.number }, now) : [];
    const because = `version ${made?.number} is there`;
    const note = { organizationId, verb: "cancelled", after: { reason: because } };
    await logCases(
      tx,
      overtaken.map((caseId) => ({ ...note, caseId })),
      { at: now, actor: "system" },
    );
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
  const event = typeof raises === "function" ? raises(result) : raises;
  const on = dateIn(now, organization.zone);
  // What comes out of a grave matter is as grave.
  const { severity } = taskContext.case.facts;
  if (event)
    await raise(
      tx,
      organization,
      {
        ...from,
        event,
        key: task.id,
        subject: taskContext.case.subject,
        facts: { on, ...(severity !== undefined && { severity }) },
      },
      duty.number,
      calendar,
      now,
    );
  if (starts) {
    const { subject, facts } = taskContext.case;
    const today = dateIn(now, organization.zone);
    const opened = { ...from, duty: dutyOf(starts.duty), event: null, key: task.caseId, subject };
    await insertStart(tx, organization, { ...opened, facts: starts.facts({ facts, subject, today }) }, calendar, now);
  }
  const fields = fieldsOf(duty, task.step, task.facts);
  const found = findingsOf(fields, result);
  const files = found.length > 0 ? await filesHandedIn(tx, task.id) : [];
  for (const [index, finding] of found.entries()) {
    const { subject, severity, raises, field } = finding;
    // A finding is graded, an entry of a list (a resolution) is not.
    const listed = fields.some(({ name, type }) => name === field && type === "list");
    const facts = { ...(!listed && { severity }), foundBy: task.caseId };
    const raised = { ...from, event: raises, key: `${task.id}:${index + 1}`, subject, facts };
    const cases = await raise(tx, organization, raised, duty.number, calendar, now);
    const shown = listed ? [] : files.filter((file) => shows(file, finding));
    for (const { caseId, created } of cases) if (created) await showWith(tx, caseId, shown, now);
    await appendEvents(
      tx,
      cases.flatMap((one) => (one.created ? [linkTo(task, one.caseId, raises, now)] : [])),
    );
  }
}

/** The photos of its item; of what stands in no item, the photos that are of none. */
const shows = ({ about, mime }: HandedIn, { field, item }: Finding): boolean =>
  item === undefined ? about === null && mime.startsWith("image/") : about?.field === field && about.item === item;

/** Whoever deals with a finding sees what its finder saw. */
async function showWith(tx: Tx, caseId: string, files: readonly HandedIn[], now: Date): Promise<void> {
  const [first] = files.length > 0 ? await tasksOfCase(tx, caseId) : [];
  if (first) await showFound(tx, first.id, files, now);
}

/** The way from a case to what it found; the way back is the other's parent. */
const linkTo = (task: TaskRow, caseId: string, event: EventName, at: Date) => ({
  caseId: task.caseId,
  taskId: task.id,
  organizationId: task.organizationId,
  at,
  actor: "system",
  verb: "finding",
  after: { case: caseId, event },
});
