import { recountMonths, reportOf } from "../../client/reporting/report.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { lastMonth } from "../../domain/reporting/period.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { connect, type Db, Prisma } from "../../prisma/client.ts";
import { cityRoster } from "../city.ts";
import { machine, median } from "../machine.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";

/** Duties of which every organization gets one task each month. */
const duties = allDuties.filter(({ cadence }) => cadence !== undefined).slice(0, 20);
const months = 12;
/** Maximum milliseconds for a report of a year of 10,000 organizations. */
const aim = 500;
const perRun = 5;

/**
 * Measures reports of a city with a year of tasks. Most of them are counted by month; the last day is not counted yet. In the last month one
 * in thirty is late (a task that is late when the next one opens is missed). Each report is read as the page and the command line read it.
 */
export async function reportBench(bench: Bench): Promise<Outcome> {
  const { options, tell } = bench;
  const { organizations, runs, seed } = options;
  const stage = await openStage(bench);
  const { url } = await stage.database("city");
  await settle(url, cityRoster(organizations, seed), async () => undefined);
  const db = connect(url, { connections: 4 });
  bench.ends.add(() => db.$disconnect());
  const now = new Date();
  tell(`Writing ${organizations * duties.length * months} tasks …`);
  await writeYear(db, now);
  // The report itself counts the last day, as on any day before its planner has run.
  const counting = performance.now();
  await recountMonths({ db, now: () => new Date(now.getTime() - 86_400_000) });
  const countSeconds = round((performance.now() - counting) / 1_000);
  await db.$executeRaw`vacuum analyze task, report_month, report_year, report_duty_month, report_duty_year, report_shard`;
  tell(`Counted in ${countSeconds} s`);
  const today = dateIn(now, "Asia/Shanghai");
  const year = today.slice(0, 4);
  const one = await db.organization.findFirstOrThrow({ select: { district: true } });
  const asked = {
    year: { period: year },
    month: { period: lastMonth(today).key },
    yearOfDuty: { period: year, duty: duties[0]?.number ?? "" },
    yearOfDistrict: { period: year, district: one.district },
  };
  const measured: Record<string, number[]> = {};
  let counted = 0;
  for (let run = 1; run <= runs; run++)
    for (const [name, query] of Object.entries(asked))
      for (let n = 0; n < perRun; n++) {
        const began = performance.now();
        const report = await reportOf({ db, now: () => now }, query, null);
        const took = performance.now() - began;
        measured[name] = [...(measured[name] ?? []), took];
        if (name === "year") counted = report.total.counts.asked;
      }
  const ms = Object.fromEntries(Object.entries(measured).map(([name, all]) => [name, Math.round(median(all))]));
  const worst = Math.round(Math.max(...(measured.year ?? [])));
  const [size] = await db.$queryRaw<{ rows: number; mb: number }[]>`
    select ((select count(*) from report_month) + (select count(*) from report_duty_month))::int as rows,
      ((pg_total_relation_size('report_month') + pg_total_relation_size('report_duty_month')) / 1048576)::int as mb`;
  return {
    ok: (ms.year ?? 0) < aim,
    json: { ms, worst, aim, counted, countSeconds, ...size, organizations, runs, seed, machine: await machine() },
    report: [
      `${organizations} organizations, ${counted} tasks asked in ${year}: a report of the year in ${ms.year} ms (worst ${worst}; aim: below ${aim})`,
      `of the month before ${ms.month} ms; of the year, one duty ${ms.yearOfDuty} ms, one district ${ms.yearOfDistrict} ms`,
      `counted anew from all tasks in ${countSeconds} s; ${size?.rows} rows, ${size?.mb} MB`,
    ].join("\n"),
  };
}

/** Writes a task of each duty in each month until now, with outcomes in constant proportions. */
async function writeYear(db: Db, now: Date): Promise<void> {
  // Drops indexes that no report uses, to write millions of rows faster.
  for (const index of [
    "round_next_at",
    "next_at",
    "organization_id_state",
    "duty_state",
    "person_id",
    "parent_task_id",
  ])
    await db.$executeRaw`${Prisma.raw(`drop index task_${index}_idx`)}`;
  await db.$executeRaw`alter table task disable trigger all`;
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
    select 'case-' || id, id, '66', 'RT', 'bench', 'done', ${now}::timestamptz - interval '1 year' from organization`;
  for (let ago = months - 1; ago >= 0; ago--)
    await db.$executeRaw`
      insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at, first_due_at, climb_from,
        climb_due_at, round, returns, submitted_at, settled_at, highest_rung)
      select 't' || o.ordinal || '-' || d.n || '-' || ${ago}::int, 'case-' || o.id, o.id, d.duty, d.n || '-' || ${ago}::int, 'do',
        array['secretariat'], f.state, 'ordinary', f.due - interval '15 days', f.due, f.due, f.due, f.due, 'round-bench', (f.fate % 19 = 0)::int,
        case when f.state = 'closed' then f.done end, case when f.state <> 'open' then f.done end,
        case when f.state in ('open', 'missed') then '+3bd' end
      from organization o cross join unnest(${duties.map(({ number }) => number)}::text[]) with ordinality as d(duty, n)
      cross join lateral (
        select fate, due, case when fate % 30 = 0 and ${ago}::int = 0 then 'open' when fate % 29 < 2 then 'missed' when fate % 28 = 0 then 'waived'
            when fate % 27 = 0 then 'credited' else 'closed' end as state,
          due + make_interval(days => case when fate % 9 = 0 then 3 else -(fate % 14)::int end) as done
        from (select (o.ordinal * 31 + d.n * 17 + ${ago}::int)::int as fate,
          ${now}::timestamptz - make_interval(days => (${ago}::int * 30 + (o.ordinal + d.n) % 30)::int) as due) of_month) f`;
}

const round = (value: number): number => Number(value.toFixed(1));
