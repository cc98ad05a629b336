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
import { notifyOfResult } from "../cases/requesters.ts";
import type { TaskContext } from "./task-context.ts";

/**
 * Consequences of a finished step, in the transaction that settles it: its event, the case that it opens, and for each finding a case of its own,
 * once, linked in both directions.
 * @param by who settled it; for a verified step the verifier
 */
export async function followUp(
  tx: Tx,
  taskContext: TaskContext,
  task: TaskRow,
  by: string | null,
  now: Date,
): Promise<void> {
  const { duty, organization, calendar } = taskContext;
  await notifyOfResult(tx, taskContext, task, now);
  const { raises, version, starts } = stepOf(duty.kind, task.step);
  const from = { actor: "system", parentId: task.caseId };
  const result = (task.result ?? {}) as Readonly<Record<string, unknown>>;
  // A text that is confirmed unchanged is no new version, and nobody reads it again.
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
    // Everybody must read a plan; contacts and rules are only looked up.
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
  // A case that comes out of a severe one has the same severity.
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
    // A finding has a severity; an entry of a list (a resolution) has none.
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

/** Photos of a finding: those of its item; for a finding without an item, those without one. */
const shows = ({ about, mime }: HandedIn, { field, item }: Finding): boolean =>
  item === undefined ? about === null && mime.startsWith("image/") : about?.field === field && about.item === item;

/** The person who handles a finding sees the photos of the one who found it. */
async function showWith(tx: Tx, caseId: string, files: readonly HandedIn[], now: Date): Promise<void> {
  const [first] = files.length > 0 ? await tasksOfCase(tx, caseId) : [];
  if (first) await showFound(tx, first.id, files, now);
}

/** Link from a case to its finding's case; the link back is the parent. */
const linkTo = (task: TaskRow, caseId: string, event: EventName, at: Date) => ({
  caseId: task.caseId,
  taskId: task.id,
  organizationId: task.organizationId,
  at,
  actor: "system",
  verb: "finding",
  after: { case: caseId, event },
});
