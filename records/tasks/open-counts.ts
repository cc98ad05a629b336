import type { Tx } from "../../prisma/client.ts";

/**
 * Sums up by organization what triggers wrote of tasks that opened and settled, of one shard. Whoever counts meanwhile sees the one or the
 * other, and what is written meanwhile stays as it is.
 */
export async function sumOpenCounts(tx: Tx, shard: number): Promise<void> {
  await tx.$executeRaw`
    with gone as (
      delete from open_count c using organization o where o.shard = ${shard} and c.organization_id = o.id
      returning c.organization_id, c.change)
    insert into open_count (organization_id, change)
    select organization_id, sum(change) from gone group by organization_id having sum(change) <> 0`;
}
