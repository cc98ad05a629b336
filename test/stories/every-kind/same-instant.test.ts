import { beforeAll, expect, test } from "vitest";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { setDuty, setPolicy } from "../../../client/registry/settings.ts";
import { chapters } from "../../support/chapters.ts";
import { fullForm } from "../../support/forms.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World } from "../../support/world.ts";

let city: World;
let organization: Organization;

beforeAll(async () => {
  city = await startWorld();
  organization = await city.organization();
});

/** A policy in hours, so that messages held overnight are sent together with those of the morning. */
const hours = (name: string, emergency: boolean) => ({
  name,
  for: { zh: "按小时督办", en: "by the hour" },
  term: { n: 20, unit: "h" },
  rungs: [
    {
      name: "opened",
      from: "opened",
      offset: { n: 0, unit: "min" },
      tell: [{ audience: "doer", channels: ["email", "sms"], shape: "due" }],
    },
    {
      name: "opened+10h",
      from: "opened",
      offset: { n: 10, unit: "h" },
      tell: [{ audience: "doer", channels: ["email", "sms"], shape: "reminder" }],
      ...(emergency && { emergency: true }),
    },
    {
      name: "due",
      from: "due",
      offset: { n: 0, unit: "h" },
      tell: [{ audience: "doer", channels: ["email"], shape: "overdue" }],
    },
    {
      name: "then-5bd",
      from: "due",
      offset: { n: 5, unit: "bd" },
      every: { n: 5, unit: "bd" },
      tell: [{ audience: "authority", channels: ["email"], shape: "escalated" }],
    },
  ],
});

const chapter = chapters();
for (const [words, emergency, day] of [
  ["prompt", false, "2031-03-03"],
  ["an emergency", true, "2031-03-04"],
] as const)
  chapter(
    `notices of one task that were held overnight and those due in the morning are sent as one SMS and one mail: ${words}`,
    async () => {
      const name = `hours-${emergency}`;
      await setPolicy(city.context, hours(name, emergency));
      await setDuty(city.context, {
        organization: organization.code,
        duty: "24",
        policy: name,
        actor: "administrator",
      });
      await city.until(`${day} 22:00`);
      city.newMessages();
      const caseId = await city.start({
        duty: "24",
        organizationId: organization.id,
        subject: "夜间来文",
        actor: "administrator",
      });
      await city.settled();
      // No SMS is sent at night.
      expect(city.newMessages(organization).map(({ channel }) => channel)).toEqual(["email"]);
      const task = await city.db.task.findFirstOrThrow({ where: { caseId } });
      await city.until(`${day.slice(0, 8)}0${Number(day.slice(9)) + 1} 08:02`);
      const messages = city
        .newMessages(organization)
        .filter(({ to }) => to === organization.email("secretariat") || !to.includes("@"));
      expect(messages.map(({ channel }) => channel).sort()).toEqual(["email", "sms"]);
      const sms = await city.db.notice.findMany({ where: { taskId: task.id, channel: "sms" } });
      expect(sms.map(({ state }) => state)).toEqual(["sent", "sent"]);
      expect(new Set(sms.map(({ deliveryId }) => deliveryId)).size).toBe(1);
      // It names the one task instead of a number of tasks.
      expect(messages.find(({ channel }) => channel === "sms")?.text).not.toMatch(/项待办|to do/);
      await city.act({ taskId: task.id, verb: "cancel", actor: "administrator", reason: "x" });
    },
  );

test("a person who leaves and returns on one day gets again the tasks that were cancelled in between, and only those", async () => {
  // The plan that a joiner must read.
  const planned = await city.start({
    duty: "16",
    organizationId: organization.id,
    subject: "",
    actor: "administrator",
  });
  const { id } = await city.db.task.findFirstOrThrow({ where: { caseId: planned } });
  const submission = { values: await fullForm(city.db, id), files: [] };
  await city.act({ taskId: id, verb: "submit", actor: { personId: organization.person("secretariat") }, submission });
  await city.act({ taskId: id, verb: "accept", actor: { personId: organization.person("legal-representative") } });
  const who = { organization: organization.code, role: "staff", name: "Wen", email: "wen@example.org" };
  const { personId } = await addPerson(city.context, who);
  const tasks = async () =>
    (
      await city.db.task.findMany({
        where: { organizationId: organization.id, duty: { in: ["19", "67"] }, personId },
        orderBy: { openedAt: "asc" },
      })
    ).map(({ duty, state }) => `${duty} ${state}`);
  const trainings = () => city.db.task.count({ where: { organizationId: organization.id, duty: "25" } });
  expect((await tasks()).sort()).toEqual(["19 open", "67 open"]);
  const before = await trainings();
  for (const times of [1, 2]) {
    await leave(city.context, personId, { actor: "administrator" });
    expect(await tasks()).toEqual(expect.arrayContaining(["19 cancelled", "67 cancelled"]));
    expect((await tasks()).filter((one) => !one.endsWith("cancelled"))).toEqual([]);
    await addPerson(city.context, who);
    const all = (await tasks()).sort();
    expect(all.filter((one) => one.endsWith("open"))).toEqual(["19 open", "67 open"]);
    expect(all).toHaveLength(2 + 2 * times);
  }
  // The secretariat's training for joiners was never cancelled, and is not requested again.
  expect(await trainings()).toBe(before);
});

test("the former doer of a reassigned task is notified by one mail, without SMS", async () => {
  const caseId = await city.start({ duty: "65", organizationId: organization.id, subject: "", actor: "administrator" });
  await city.settled();
  city.newMessages();
  const { id } = await city.db.task.findFirstOrThrow({ where: { caseId } });
  const to = organization.person("deputy");
  await city.act({
    taskId: id,
    verb: "reassign",
    actor: { personId: organization.person("legal-representative") },
    to,
    reason: "出差",
  });
  await city.settled();
  const messages = city.newMessages(organization);
  const former = messages.filter((one) => one.to === organization.email("secretariat"));
  expect(former.map(({ channel }) => channel)).toEqual(["email"]);
  expect(former[0]?.subject).toMatch(/^Assigned to deputy \d+: /);
  expect(messages.filter((one) => one.channel === "sms")).toHaveLength(1);
  // The new doer is sent only the assignment.
  expect(messages.filter((one) => one.to === organization.email("deputy"))).toHaveLength(1);
});
