import { addDays } from "../../domain/time/dates.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { isLateAt } from "../tasks/lateness.ts";
import { countedTasks, isHandedIn } from "./outcome.ts";

/**
 * SQL of tasks that are not in the stored counts: late, or submitted and not settled, or settled since their shard was last counted. The instants up
 * to which shards are counted only grow (except in a recount), so the values read first bound the index scan and the statement checks them again.
 * @param which further condition on task `t` and its organization `o`
 * @param depths as for {@link countedTasks}
 */
export async function uncountedTasks(
  tx: Statements,
  { first, last }: { first: string; last: string },
  { which, depths }: { which: Prisma.Sql; depths: Prisma.Sql },
  now: Date,
): Promise<Prisma.Sql> {
  const [counted] = await tx.$queryRaw<{ since: Date | null }[]>`
    select min(coalesce(r.counted_until, 'epoch')) as since
    from (select distinct shard from organization) s left join report_shard r on r.shard = s.shard`;
  const since = counted?.since ?? new Date(0);
  // The earliest instant at which the month begins in any zone; the month itself is a condition below.
  const from = instantAt(`${first}-01`, "00:00", "Pacific/Kiritimati");
  const to = instantAt(addDays(`${last}-01`, 33), "00:00", "Etc/GMT+12");
  const some = (more: Prisma.Sql): Prisma.Sql =>
    countedTasks(Prisma.sql`t.due_at >= ${from} and t.due_at < ${to} and ${which} and ${more}`, depths, now);
  const fresh = Prisma.sql`t.settled_at >= ${since}
    and t.settled_at >= coalesce((select r.counted_until from report_shard r where r.shard = o.shard), 'epoch')`;
  return Prisma.sql`select * from (${some(Prisma.sql`t.settled_at is null and ${isLateAt(now)}`)}
    union all ${some(Prisma.sql`t.settled_at is null and ${isHandedIn}`)} union all ${some(fresh)}) uncounted
    where month between ${first} and ${last}`;
}
