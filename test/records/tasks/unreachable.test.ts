import { expect, test } from "vitest";
import { Prisma } from "../../../prisma/client.ts";
import { doubtfulOrganizations, unreachableTasks } from "../../../records/tasks/unreachable.ts";
import { freshDatabase } from "../../support/database.ts";
import { rowsOf } from "../rows-read.ts";

const now = new Date("2026-11-24T01:00:00Z");
const everybody = Prisma.sql`true`;
const roles = ["secretariat", "supervisory-board", "deputy", "registrar", "head"];

/** Three hundred organizations of five people and two open tasks each. In the first nobody can be reached, in the second not the secretariat. */
async function city() {
  const { db } = await freshDatabase();
  await db.$executeRaw`
    insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    select 'o' || n, 'GZ-' || n, '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', ${now} from generate_series(1, 300) n`;
  await db.$executeRaw`
    insert into person (id, name, language, shard, created_at) select 'p-' || r || '-' || o.id, r, 'zh-CN', 0, ${now} from organization o, unnest(${roles}::text[]) r`;
  await db.$executeRaw`
    insert into holding (id, organization_id, person_id, role, from_at)
    select 'h-' || r || '-' || o.id, o.id, 'p-' || r || '-' || o.id, r, '2026-01-01' from organization o, unnest(${roles}::text[]) r`;
  await db.$executeRaw`
    insert into address (person_id, channel, value) select id, c, id || '@example.org' from person, unnest(array['email', 'sms']) c`;
  await db.$executeRaw`
    update address set state = 'refused' where person_id like '%-o1' or person_id in ('p-secretariat-o2', 'p-head-o3')`;
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
    select 'c' || d || '-' || o.id, o.id, d, 'RT', 'k', 'open', ${now} from organization o, unnest(array['27', '29']) d`;
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round)
    select 't' || id, id, organization_id, duty, 'do', 'do', array['secretariat'], 'open', 'ordinary', 'supervisory-board', ${now}, ${now}, ${now},
      ${now}, ${now}, 'r' from "case"`;
  await db.$executeRaw`vacuum analyze`;
  return db;
}

test("tasks that reach nobody are found by doubtful organizations; others of the city are not read", async () => {
  const db = await city();
  // In one more, everyone has left.
  await db.$executeRaw`update holding set until_at = ${now} where organization_id = 'o4'`;
  await db.$transaction(async (tx) => {
    const doubtful = await doubtfulOrganizations(tx, everybody, now);
    expect(doubtful.map(({ id }) => id).sort()).toEqual(["o1", "o2", "o3", "o4"]);
    const people = 5 * doubtful.length;
    let found: string[] = [];
    const read = await rowsOf(tx, "person", async () => {
      found = await unreachableTasks(tx, everybody, now, doubtful);
    });
    expect(found.slice().sort()).toEqual(["o1", "o2", "o4"].flatMap((o) => [`tc27-${o}`, `tc29-${o}`]).sort());
    // Each once to see who is in doubt, and once to say who does the tasks.
    expect(read.read).toBeLessThanOrEqual(2 * people);
    const addresses = await rowsOf(tx, "address", () => unreachableTasks(tx, everybody, now, doubtful));
    expect(addresses.read).toBeLessThanOrEqual(4 * people);
  });
});
