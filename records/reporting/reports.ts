import { type Counts, countNames, dayBins, noCounts } from "../../domain/reporting/counts.ts";
import { isYear, type ReportPeriod } from "../../domain/reporting/period.ts";
import type { OrganizationCounts } from "../../domain/reporting/report.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { isOfType } from "../roster/organizations.ts";
import { amongst } from "../views/board-scope.ts";
import { depthsOf } from "./months.ts";
import { countColumns, countedSums } from "./outcome.ts";
import { uncountedTasks } from "./uncounted.ts";

/** Tasks to be counted. */
export interface CountedScope {
  /** Organizations to be counted; null: all. */
  organizationIds: readonly string[] | null;
  district?: string;
  type?: OrganizationType;
  duty?: string;
}

export interface ReportSpan {
  period: ReportPeriod;
  before: ReportPeriod;
  /** First month of the monthly series. */
  since: string;
}

const sums = Prisma.raw(
  [
    ...countColumns.map((column, n) => `sum(${column})::int as "${countNames[n]}"`),
    `array[${[...dayBins, null].map((_, bin) => `sum(days[${bin + 1}])`).join(", ")}]::int[] as days`,
  ].join(", "),
);
const columns = Prisma.raw([...countColumns, "days"].join(", "));

/** Stored counts: of organizations, and of each of their duties. */
interface Kept {
  organizations: Prisma.Sql;
  duties: Prisma.Sql;
}

const keptIn = (organizations: Prisma.Sql, duties: Prisma.Sql): Kept => ({
  organizations: Prisma.sql`select m.organization_id, '' as duty, m.month, ${columns} from ${organizations} m where true`,
  duties: Prisma.sql`select m.organization_id, m.duty, m.month, ${columns} from ${duties} m where true`,
});
const byMonth = keptIn(Prisma.sql`report_month`, Prisma.sql`report_duty_month`);
/** A year is stored under its first month; only whole years are read. */
const byYear = keptIn(
  Prisma.sql`(select *, year || '-01' as month from report_year)`,
  Prisma.sql`(select *, year || '-01' as month from report_duty_year)`,
);

/** The stored counts of a scope: those of all organizations are stored by duty, those of some are added up. */
function keptOf(scope: CountedScope, kept: Kept): Kept {
  const ofDuty = scope.duty === undefined ? Prisma.empty : Prisma.sql`and m.duty = ${scope.duty}`;
  const some = Prisma.sql`${kept.duties} and m.organization_id <> '' ${ofDuty}`;
  return {
    organizations: scope.duty === undefined ? kept.organizations : some,
    duties: isWhole(scope) ? Prisma.sql`${kept.duties} and m.organization_id = '' ${ofDuty}` : some,
  };
}

type Sums = Record<(typeof countNames)[number], number> & { days: number[] };
/** Written out for speed: a report of 10,000 organizations has 20,000 of these rows. */
const countsOf = (row: Sums): Counts => ({
  asked: row.asked,
  inTime: row.inTime,
  late: row.late,
  overdue: row.overdue,
  missed: row.missed,
  credited: row.credited,
  waived: row.waived,
  selfDeclared: row.selfDeclared,
  returns: row.returns,
  escalated: row.escalated,
  depth: row.depth,
  days: row.days,
});

/** Counts from which a report is made. */
export interface ReportCounts {
  organizations: OrganizationCounts[];
  duties: { duty: string; counts: Counts; before: Counts }[];
  months: { month: string; counts: Counts }[];
}

/**
 * Counts by organization and by duty, for the period and the previous one, and by month. One statement, so that all counts are of the same instant
 * and tasks that are not in the stored counts are read once.
 */
export async function countsOfReport(
  tx: Statements,
  scope: CountedScope,
  span: ReportSpan,
  now: Date,
): Promise<ReportCounts> {
  const { before, period } = span;
  const [first = span.since] = [span.since, before.first].sort();
  const monthly = keptOf(scope, byMonth);
  const { organizations, duties } = isYear(period) ? keptOf(scope, byYear) : monthly;
  const live = Prisma.sql`select * from live`;
  const which = whichOf(span);
  const reading = tx.$queryRaw<
    (Sums & { organizationId: string | null; duty: string | null; which: string | null; month: string | null })[]
  >`
    with live as materialized (${await liveOf(tx, scope, first, period, now)})
    select organization_id as "organizationId", null as duty, which, null as month, ${sums} from (
      select all_of.*, ${which} as which from (${countedOf(scope, organizations, before.first, period.last, live)}) all_of) counted
    where which is not null group by organization_id, which
    union all
    select null, duty, which, null, ${sums} from (
      select all_of.*, ${which} as which from (${countedOf(scope, duties, before.first, period.last, live)}) all_of) counted
    where which is not null group by duty, which
    union all
    select null, null, null, month, ${sums}
    from (${countedOf(scope, isWhole(scope) ? monthly.duties : monthly.organizations, span.since, period.last, live)}) counted group by month`;
  const [rows, named] = await Promise.all([
    reading,
    tx.$queryRaw<Omit<OrganizationCounts, "counts" | "before">[]>`
      select o.id, o.code, o.name, o.district, array(select distinct one from unnest(array_append(o.types, o.type)) as one) as types
      from organization o where ${within(scope)}`,
  ]);
  const found = { organization: new Map<string, TwoCounts>(), duty: new Map<string, TwoCounts>() };
  const months: ReportCounts["months"] = [];
  for (const row of rows) {
    const counts = countsOf(row);
    if (row.month) months.push({ month: row.month, counts });
    const [of, key] = row.duty === null ? [found.organization, row.organizationId] : [found.duty, row.duty];
    if (row.which && key !== null)
      of.set(key, { ...(of.get(key) ?? none), [row.which === "now" ? "counts" : "before"]: counts });
  }
  return {
    organizations: named.map((one) => ({ ...one, ...(found.organization.get(one.id) ?? none) })),
    duties: [...found.duty].map(([duty, two]) => ({ duty, ...two })),
    months,
  };
}

type TwoCounts = Pick<OrganizationCounts, "counts" | "before">;
const none: TwoCounts = { counts: noCounts, before: noCounts };

const whichOf = ({ period, before }: ReportSpan): Prisma.Sql => Prisma.sql`case
  when month between ${period.first} and ${period.last} then 'now' when month between ${before.first} and ${before.last} then 'before' end`;

/** Stored counts, together with the tasks that are not stored yet. */
function countedOf(scope: CountedScope, kept: Prisma.Sql, first: string, last: string, live: Prisma.Sql): Prisma.Sql {
  const of = isWhole(scope)
    ? Prisma.empty
    : Prisma.sql`and m.organization_id in (select o.id from organization o where ${within(scope)})`;
  return Prisma.sql`
    ${kept} and m.month between ${first} and ${last} ${of}
    union all ${live}`;
}

const isWhole = ({ organizationIds, district, type }: CountedScope): boolean =>
  organizationIds === null && district === undefined && type === undefined;

/** Tasks that are not in the stored counts, by organization, duty and month. */
async function liveOf(
  tx: Statements,
  scope: CountedScope,
  first: string,
  { last }: ReportPeriod,
  now: Date,
): Promise<Prisma.Sql> {
  const duty = scope.duty === undefined ? Prisma.empty : Prisma.sql`and t.duty = ${scope.duty}`;
  const about = { which: Prisma.sql`${within(scope)} ${duty}`, depths: await depthsOf(tx) };
  return Prisma.sql`
    select organization_id, duty, month, ${countedSums}
    from (${await uncountedTasks(tx, { first, last }, about, now)}) live group by organization_id, duty, month`;
}

/** Districts of the given organizations; null: of all. */
export async function districtsAmong(
  tx: Statements,
  organizationIds: CountedScope["organizationIds"],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ district: string }[]>`
    select distinct o.district from organization o where o.district <> '' and ${within({ organizationIds })} order by 1`;
  return rows.map(({ district }) => district);
}

function within({ organizationIds, district, type }: CountedScope): Prisma.Sql {
  const there = district === undefined ? Prisma.sql`true` : Prisma.sql`o.district = ${district}`;
  const such = type === undefined ? Prisma.sql`true` : isOfType(type);
  return Prisma.sql`${amongst(organizationIds)} and ${there} and ${such}`;
}
