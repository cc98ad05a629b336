import { beforeAll, expect, test } from "vitest";
import { type Db, Prisma } from "../../../prisma/client.ts";
import { checkChains } from "../../../records/audit/chains.ts";
import { insertCases, type NewCaseRow } from "../../../records/cases/cases.ts";
import { endCases, lockOpenCases, readOpenCases, recordMissed } from "../../../records/cases/ending.ts";
import { eventsOf, logHead } from "../../../records/cases/events.ts";
import { freshDatabase } from "../../support/database.ts";
import { rowsOf } from "../rows-read.ts";

const now = new Date("2026-11-24T01:00:00Z");
/** So many that PostgreSQL, without statistics, would read all open rows instead of looking up a page of them. */
const organizations = 200;
const periods = 60;

let db: Db;
beforeAll(async () => {
  ({ db } = await freshDatabase());
  await db.$executeRaw`alter table task set (autovacuum_enabled = false)`;
  await db.$executeRaw`alter table "case" set (autovacuum_enabled = false)`;
  await db.$executeRaw`
    insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    select 'o' || n, 'GZ-' || n, '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', ${now}
    from generate_series(1, ${organizations}::int) n`;
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, cadence, opened_at)
    select 'c' || p || '-' || o.id, o.id, '27', 'RT', 'p' || p, 'open', 'monthly', ${now}
    from generate_series(1, ${periods}::int) p, organization o`;
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round)
    select 't' || c.id, c.id, c.organization_id, '27', 'do', 'do', array['secretariat'], 'open', 'ordinary', 'supervisory-board', ${now}, ${now},
      ${now}, ${now}, ${now}, 'r' from "case" c`;
});

const planned = (key: string, organizationId = "o1"): NewCaseRow => ({
  ...{ organizationId, duty: "66", kind: "RT", key, workflowType: null, parentId: null, subject: "", facts: {} },
  ...{ openedAt: now, provisional: false, cadence: "monthly" },
  firstLine: { at: now, actor: "system", verb: "planned", after: { key } },
});

test("a case is written once, with the first line of its log and the log's head; an existing one is left unchanged", async () => {
  const [first] = await db.$transaction((tx) => insertCases(tx, [planned("2026-01")]));
  let fresh: Awaited<ReturnType<typeof insertCases>> = [];
  const done = await db.$transaction((tx) =>
    rowsOf(tx, "case", async () => {
      fresh = await insertCases(tx, [planned("2026-01"), planned("2026-02"), planned("2026-03")]);
    }),
  );
  expect(done).toMatchObject({ inserted: 2, updated: 0 });
  expect(fresh.map(({ key }) => key)).toEqual(["2026-02", "2026-03"]);
  for (const { id, key } of [first, ...fresh].filter((one) => one !== undefined)) {
    const log = await eventsOf(db, id);
    expect(log).toMatchObject([{ verb: "planned", after: { key }, previous: "" }]);
    expect(await logHead(db, id)).toBe(log[0]?.hash);
  }
});

test("a case that ends is written once more, with one line for it and its only task, and its log is valid", async () => {
  const ids = ["c1-o1", "c1-o2", "c1-o3"];
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round)
    select 'second', case_id, organization_id, duty, 'second', step, roles, state, policy, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round from task where id = 'tc1-o3'`;
  await db.$transaction(async (tx) => {
    const open = await lockOpenCases(tx, ids);
    expect(open.map(({ tasks }) => tasks.length)).toEqual([1, 1, 2]);
    const ends = open.map((one) => ({ ...one, as: "superseded" as const, countedBy: "c2-o1" }));
    expect(await rowsOf(tx, "case", () => endCases(tx, ends, now))).toMatchObject({ updated: 3 });
  });
  const lines = async (id: string): Promise<unknown[]> => {
    const log = await eventsOf(db, id);
    expect(await logHead(db, id)).toBe(log.at(-1)?.hash);
    return log.map(({ verb, taskId, before, after }) => [verb, taskId, before, after]);
  };
  const dueAt = now.toISOString();
  for (const id of ids.slice(0, 2))
    expect(await lines(id)).toEqual([
      ["superseded", `t${id}`, { state: "open", dueAt }, { state: "superseded", case: "c2-o1" }],
    ]);
  expect(await lines("c1-o3")).toEqual([
    ["superseded", "second", { state: "open", dueAt }, { state: "superseded" }],
    ["superseded", "tc1-o3", { state: "open", dueAt }, { state: "superseded" }],
    ["superseded", null, null, { case: "c2-o1" }],
  ]);
  expect(await db.$transaction((tx) => checkChains(tx, "", 1_000))).toMatchObject({ broken: [] });
  // Entries removed from the end are detected.
  await db.$executeRaw`delete from event where case_id = 'c1-o3' and task_id is null`;
  const { broken } = await db.$transaction((tx) => checkChains(tx, "", 1_000));
  expect(broken.map(({ caseId }) => caseId)).toEqual(["c1-o3"]);
});

test("a page of a city's cases is looked up without reading others, even before there are statistics", async () => {
  const ids = Array.from({ length: 20 * periods }, (_, n) => `c${(n % periods) + 1}-o${Math.floor(n / periods) + 1}`);
  await db.$transaction(async (tx) => {
    const read = async (work: () => Promise<unknown>): Promise<number> => (await rowsOf(tx, "task", work)).read;
    // Each task is read to list it and to see whether a step is done, and once more to lock it.
    expect(await read(() => readOpenCases(tx, ids))).toBeLessThanOrEqual(2 * ids.length);
    expect(await read(() => lockOpenCases(tx, ids))).toBeLessThanOrEqual(3 * ids.length);
    expect(await lockOpenCases(tx, ids)).toEqual(await readOpenCases(tx, ids));
    // Read to lock it, to write it, and a few to see what exists.
    const missed = ids.map((caseId) => ({ caseId, times: 2, rung: null }));
    expect(await read(() => recordMissed(tx, missed))).toBeLessThanOrEqual(4 * ids.length);
  });
});

test("of tasks that end together each program hears once, and the database asks once whether there is any", async () => {
  const ids = Array.from({ length: 40 }, (_, n) => `c3-o${n + 1}`);
  const end = (): Promise<number> =>
    db.$transaction(async (tx) => {
      await tx.$executeRaw`set local track_functions = 'pl'`;
      const open = await lockOpenCases(tx, ids.splice(0, 20));
      await endCases(
        tx,
        open.map((one) => ({ ...one, as: "superseded", countedBy: "c2-o1" })),
        now,
      );
      const [asked] = await tx.$queryRaw<{ calls: number }[]>`
        select sum(calls)::int as calls from pg_stat_xact_user_functions where funcname like 'webhook_task%'`;
      return asked?.calls ?? 0;
    });
  const heard = () =>
    db.$queryRaw<{ event: string; task: string; state: string }[]>`
      select event, data->>'task' as task, data->>'state' as state from webhook_message
      where event like 'task.%' order by length(data->>'task'), data->>'task'`;
  expect(await end()).toBe(1);
  expect(await heard()).toEqual([]);
  await db.$executeRaw`
    insert into webhook (id, nonce, url, events, owner_id, created_at)
    select n, n, 'https://example.org/hook', array['task.settled', 'task.opened', 'task.late'], 'p1', ${now}
    from unnest(array['w1']) n`;
  await end();
  expect(await heard()).toEqual(
    Array.from({ length: 20 }, (_, n) => ({ event: "task.settled", task: `tc3-o${n + 21}`, state: "superseded" })),
  );
});

test.each([
  ["waits for nobody any more", "task.opened", "waits_for = 0"],
  ["is late by a rung", "task.late", "highest_rung = 'd', processed_through = climb_due_at"],
  ["was settled and is not told again", null, "settled_at = null, waits_for = 0"],
  ["was given a rung that it follows from", null, "highest_rung = 'd'"],
])("one that %s", async (_what, event, change) => {
  const told = await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      insert into webhook (id, nonce, url, events, owner_id, created_at)
      values ('w2', 'n', 'https://example.org/hook', array['task.settled', 'task.opened', 'task.late'], 'p1', ${now})`;
    const isSettled = change.startsWith("settled_at");
    const waits = Number(event === "task.opened");
    await tx.$executeRaw`
      update task set waits_for = ${waits}, settled_at = ${isSettled ? now : null}::timestamptz where id = 'tc4-o1'`;
    await tx.$executeRaw`delete from webhook_message`;
    await tx.$executeRaw`update task set ${Prisma.raw(change)} where id = 'tc4-o1'`;
    const rows = await tx.$queryRaw<{ event: string }[]>`select event from webhook_message where webhook_id = 'w2'`;
    await tx.$executeRaw`delete from webhook where id = 'w2'`;
    return rows.map((row) => row.event);
  });
  expect(told).toEqual(event === null ? [] : [event]);
});
