import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import { hazardDuty } from "../../domain/procedures/kinds/hazard.ts";
import { workflowOf } from "../../domain/procedures/kinds.ts";
import type { Severity } from "../../domain/procedures/severity.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Tx } from "../../prisma/client.ts";
import { findCase } from "../../records/cases/cases.ts";
import { holdersOf, organizationsById } from "../../records/roster/holders.ts";
import { newId } from "../../records/rows.ts";
import { storeFoundFiles } from "../../records/tasks/evidence.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { changeFacts } from "../cases/facts.ts";
import { raiseEventIn } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { checkFiles } from "../tasks/files.ts";

export interface HazardReport {
  organizationId: string;
  /** What was seen, in one line. */
  what: string;
  severity: Severity;
  /** Photos, stored with the task that handles it. */
  files?: readonly SubmittedFile[];
  /** Everybody with a role in the organization may report. */
  actor: Actor;
  /** The caller's idempotency key. @default a new one */
  key?: string;
}

/**
 * Reports a hazard or incident: the person responsible is notified at once, also at night unless it is minor.
 * @throws {NotFoundError} no such organization · {RefusedError} it is closed, the duty is paused there, or the person has no role in it
 */
export async function reportHazard(
  context: ActContext,
  { organizationId, what, severity, files = [], actor, key = newId() }: HazardReport,
): Promise<{ caseId: string; created: boolean }> {
  const now = context.now();
  const photos = await checkFiles(files, { pictures: true, place: "photo" });
  const reported = await context.db.$transaction(async (tx) => {
    if (typeof actor === "object") {
      const holders = (await holdersOf(tx, [organizationId], now)).get(organizationId) ?? [];
      if (!holders.some(({ personId }) => personId === actor.personId))
        throw new RefusedError(cause("not-in-organization"));
    }
    const happened = {
      organizationId,
      event: "hazard-opened" as const,
      key,
      subject: what,
      facts: { severity },
      actor,
    };
    const cases = await raiseEventIn(tx, context, happened, now);
    const hazard = cases.find(({ duty }) => duty === hazardDuty);
    if (!hazard)
      throw new RefusedError(
        cause("duty-paused", { act: "report", duty: hazardDuty, organization: await codeOf(tx, organizationId) }),
      );
    await keepPhotos(tx, hazard.caseId, photos, actor, now);
    return { caseId: hazard.caseId, created: hazard.created };
  });
  await context.flush();
  return reported;
}

/** If the same hazard is reported again with another photo, that photo is stored too. */
async function keepPhotos(
  tx: Tx,
  caseId: string,
  files: readonly SubmittedFile[],
  actor: Actor,
  now: Date,
): Promise<void> {
  const task = (await tasksOfCase(tx, caseId)).find(({ key }) => key === "take-up");
  const personId = typeof actor === "object" ? actor.personId : null;
  if (task) await storeFoundFiles(tx, { taskId: task.id, personId }, files, now);
}

/**
 * Changes the severity of a hazard: its open tasks move to the policy of the new severity.
 * @throws {NotFoundError} no such hazard · {RefusedError} it is settled
 */
export async function gradeHazard(
  context: ActContext,
  { caseId, severity, reason, actor }: { caseId: string; severity: Severity; reason?: string; actor: Actor },
): Promise<{ changed: boolean }> {
  const found = await findCase(context.db, caseId);
  if (!found || workflowOf(dutyOf(found.duty)) !== "hazard")
    throw new NotFoundError(cause("no-hazard", { value: caseId }));
  return changeFacts(context, { caseId, facts: { severity }, verb: "graded", actor, ...(reason && { reason }) });
}

const codeOf = async (tx: Tx, organizationId: string): Promise<string> =>
  (await organizationsById(tx, [organizationId])).get(organizationId)?.code ?? organizationId;
