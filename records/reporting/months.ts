import { rungDepths } from "../../domain/reporting/depth.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { rowsOf } from "../rows.ts";
import { policiesOf } from "../settings.ts";
import { countColumns, countedSums, countedTasks } from "./outcome.ts";

/** What was settled this shortly before may not be committed yet: it is counted the next time. */
const lagMs = 15 * 60_000;
/** Settled tasks that are counted in one transaction, in days of their settling. */
const sliceMs = 7 * 86_400_000;

/** How deep the rungs of today's policies stand, as one parameter. */
export async function depthsOf(tx: Statements): Promise<Prisma.Sql> {
  return rowsOf(rungDepths((await policiesOf(tx)).values()));
}

/**
 * Counts what was settled in a shard since it was counted last, and keeps it month by month: asked twice, nothing is counted twice. A
 * slice of some days at a time. @returns whether there is more
 */
export async function countMonths(tx: Tx, shard: number, now: Date): Promise<boolean> {
  await tx.$executeRaw`
    insert into report_shard (shard, counted_until) values (${shard}, '-infinity') on conflict do nothing`;
  const until = new Date(now.getTime() - lagMs);
  // Locked: two who count at once would both add.
  const [next] = await tx.$queryRaw<{ from: Date | null }[]>`
    select (select min(t.settled_at) from task t join organization o on o.id = t.organization_id
            where o.shard = r.shard and t.settled_at >= r.counted_until) as "from"
    from report_shard r where r.shard = ${shard} for update`;
  const from = next?.from ?? until;
  const to = new Date(Math.min(until.getTime(), from.getTime() + sliceMs));
  if (to > from) await addSettled(tx, shard, from, to, now);
  await tx.$executeRaw`
    update report_shard set counted_until = greatest(counted_until, ${to}) where shard = ${shard}`;
  return to < until;
}

/** Forgets what was counted of a shard; it is counted again from the tasks. In the same transaction nobody reads half of it. */
export async function forgetMonths(tx: Tx, shard: number): Promise<void> {
  await tx.$executeRaw`select 1 from report_shard where shard = ${shard} for update`;
  await tx.$executeRaw`delete from report_month where shard = ${shard}`;
  await tx.$executeRaw`update report_shard set counted_until = '-infinity' where shard = ${shard}`;
}

async function addSettled(tx: Tx, shard: number, from: Date, to: Date, now: Date): Promise<void> {
  const which = Prisma.sql`o.shard = ${shard} and t.settled_at >= ${from} and t.settled_at < ${to}`;
  const columns = Prisma.raw(countColumns.join(", "));
  const added = Prisma.raw(countColumns.map((name) => `${name} = report_month.${name} + excluded.${name}`).join(", "));
  await tx.$executeRaw`
    insert into report_month (shard, organization_id, duty, month, ${columns}, days)
    select shard, coalesce(organization_id, ''), coalesce(duty, ''), month, ${countedSums}
    from (${countedTasks(which, await depthsOf(tx), now)}) counted
    group by grouping sets ((shard, organization_id, duty, month), (shard, organization_id, month), (shard, duty, month))
    on conflict (organization_id, duty, month, shard) do update set ${added},
      days = array(select one + other from unnest(report_month.days, excluded.days) with ordinality as n(one, other, place) order by place)`;
}
