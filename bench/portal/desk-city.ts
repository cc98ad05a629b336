import { recountMonths } from "../../client/reporting/report.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { insertSession } from "../../records/roster/sessions.ts";

/** When the city's desk is looked at. */
export const now = new Date("2026-11-24T00:30:00Z");
/** Months behind, occurrences a month that are done, and those that are open: of each organization. */
export const year = { months: 12, done: 4, open: 6 };

/** A city with a year of data, and the portal over it. */
export interface DeskCity {
  databaseUrl: string;
  now: Date;
  secretKey: string;
  postgresPid: number;
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
  await writeMessages(db);
  // As the planner does each day.
  await recountMonths({ db, now: () => now });
  await db.$executeRaw`vacuum analyze "case", task, notice, delivery, event, address, report_month, report_year, report_duty_month, report_duty_year`;
}

/** What every open task has behind it: a message that left, and what its doers did since. */
async function writeMessages(db: Db): Promise<void> {
  await db.$executeRaw`
    insert into delivery (id, person_id, channel, reference, state, run, created_at, finished_at)
    select 'd' || t.id, h.person_id, 'email', t.id, 'sent', 'bench', t.opened_at, t.opened_at
    from task t join holding h on h.organization_id = t.organization_id and h.role = 'secretariat'
    where t.settled_at is null`;
  await db.$executeRaw`
    insert into notice (id, task_id, case_id, organization_id, person_id, step, channel, shape, part, shard, state, send_at, delivery_id, created_at)
    select 'n' || t.id, t.id, t.case_id, t.organization_id, d.person_id, '0:d:open', 'email', 'due', 'doer', 0, 'sent', t.opened_at, d.id, t.opened_at
    from task t join delivery d on d.id = 'd' || t.id where t.settled_at is null`;
  // Of what is done the opening alone: of what is open, what was done with it too.
  await db.$executeRaw`
    insert into event (case_id, task_id, organization_id, at, actor, verb, previous, hash)
    select t.case_id, t.id, t.organization_id, t.opened_at + n.n * interval '1 day',
      case when n.n = 0 then 'system' else h.person_id end, case when n.n = 0 then 'open' else 'acknowledge' end,
      case when n.n = 0 then '' else md5(t.id || 0) end, md5(t.id || n.n)
    from task t join holding h on h.organization_id = t.organization_id and h.role = 'secretariat'
    cross join generate_series(0, 1) n(n) where n.n = 0 or t.state in ('acknowledged', 'submitted')`;
  await db.$executeRaw`
    update "case" c set log_head = md5(t.id || (t.state in ('acknowledged', 'submitted'))::int) from task t where t.case_id = c.id`;
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
