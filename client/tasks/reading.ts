import { stepOf } from "../../domain/procedures/steps.ts";
import type { Tx } from "../../prisma/client.ts";
import { type VersionShown, versionsShown } from "../../records/cases/versions.ts";
import { type EvidenceLine, evidenceOfTask } from "../../records/views/pages.ts";
import type { TaskContext } from "./task-context.ts";

/** The version that a person is asked to read, with its text and files. */
export interface Reading extends VersionShown {
  lines: readonly EvidenceLine[];
}

/** The version that a task asks to read: the one that its case is about, otherwise the newest. @returns null: it asks for none, or there is none */
export async function readingOf(
  tx: Tx,
  { task, case: found, duty, organization }: Pick<TaskContext, "task" | "case" | "duty" | "organization">,
): Promise<Reading | null> {
  const { reads } = stepOf(duty.kind, task.step);
  if (!reads) return null;
  const { artefact, version } = found.facts;
  const number = artefact === reads && typeof version === "number" ? { number: version } : {};
  const [shown] = await versionsShown(tx, organization.id, { artefact: reads, ...number });
  return shown ? { ...shown, lines: await evidenceOfTask(tx, shown.taskId) } : null;
}
