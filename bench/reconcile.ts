import { formatRung } from "../domain/escalation/rung-id.ts";
import { type Db, Prisma } from "../prisma/client.ts";

export interface Reconciled {
  /** Tasks whose rung no accepted mail told. */
  lost: number;
  /** Mails accepted beyond one for each reader, task and rung; also those that belong to none. */
  duplicates: number;
}

interface SentNotice {
  taskId: string;
  personId: string;
}

/**
 * Holds what the receiving end accepted against what was to be told: a Message-ID is a delivery's reference, a delivery carries
 * notices, a notice is one task, reader and rung.
 * @param counts how often each Message-ID was accepted
 */
export async function reconcile(
  db: Db,
  counts: ReadonlyMap<string, number>,
  rung: string,
  expected: number,
): Promise<Reconciled> {
  const told = new Set<string>();
  let accepted = 0;
  const ids = [...counts.keys()];
  for (let from = 0; from < ids.length; from += 5_000) {
    const some = ids.slice(from, from + 5_000);
    const references = some.map((id) => /^<([^@>]+)@/.exec(id)?.[1] ?? "");
    const rows = await db.$queryRaw<SentNotice[]>`
      select n.task_id as "taskId", n.person_id as "personId"
      from delivery d join notice n on n.delivery_id = d.id
      where d.reference in (${Prisma.join(references)}) and n.step = ${formatRung(0, "doer", rung)}`;
    for (const { taskId, personId } of rows) told.add(`${taskId}/${personId}`);
    for (const id of some) accepted += counts.get(id) ?? 0;
  }
  const tasks = new Set([...told].map((one) => one.split("/")[0])).size;
  return { lost: expected - tasks, duplicates: accepted - told.size };
}
