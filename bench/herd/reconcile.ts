import { type Db, Prisma } from "../../prisma/client.ts";

export interface Reconciled {
  /** Tasks with a rung for which no accepted mail was found. */
  lost: number;
  /** Accepted mails beyond one for each reader, task and rung, and mails that belong to none. */
  duplicates: number;
  /** Number of those that came again under the same Message-ID. */
  again: number;
  /** Number of those that no attempt of unknown outcome explains. */
  unexplained: number;
}

interface SentNotice {
  taskId: string;
  personId: string;
}

/**
 * Compares what the receiving end accepted with what should have been sent. A Message-ID is the reference of a delivery; a delivery carries
 * notices; a notice belongs to one task, reader and rung.
 * @param counts how often each Message-ID was accepted
 * @param step of the notices, as it is stored
 */
export async function reconcile(
  db: Db,
  counts: ReadonlyMap<string, number>,
  step: string,
  expected: number,
): Promise<Reconciled> {
  const told = new Set<string>();
  let accepted = 0;
  let again = 0;
  let unexplained = 0;
  const ids = [...counts.keys()];
  for (let from = 0; from < ids.length; from += 5_000) {
    const some = ids.slice(from, from + 5_000);
    const references = some.map(referenceOf);
    const rows = await db.$queryRaw<SentNotice[]>`
      select n.task_id as "taskId", n.person_id as "personId"
      from delivery d join notice n on n.delivery_id = d.id
      where d.reference in (${Prisma.join(references)}) and n.step = ${step}`;
    for (const { taskId, personId } of rows) told.add(`${taskId}/${personId}`);
    const unknown = await unknownOf(db, some.filter((id) => (counts.get(id) ?? 0) > 1).map(referenceOf));
    for (const id of some) {
      const times = counts.get(id) ?? 0;
      accepted += times;
      again += times - 1;
      unexplained += Math.max(0, times - 1 - (unknown.get(referenceOf(id)) ?? 0));
    }
  }
  const tasks = new Set([...told].map((one) => one.split("/")[0])).size;
  return { lost: expected - tasks, duplicates: accepted - told.size, again, unexplained };
}

/** Result of comparing all accepted mails with all notices. */
export interface Reckoned {
  /** Notices that are not recorded as sent, or that no accepted mail carried. */
  lost: number;
  /** Accepted mails whose reference is not that of a notice. */
  doubled: number;
  /** Mails that came again and that no attempt of unknown outcome explains. */
  unexplained: number;
}

/** @param expected number of notices, each in a mail of its own */
export async function reckon(db: Db, accepted: ReadonlyMap<string, number>, expected: number): Promise<Reckoned> {
  const times = new Map([...accepted].map(([id, n]) => [referenceOf(id), n]));
  const rows = await db.$queryRaw<{ reference: string; unknown: number }[]>`
    with known as (select reference, count(*) filter (where state = 'unknown')::int as unknown from delivery group by reference)
    select d.reference, k.unknown from notice n join delivery d on d.id = n.delivery_id join known k on k.reference = d.reference
    where n.state = 'sent'`;
  const own = new Map(rows.map(({ reference, unknown }) => [reference, unknown]));
  let unexplained = 0;
  for (const [reference, n] of times) unexplained += Math.max(0, n - 1 - (own.get(reference) ?? 0));
  return {
    lost: expected - [...own.keys()].filter((reference) => times.has(reference)).length,
    doubled: [...times.keys()].filter((reference) => !own.has(reference)).length,
    unexplained,
  };
}

export const referenceOf = (messageId: string): string => /^<([^@>]+)@/.exec(messageId)?.[1] ?? "";

/** Returns the number of attempts of unknown outcome for each reference. */
async function unknownOf(db: Db, references: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (references.length === 0) return new Map();
  const rows = await db.$queryRaw<{ reference: string; n: number }[]>`
    select reference, count(*)::int as n from delivery
    where state = 'unknown' and reference in (${Prisma.join([...references])}) group by reference`;
  return new Map(rows.map(({ reference, n }) => [reference, n]));
}
