import { expect, test } from "vitest";
import { roundsDue } from "../../../records/messages/bundling.ts";
import { freshDatabase } from "../../support/database.ts";
import { rowsOf } from "../rows-read.ts";

const now = new Date("2026-11-24T01:00:00Z");

test("rounds with due rungs are found among open tasks only, however many of their tasks are settled", async () => {
  const { db } = await freshDatabase();
  await db.$executeRaw`
    insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    values ('o', 'GZ-1', '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', ${now})`;
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
    select 'c' || n, 'o', '27', 'RT', 'p' || n, 'open', ${now} from generate_series(1, 3000) n`;
  // A thousandth of them speaks in the first two rounds; what the third has to say is later, and of the fourth nothing is left.
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round, next_at)
    select 't' || n, 'c' || n, 'o', '27', 'do', 'do', array['secretariat'], 'open', 'ordinary', ${now}, ${now}, ${now}, ${now}, ${now},
      'round-' || n % 4, case when n % 1000 < 2 then ${now}::timestamptz when n % 1000 = 2 then ${now}::timestamptz + interval '1 hour' end
    from generate_series(1, 3000) n`;
  await db.$transaction(async (tx) => {
    let speaking: string[] = [];
    const { read } = await rowsOf(tx, "task", async () => {
      speaking = await roundsDue(tx, now);
    });
    expect(speaking.sort()).toEqual(["round-0", "round-1"]);
    expect(read).toBeLessThan(20);
    expect((await roundsDue(tx, now, ["round-1", "round-2"])).sort()).toEqual(["round-1"]);
  });
});
