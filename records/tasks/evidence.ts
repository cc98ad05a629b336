import { createHash } from "node:crypto";
import type { ItemRef } from "../../domain/forms/checklist.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import type { Tx } from "../../prisma/client.ts";
import { newId } from "../rows.ts";

/** Submission number of files that existed when the task opened (what a finding showed), before any submission. */
export const asFound = 0;

export interface NewEvidence {
  taskId: string;
  /** Number of the submission to which it belongs, from 1, or {@link asFound}. */
  round: number;
  personId: string | null;
  type: "text" | "figures" | "file";
  name?: string;
  mime?: string;
  data?: unknown;
  bytes?: Uint8Array;
  sha256?: string;
}

export async function insertEvidence(tx: Tx, evidence: readonly NewEvidence[], at: Date): Promise<void> {
  for (const { taskId, round, personId, type, name = "", mime = "", data, bytes, sha256 = "" } of evidence)
    await tx.$executeRaw`
      insert into evidence (id, task_id, round, person_id, type, name, mime, data, bytes, sha256, at)
      values (${newId()}, ${taskId}, ${round}, ${personId}, ${type}, ${name}, ${mime},
              ${data === undefined ? null : JSON.stringify(data)}::jsonb, ${bytes ? Buffer.from(bytes) : null}, ${sha256}, ${at})`;
}

type Of = Pick<NewEvidence, "taskId" | "round" | "personId">;

export const fileEvidence = (of: Of, files: readonly SubmittedFile[]): NewEvidence[] =>
  files.map(({ name, mime, bytes, about }) => ({
    ...of,
    ...(about && { data: about }),
    type: "file",
    name,
    mime,
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));

/** Stores the files of a finding with the task that rectifies it, each once. */
export async function storeFoundFiles(
  tx: Tx,
  of: Omit<Of, "round">,
  files: readonly SubmittedFile[],
  at: Date,
): Promise<void> {
  if (files.length === 0) return;
  const known = await tx.$queryRaw<{ sha256: string }[]>`
    select sha256 from evidence where task_id = ${of.taskId} and round = ${asFound} and type = 'file'`;
  const fresh = fileEvidence({ ...of, round: asFound }, files).filter(
    (one) => !known.some(({ sha256 }) => sha256 === one.sha256),
  );
  await insertEvidence(tx, fresh, at);
}

/** A file of a task's last submission. */
export interface HandedIn {
  id: string;
  personId: string | null;
  name: string;
  mime: string;
  sha256: string;
  /** The checklist item that the file shows. */
  about: ItemRef | null;
}

export async function filesHandedIn(tx: Tx, taskId: string): Promise<HandedIn[]> {
  return tx.$queryRaw<HandedIn[]>`
    select e.id, e.person_id as "personId", e.name, e.mime, e.sha256, e.data as about
    from evidence e join task t on t.id = e.task_id
    where t.id = ${taskId} and e.type = 'file' and e.round = t.submissions order by e.name, e.id`;
}

/** Adds a file of another task's submission to a task; its bytes are stored once. */
export async function showFound(tx: Tx, taskId: string, files: readonly HandedIn[], at: Date): Promise<void> {
  const shown = files.map(({ id, personId, name, mime, sha256 }): NewEvidence => {
    return { taskId, round: asFound, personId, type: "file", name, mime, sha256, data: { same: id } };
  });
  await insertEvidence(tx, shown, at);
}
