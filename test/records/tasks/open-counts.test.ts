import { expect, test } from "vitest";
import type { Db } from "../../../prisma/client.ts";
import { sumOpenCounts } from "../../../records/tasks/open-counts.ts";
import { boardCounts } from "../../../records/views/board.ts";
import { freshDatabase } from "../../support/database.ts";

const now = new Date("2026-11-24T01:00:00Z");
const organizations = Array.from({ length: 50 }, (_, n) => `o${n}`);

/** Fifty organizations of two shards with three open tasks each. */
async function city(): Promise<Db> {
  const { db } = await freshDatabase();
  await db.$executeRaw`
    insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    select o, o, '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, n % 2, '2026-01-01', ${now}
    from unnest(${organizations}::text[]) with ordinality u(o, n)`;
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
    select d || '-' || o.id, o.id, d, 'RT', 'k', 'open', ${now} from organization o, unnest(array['27', '29', '30']) d`;
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round)
    select id, id, organization_id, duty, 'do', 'do', array['secretariat'], 'open', 'ordinary', 'supervisory-board', ${now}, ${now}, ${now},
      ${now}, ${now}, 'r' from "case"`;
  return db;
}

/** Open tasks according to the board, of all organizations and of a list of all of them. */
async function open(db: Db): Promise<number> {
  const of = async (organizationIds: string[] | null): Promise<number> =>
    (await boardCounts(db, { organizationIds, search: "", duty: "" }, now)).open;
  const there = await db.task.groupBy({ by: ["organizationId"], where: { settledAt: null }, _count: true });
  const sum = (ids: readonly string[]): number =>
    there.reduce((all, one) => all + (ids.includes(one.organizationId) ? one._count : 0), 0);
  expect(await of(null)).toBe(sum(organizations));
  expect(await of(organizations.slice(3, 48))).toBe(sum(organizations.slice(3, 48)));
  return of(null);
}

test("open tasks are counted when they open, settle, reopen and are deleted; merging the counts changes nothing", async () => {
  const db = await city();
  expect(await open(db)).toBe(150);
  await db.$executeRaw`update task set state = 'acknowledged'`;
  expect(await db.openCount.count()).toBe(50);
  await db.$executeRaw`update task set state = 'closed', settled_at = ${now} where duty = '27' or organization_id = 'o5'`;
  expect(await open(db)).toBe(98);
  await db.$executeRaw`update task set state = 'returned', settled_at = null where organization_id = 'o5' and duty = '29'`;
  await db.$executeRaw`delete from task where organization_id in ('o7', 'o8')`;
  expect(await open(db)).toBe(95);
  await db.$transaction((tx) => sumOpenCounts(tx, 0));
  expect(await open(db)).toBe(95);
  const before = await db.openCount.count();
  await db.$transaction((tx) => sumOpenCounts(tx, 1));
  expect(await db.openCount.count()).toBeLessThan(before);
  // A row of each organization of which something is open.
  expect(await db.openCount.count()).toBe(48);
  expect(await open(db)).toBe(95);
});

test("a task that settles during a merge is counted once", async () => {
  const db = await city();
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`update task set state = 'closed', settled_at = ${now} where organization_id = 'o5'`;
    await db.$transaction((sums) => sumOpenCounts(sums, 0));
    await db.$transaction((sums) => sumOpenCounts(sums, 1));
  });
  expect(await open(db)).toBe(147);
});
