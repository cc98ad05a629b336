import { expect, test } from "vitest";
import { sendingsOf } from "../../../records/messages/sendings.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { rowsOf } from "../rows-read.ts";

test("messages of a case are found by its tasks, however many others the city has sent", async () => {
  const { db } = await freshDatabase();
  await db.$executeRaw`
    insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    values ('o', 'GZ-1', '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', now())`;
  await db.$executeRaw`insert into person (id, name, language, shard, created_at) values ('p', '陈静', 'zh-CN', 0, now())`;
  await db.$executeRaw`
    insert into "case" (id, organization_id, duty, kind, key, state, opened_at)
    select 'c' || n, 'o', '27', 'RT', n, 'open', now() from generate_series(1, 2000) n`;
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round)
    select 't' || id, id, 'o', '27', 'do', 'do', array['secretariat'], 'open', 'ordinary', 'supervisory-board', now(), now(), now(), now(), now(), 'r'
    from "case"`;
  await db.$executeRaw`
    insert into notice (id, task_id, case_id, organization_id, person_id, step, channel, shape, part, shard, state, send_at, created_at)
    select 'n' || t.id || c, t.id, t.case_id, 'o', 'p', '0:d:open', c, 'due', 'doer', 0, 'sent', now(), now()
    from task t, unnest(array['email', 'sms']) c`;
  await db.$executeRaw`vacuum analyze "case", task, notice`;
  await db.$transaction(async (tx) => {
    let sent: Awaited<ReturnType<typeof sendingsOf>> = [];
    const { read } = await rowsOf(tx, "notice", async () => {
      sent = await sendingsOf(tx, { caseId: "c7" }, "name");
    });
    expect(sent.map(({ taskId, channel, who }) => [taskId, channel, who])).toEqual([
      ["tc7", "email", "陈静"],
      ["tc7", "sms", "陈静"],
    ]);
    expect(read).toBeLessThan(10);
  });
});

test("a reader is named by the role that they held when the message was written", async () => {
  const { db } = await freshDatabase();
  const organization = await found(db, new Date("2031-03-03T01:00:00Z"), {});
  const [organizationId, personId] = [organization.id, organization.person("secretariat")];
  await db.holding.updateMany({ where: { personId }, data: { untilAt: new Date("2031-03-05T01:00:00Z") } });
  await db.holding.create({
    data: { id: "next", organizationId, personId, role: "deputy", fromAt: new Date("2031-03-05T01:00:00Z") },
  });
  const at = new Date("2031-03-04T01:00:00Z");
  await db.case.create({
    data: { id: "c", organizationId, duty: "27", kind: "RT", key: "k", state: "open", openedAt: at },
  });
  await db.$executeRaw`
    insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at,
      climb_from, climb_due_at, round)
    values ('t', 'c', ${organizationId}, '27', 'do', 'do', array['secretariat'], 'open', 'ordinary', 'supervisory-board', ${at}, ${at}, ${at}, ${at}, ${at}, 'r')`;
  await db.$executeRaw`
    insert into notice (id, task_id, case_id, organization_id, person_id, step, channel, shape, part, shard, state, send_at, created_at)
    values ('n', 't', 'c', ${organizationId}, ${personId}, '0:d:open', 'email', 'due', 'doer', 0, 'sent', ${at}, ${at})`;
  const [sent] = await db.$transaction((tx) => sendingsOf(tx, { caseId: "c" }, "role"));
  expect(sent?.who).toBe("secretariat");
});
