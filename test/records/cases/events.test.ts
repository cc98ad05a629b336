import { beforeAll, expect, test } from "vitest";
import type { Db } from "../../../prisma/client.ts";
import { appendEvents, brokenAt, eventsOf, hashOf } from "../../../records/cases/events.ts";
import { freshDatabase } from "../../support/database.ts";

let db: Db;
beforeAll(async () => {
  ({ db } = await freshDatabase());
  await db.$executeRaw`insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    values ('o1', 'GZ-1', '示例', 'CHA', 'foundation', 'Asia/Shanghai', true, true, 0, '2026-01-01', now())`;
  await db.$executeRaw`insert into "case" (id, organization_id, duty, kind, key, state, opened_at) values ('c1', 'o1', '27', 'RT', '2026-11', 'open', now())`;
});

const line = (verb: string, after?: unknown) => ({
  caseId: "c1",
  taskId: null,
  organizationId: "o1",
  at: new Date("2026-11-24T01:00:00Z"),
  actor: "system",
  verb,
  after,
});

test("each line of a case's log has the hash of the previous one, and a line changed later is detected", async () => {
  await db.$transaction((tx) => appendEvents(tx, [line("opened"), line("told", { b: 2, a: [1, null] })]));
  await db.$transaction((tx) => appendEvents(tx, [line("submitted")]));
  const events = await eventsOf(db, "c1");
  expect(events.map((event) => event.verb)).toEqual(["opened", "told", "submitted"]);
  expect(brokenAt(events)).toBeNull();
  await db.$executeRaw`update event set after = '{"a":[1,null],"b":3}' where verb = 'told'`;
  expect(brokenAt(await eventsOf(db, "c1"))).toBe(events[1]?.id);
});

test("two concurrent writers neither fork the chain nor block each other", async () => {
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => db.$transaction((tx) => appendEvents(tx, [line(`press-${n}`)]))),
  );
  const events = await eventsOf(db, "c1");
  expect(events).toHaveLength(13);
  expect(new Set(events.map((event) => event.previous)).size).toBe(13);
});

test("the log of a case without a recorded head continues from its last line", async () => {
  await db.$executeRaw`update "case" set log_head = null where id = 'c1'`;
  await db.$executeRaw`update event set after = '{"a":[1,null],"b":2}' where verb = 'told'`;
  await db.$transaction((tx) => appendEvents(tx, [line("accepted"), line("done")]));
  const events = await eventsOf(db, "c1");
  expect(events.slice(-2).map((event) => event.verb)).toEqual(["accepted", "done"]);
  expect(brokenAt(events)).toBeNull();
});

test.each([
  [
    "keys of every kind, in whatever order, and what they hold",
    JSON.parse(
      '{"b": 2, "__proto__": {"y": 1, "x": null}, "10": "ten", "9": [{"d": 1, "c": "二"}, null], "a": "\\u2028\\"", "": false}',
    ),
    "247c0bb939ce16069d3d221a75f7b27606813e9c020a696c1c64ac0d6e74423b",
  ],
  [
    "what is left out, and what is null",
    { left: undefined, none: null },
    "79d5128836b3024707496df48e158a3c31a9cb97cb96b0db168f4bd68a4065a7",
  ],
])("the hash of a line is what it always was: %s", (_what, after, hash) => {
  const before = { state: "open", dueAt: new Date("2026-11-30T10:00:00.5Z") };
  expect(hashOf("", { ...line("told", after), before })).toBe(hash);
});
