import type { Share } from "../../domain/reporting/counts.ts";
import type { ReportPeriod } from "../../domain/reporting/period.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { amongst } from "../views/board-scope.ts";
import { uncountedTasks } from "./uncounted.ts";

/** The months whose shares are read. */
export interface ShareSpan {
  /** The first month, `2025-12`. */
  since: string;
  /** The last month, and the one before. */
  period: ReportPeriod;
  before: ReportPeriod;
  /** Whether organizations are read one by one too, in these two months. */
  each: boolean;
}

/** Counts of a month. */
export interface ShareRow extends Share {
  /** Null: of all. */
  organizationId: string | null;
  month: string;
}

/** Counts, and the state of the stored counts at which they were read. */
export interface Shares {
  version: string;
  rows: readonly ShareRow[];
}

type Organizations = readonly string[] | null;

/** SQL: changes whenever a shard is counted, or counted anew. */
const version = Prisma.sql`(select coalesce(string_agg(shard || ':' || xmin, ',' order by shard), '') from report_shard)`;

/** The version is the first row: on each of thousands it would be most of what is read. */
async function read(tx: Statements, rows: Prisma.Sql): Promise<Shares> {
  const [first, ...others] = await tx.$queryRaw<ShareRow[]>`
    select * from (
      select ${version} as "organizationId", '' as month, 0 as asked, 0 as "inTime", 0 as credited, 0 as waived
      union all ${rows}) shares order by month <> ''`;
  return { version: first?.organizationId ?? "", rows: others };
}

/** Stored counts: they change only when a shard is counted, which the version tells. */
export function keptShares(
  tx: Statements,
  organizationIds: Organizations,
  { since, period, before, each }: ShareSpan,
): Promise<Shares> {
  const from = (first: string): Prisma.Sql => Prisma.sql`m.month between ${first} and ${period.last}`;
  const some =
    organizationIds === null
      ? Prisma.sql`true`
      : Prisma.sql`m.organization_id in (select o.id from organization o where ${amongst(organizationIds)})`;
  // Those of all organizations are stored by duty.
  const all =
    organizationIds === null
      ? Prisma.sql`report_duty_month m where ${from(since)} and m.organization_id = ''`
      : Prisma.sql`report_month m where ${from(since)} and ${some}`;
  const own = Prisma.sql`
    union all select organization_id, month, asked, in_time, credited, waived from report_month m where ${from(before.first)} and ${some}`;
  return read(
    tx,
    Prisma.sql`select null::text, month, sum(asked)::int, sum(in_time)::int, sum(credited)::int, sum(waived)::int
      from ${all} group by month ${each ? own : Prisma.empty}`,
  );
}

/** Counts of tasks that are not stored yet. Those of one organization are rows of their own; those of all are their sum. */
export async function liveShares(
  tx: Statements,
  organizationIds: Organizations,
  { since, period, before, each }: ShareSpan,
  now: Date,
): Promise<Shares> {
  const about = { which: amongst(organizationIds), depths: Prisma.sql`'{}'::jsonb` };
  const tasks = await uncountedTasks(tx, { first: since, last: period.last }, about, now);
  const of = (outcome: string): Prisma.Sql => Prisma.sql`count(*) filter (where outcome = ${outcome})::int`;
  const counts = Prisma.sql`month, count(*)::int, ${of("in-time")}, ${of("credited")}, ${of("waived")}`;
  const own = Prisma.sql`
    union all select organization_id, ${counts} from live where month >= ${before.first} group by organization_id, month`;
  return read(
    tx,
    Prisma.sql`select * from (
      with live as materialized (${tasks})
      select null::text, ${counts} from live group by month ${each ? own : Prisma.empty}) counted`,
  );
}
