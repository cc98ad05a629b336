import type { Tx } from "../prisma/client.ts";
import { newId } from "./rows.ts";

export interface NewEvidence {
  taskId: string;
  /** Which submission of the task it belongs to, from 1. */
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
