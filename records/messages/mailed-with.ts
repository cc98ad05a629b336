import { channelRules } from "../../domain/channels/index.ts";
import { channels } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";

/** Channels whose messages bundle several tasks. */
const bundling = channels.filter((channel) => channelRules[channel].oneRoutineADay);

/**
 * Tasks that a person was sent in the same mail as the given one.
 * @param reference of the mail; absent: the last mail that requested the task
 */
export async function mailedWith(
  db: Statements,
  { personId, taskId }: { personId: string; taskId: string },
  reference?: string,
): Promise<ReadonlySet<string>> {
  const such =
    reference === undefined
      ? Prisma.empty
      : Prisma.sql`and m.delivery_id in (select id from delivery where person_id = ${personId} and reference = ${reference})`;
  const rows = await db.$queryRaw<{ taskId: string }[]>`
    select distinct n.task_id as "taskId" from notice n
    where n.person_id = ${personId} and n.part = 'doer' and n.delivery_id = (
      select m.delivery_id from notice m
      where m.person_id = ${personId} and m.task_id = ${taskId} and m.channel = any(${bundling}::text[])
        and m.delivery_id is not null ${such}
      order by m.created_at desc limit 1)`;
  return new Set(rows.map((row) => row.taskId));
}
