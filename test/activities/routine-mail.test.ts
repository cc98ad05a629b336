import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, it } from "vitest";
import { deliverShard } from "../../activities/deliver.ts";
import { startCase } from "../../client/cases/cases.ts";
import { issueCircular } from "../../client/cases/circulars.ts";
import { act } from "../../client/tasks/act.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { startInbox } from "../../local/inbox.ts";
import { standIn } from "../cli/stand-in.ts";
import { depsOf } from "../support/activity-deps.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
let now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const inbox = await startInbox({ now: () => now });
atEnd(() => inbox.stop());
const deps = depsOf(db, inbox);
atEnd(() => Promise.all([...deps.transports.values()].map((transport) => transport.close())));
const context = { db, now: () => now, calendar: chinaCalendar(), flush: deps.flush };
const engine = standIn(db);

/** Runs rounds and couriers at an instant. @returns mails to the secretariat since the last call */
async function mails(wall: string): Promise<string[]> {
  const [date = "", time = ""] = wall.split(" ");
  now = instantAt(date, time, "Asia/Shanghai");
  await engine.rounds(now);
  const before = inbox.messages().length;
  for (const { shard } of await db.organization.findMany({ select: { shard: true } }))
    await new MockActivityEnvironment().run(() => deliverShard(deps, { shard, now: now.getTime() + 1 }));
  const heard = inbox.messages().slice(before);
  return heard.filter(({ to }) => to === organization.email("secretariat")).map(({ subject }) => subject ?? "");
}

const organization = await found(db, now, {});
const begin = async (subject: string): Promise<string> => {
  const about = { duty: "29", organizationId: organization.id, subject, facts: { severity: "minor" } };
  const { caseId } = await startCase(context, { ...about, actor: "administrator" });
  return (await db.task.findFirstOrThrow({ where: { caseId } })).id;
};

it("a mail with a prompt notice counts as the day's mail: later routine notices wait for tomorrow's", async () => {
  const first = await begin("灯坏了");
  const passed = await begin("门坏了");
  // Reassigning it to the secretariat is prompt. Both notices are sent in one mail.
  const to = organization.person("secretariat");
  await act(context, {
    taskId: passed,
    verb: "reassign",
    actor: "administrator",
    to: organization.person("deputy"),
    reason: "x",
  });
  await act(context, { taskId: passed, verb: "reassign", actor: "administrator", to, reason: "x" });
  expect(await mails("2031-03-03 10:00")).toHaveLength(1);
  await begin("窗坏了");
  const until = instantAt("2031-03-20", "18:00", "Asia/Shanghai");
  await act(context, { taskId: first, verb: "move", actor: "administrator", until, reason: "x" });
  expect(await mails("2031-03-03 14:00")).toEqual([]);
  expect(await mails("2031-03-04 09:00")).toHaveLength(1);
});

it("of a circular a reader has one mail a day: what it starts behind its prompt word waits for tomorrow's", async () => {
  now = instantAt("2031-03-06", "10:00", "Asia/Shanghai");
  expect(await mails("2031-03-06 10:00")).toEqual([]);
  const title = "关于加强冬季防火工作的通知";
  await issueCircular(context, {
    event: "policy-issued",
    source: "local",
    title,
    text: "请落实。",
    actor: "administrator",
  });
  await engine.distribute(now, "first");
  expect(await mails("2031-03-06 10:00")).toEqual([expect.stringContaining(title)]);
  await engine.distribute(instantAt("2031-03-06", "10:01", "Asia/Shanghai"), "rest");
  expect(await mails("2031-03-06 10:01")).toEqual([]);
  // A notice that is not part of it is sent in the day's mail.
  await begin("插座松动");
  expect(await mails("2031-03-06 11:00")).toHaveLength(1);
  expect(await mails("2031-03-07 09:00")).toHaveLength(1);
});
