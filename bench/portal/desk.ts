import { beginBatch, prepareBatch, previewBatch } from "../../client/desk/batches.ts";
import { runBatch } from "../../client/desk/run-batch.ts";
import { recountMonths } from "../../client/reporting/report.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { batchCounts, findBatch } from "../../records/batches.ts";
import { insertSession } from "../../records/roster/sessions.ts";
import { createPortal } from "../../web/index.ts";
import { cityRoster } from "../city.ts";
import { machine, median, percentile } from "../machine.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";

const aim = 300;
/** Rows of an act on many, and how long it may take in milliseconds. */
const manyTasks = 1_000;
const manyAim = 5_000;
const now = new Date("2026-11-24T00:30:00Z");
/** Months behind, occurrences a month that are done, and those that are open: of each organization. */
const year = { months: 12, done: 4, open: 6 };
const requests = 20;

/** The desk of a city with a year of data, opened by an administrator, by an authority over a part of it, and by one supervisory board. */
export async function deskBench(bench: Bench): Promise<Outcome> {
  const { organizations, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  bench.tell("Writing a city with a year of data …");
  await settle(city.url, cityRoster(organizations, seed), writeYear);
  const readers = await readersOf(city.url, organizations);
  const pages = ["/board", "/board?view=late", "/board/organizations?q=yxqd1"];
  const results: { who: string; page: string; cold: number; p50: number; p99: number; bytes: number }[] = [];
  let whole: string[] = [];
  for (const { who, cookie } of readers)
    for (const page of pages) {
      const db = connect(city.url, { connections: 4 });
      const end = bench.ends.add(() => db.$disconnect());
      const portal = portalOf(db);
      const before = await scans(db);
      const open = async (): Promise<{ ms: number; bytes: number }> => {
        const began = performance.now();
        const answer = await portal.request(`http://127.0.0.1:8080${page}`, { headers: { cookie } });
        const text = await answer.text();
        if (answer.status !== 200) throw new Error(`${page} for ${who}: ${answer.status}`);
        return { ms: performance.now() - began, bytes: Buffer.byteLength(text) };
      };
      // A new process and new connections; the pages of the database are where the last reader left them.
      const { ms: cold, bytes } = await open();
      const all: number[] = [];
      for (let n = 0; n < requests; n++) all.push((await open()).ms);
      const after = await scans(db);
      whole = [
        ...new Set([...whole, ...[...after].flatMap(([table, n]) => (n > (before.get(table) ?? 0) ? [table] : []))]),
      ];
      const round = (ms: number): number => Math.round(ms);
      results.push({ who, page, cold: round(cold), p50: round(median(all)), p99: round(percentile(all, 99)), bytes });
      bench.tell(`  ${JSON.stringify(results.at(-1))}`);
      await end();
    }
  const worst = Math.max(...results.map(({ cold }) => cold));
  const many = await actOnMany(city.url);
  bench.tell(`  ${JSON.stringify(many)}`);
  return {
    ok: worst < aim && whole.length === 0 && many.doneMs < manyAim,
    json: { worst, aim, results, many, whole, organizations, ...year, seed, machine: await machine() },
    report: [
      ...results.map(
        ({ who, page, cold, p50, p99, bytes }) =>
          `${page} for ${who}: ${cold} ms cold, p50 ${p50} ms, p99 ${p99} ms, ${bytes} bytes`,
      ),
      `${many.tasks} tasks reminded of: previewed in ${many.previewMs} ms, done in ${many.doneMs} ms (${JSON.stringify(many.outcomes)})`,
      `tables read whole: ${whole.join(", ") || "none"}`,
    ].join("\n"),
  };
}

/** An act on a thousand rows of a table: previewed, and carried out beside nothing else. */
async function actOnMany(url: string): Promise<{
  tasks: number;
  previewMs: number;
  doneMs: number;
  outcomes: Readonly<Record<string, number>>;
}> {
  const db = connect(url, { connections: 12 });
  try {
    const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
    const rows = await db.$queryRaw<{ id: string }[]>`
      select id from task where state in ('open', 'acknowledged') order by due_at, id limit ${manyTasks}`;
    const id = await prepareBatch(
      context,
      { actor: "administrator", act: "press", typed: { reason: "月底前请办妥" }, found: "" },
      rows.map((one) => one.id),
    );
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const began = performance.now();
      await work();
      return Math.round(performance.now() - began);
    };
    const batch = await findBatch(db, id);
    if (!batch) throw new Error("the batch was written");
    const previewMs = await timed(() => previewBatch(context, batch));
    await beginBatch(context, id);
    const doneMs = await timed(() => runBatch(context, id));
    return { tasks: rows.length, previewMs, doneMs, outcomes: await batchCounts(db, id) };
  } finally {
    await db.$disconnect();
  }
}

export function portalOf(db: Db): ReturnType<typeof createPortal> {
  return createPortal({
    context: { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined },
    secretKey: "thirty-two characters for a bench",
    publicUrl: "http://127.0.0.1:8080",
    health: async () => ({}),
    log: (line, about) => void process.stderr.write(`portal: ${line} ${JSON.stringify(about ?? {})}\n`),
  });
}

/** How often each of the large tables has been read from one end to the other. */
async function scans(db: Db): Promise<ReadonlyMap<string, number>> {
  await db.$executeRaw`select pg_stat_force_next_flush()`;
  const rows = await db.$queryRaw<{ table: string; n: number }[]>`
    select relname as table, seq_scan::int as n from pg_stat_user_tables
    where relname in ('task', 'case', 'notice', 'event', 'evidence', 'delivery', 'address', 'holding', 'person')`;
  return new Map(rows.map(({ table, n }) => [table, n]));
}

export async function readersOf(url: string, organizations: number): Promise<{ who: string; cookie: string }[]> {
  const db = connect(url, { connections: 2 });
  try {
    const session = async (personId: string | null): Promise<string> =>
      `duban-session=${await insertSession(db, { kind: "board", personId, expiresAt: new Date(now.getTime() + 86_400_000) }, now)}`;
    const [one] = await db.$queryRaw<{ id: string }[]>`
      select person_id as id from holding where role = 'authority' order by id limit 1`;
    const [board] = await db.$queryRaw<{ id: string }[]>`
      select person_id as id from holding where role = 'supervisory-board' order by id limit 1`;
    // One authority over three tenths of the city.
    await db.$executeRaw`
      update holding set person_id = ${one?.id} where role = 'authority' and organization_id in (
        select id from organization where ordinal % 10 < 3)`;
    return [
      { who: "an administrator", cookie: await session(null) },
      { who: `an authority over ${Math.round(organizations * 0.3)}`, cookie: await session(one?.id ?? null) },
      { who: "a supervisory board", cookie: await session(board?.id ?? null) },
    ];
  } finally {
    await db.$disconnect();
  }
}

/** Done, month by month, and what is open: some late, some of that untouched, some at risk, some handed in, some critical. */
export async function writeYear(db: Db): Promise<void> {
  const duties = allDuties.filter(({ kind, cadence }) => kind === "RT" && cadence !== null).map(({ number }) => number);
  const numbers = Array.from({ length: year.open }, (_, n) => duties[n % duties.length] ?? "1");
  await db.$executeRaw`update organization set joined_on = '2025-01-01'`;
  await db.$executeRaw`update holding set from_at = '2025-01-01'`;
  for (let month = 0; month < year.months; month++)
    await write(db, { numbers: numbers.slice(0, year.done), month, done: true });
  await write(db, { numbers, month: -1, done: false });
  await db.$executeRaw`
    update "case" c set facts = '{"severity":"critical"}', subject = '四楼燃气泄漏' from organization o
    where o.id = c.organization_id and c.state = 'open' and c.duty = ${numbers[0]} and o.ordinal % 400 = 0`;
  await db.$executeRaw`update address set state = 'refused' where person_id in (
    select h.person_id from holding h join organization o on o.id = h.organization_id where o.ordinal % 200 = 7)`;
  // As the planner does each day.
  await recountMonths({ db, now: () => now });
  await db.$executeRaw`vacuum analyze "case", task, address, report_month, report_duty_month`;
}

async function write(
  db: Db,
  { numbers, month, done }: { numbers: string[]; month: number; done: boolean },
): Promise<void> {
  const base = new Date(now.getTime() - (month + 1) * 30 * 86_400_000);
  const state = done ? "done" : "open";
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, cadence, subject, facts, opened_at, settled_at)
    select 'c' || ${month + 1}::int || '-' || d.n || '-' || o.ordinal, o.id, d.duty, 'RT', 'bench-' || ${month + 1}::int, ${state}, 'monthly', '', '{}',
      ${base}, case when ${done} then ${base}::timestamptz + interval '9 days' end
    from organization o, unnest(${numbers}::text[]) with ordinality d(duty, n)`;
  // Of what is open one in twenty-five is late, and the rest is due in the weeks to come.
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at, climb_from,
      climb_due_at, next_at, round, settled_at, submitted_at, outlook, outlook_at, outlook_note)
    select 't' || substr(c.id, 2), c.id, o.id, c.duty, 'do', 'do', array['secretariat'],
      case when ${done} then 'accepted' when o.ordinal % 40 = 3 then 'submitted' when o.ordinal % 3 = 0 then 'acknowledged' else 'open' end,
      'ordinary', 'supervisory-board', c.opened_at, x.due, x.due, c.opened_at, x.due,
      case when not ${done} then x.due end, 'round-' || c.duty || '-0', case when ${done} then c.opened_at + interval '9 days' end,
      case when ${done} or o.ordinal % 40 = 3 then c.opened_at + interval '8 days' end,
      case when not ${done} and o.ordinal % 300 = 5 then 'blocked' when not ${done} and o.ordinal % 150 = 6 then 'at-risk' end,
      case when not ${done} and o.ordinal % 50 in (5, 6) then c.opened_at + interval '3 days' end, '缺少资料'
    from "case" c join organization o on o.id = c.organization_id
    cross join lateral (select case when ${done} then c.opened_at + interval '10 days'
      when (o.ordinal + ascii(right(c.duty, 1))) % 25 = 0 then ${now}::timestamptz - (1 + o.ordinal % 12) * interval '1 day'
      else ${now}::timestamptz + (o.ordinal % 40) * interval '1 day' + interval '2 hours' end as due) x
    where c.key = 'bench-' || ${month + 1}::int`;
}
