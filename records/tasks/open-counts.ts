import type { Tx } from "../../prisma/client.ts";

/**
 * Merges the changes to open counts that triggers wrote, by organization, for one shard. Concurrent readers see the counts before or after; rows
 * written meanwhile are left for the next call.
 */
export async function sumOpenCounts(tx: Tx, shard: number): Promise<void> {
  await tx.$executeRaw`
    with gone as (
      delete from open_count c using organization o where o.shard = ${shard} and c.organization_id = o.id
      returning c.organization_id, c.change)
    insert into open_count (organization_id, change)
    select organization_id, sum(change) from gone group by organization_id having sum(change) <> 0`;
}
