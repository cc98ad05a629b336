import { createHash } from "node:crypto";
import type { SubmittedFile } from "../domain/submission.ts";
import type { Tx } from "../prisma/client.ts";
import { newId } from "./rows.ts";

/** Of what was there when the task was opened: what was seen, before anybody submitted anything. */
export const asFound = 0;

export interface NewEvidence {
  taskId: string;
  /** Which submission of the task it belongs to, from 1, or {@link asFound}. */
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
  files.map(({ name, mime, bytes }) => ({
    ...of,
    type: "file",
    name,
    mime,
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));

/** Keeps what was seen with the task that deals with it; a file that is there already is not kept twice. */
export async function keepFound(
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
