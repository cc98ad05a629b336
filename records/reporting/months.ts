import { rungDepths } from "../../domain/reporting/depth.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { policiesOf } from "../settings.ts";
import { countColumns, countedSums, countedTasks } from "./outcome.ts";

/** In milliseconds: tasks that settled more recently may not be committed yet and are counted next time. */
const lagMs = 15 * 60_000;
/** In milliseconds: the period of settling whose tasks one transaction counts. */
const sliceMs = 7 * 86_400_000;

/** Depth of each rung of the current policies, as one parameter. */
export async function depthsOf(tx: Statements): Promise<Prisma.Sql> {
  return Prisma.sql`${JSON.stringify(rungDepths((await policiesOf(tx)).values()))}::jsonb`;
}

/**
 * Adds the tasks of a shard that settled since the last count to the monthly counts, each task once. One call counts a few days. @returns whether
 * more remain
 */
export async function countMonths(tx: Tx, shard: number, now: Date): Promise<boolean> {
  await tx.$executeRaw`insert into report_shard (shard, counted_until) values (${shard}, 'epoch') on conflict do nothing`;
  const until = new Date(now.getTime() - lagMs);
  // Locked: two concurrent counts would both add.
  const [counted] = await tx.$queryRaw<{ since: Date }[]>`
    select counted_until as since from report_shard where shard = ${shard} for update`;
  const since = counted?.since ?? until;
  // Reads the first row of the index only.
  const [next] = await tx.$queryRaw<{ at: Date }[]>`
    select t.settled_at as at from task t join organization o on o.id = t.organization_id
    where o.shard = ${shard} and t.settled_at >= ${since} and t.settled_at < ${until} order by t.settled_at limit 1`;
  const from = next?.at ?? until;
  const to = new Date(Math.min(until.getTime(), from.getTime() + sliceMs));
  if (to > from) await addSettled(tx, shard, from, to, now);
  await tx.$executeRaw`
    update report_shard set counted_until = greatest(counted_until, ${to}) where shard = ${shard}`;
  return to < until;
}

/** Deletes the counts of a shard. Until it is counted again, reports count its tasks directly. */
export async function forgetMonths(tx: Tx, shard: number): Promise<void> {
  await tx.$executeRaw`select 1 from report_shard where shard = ${shard} for update`;
  await tx.$executeRaw`delete from report_month where shard = ${shard}`;
  await tx.$executeRaw`delete from report_duty_month where shard = ${shard}`;
  await tx.$executeRaw`update report_shard set counted_until = 'epoch' where shard = ${shard}`;
}

async function addSettled(tx: Tx, shard: number, from: Date, to: Date, now: Date): Promise<void> {
  const which = Prisma.sql`o.shard = ${shard} and t.settled_at >= ${from} and t.settled_at < ${to}`;
  const counted = countedTasks(which, await depthsOf(tx), now);
  const columns = Prisma.raw(`${countColumns.join(", ")}, days`);
  const added = (table: string): Prisma.Sql =>
    Prisma.raw(
      `${countColumns.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(", ")}, days = array(
        select one + other from unnest(${table}.days, excluded.days) with ordinality as n(one, other, place) order by place)`,
    );
  await tx.$executeRaw`
    insert into report_month (shard, organization_id, month, ${columns})
    select shard, organization_id, month, ${countedSums} from (${counted}) counted group by shard, organization_id, month
    on conflict (organization_id, month) do update set ${added("report_month")}`;
  await tx.$executeRaw`
    insert into report_duty_month (shard, organization_id, duty, month, ${columns})
    select shard, coalesce(organization_id, ''), duty, month, ${countedSums} from (${counted}) counted
    group by grouping sets ((shard, organization_id, duty, month), (shard, duty, month))
    on conflict (organization_id, duty, month, shard) do update set ${added("report_duty_month")}`;
}
