import { beforeAll, expect, test } from "vitest";
import { changePerson } from "../../../client/registry/change-person.ts";
import { roleOf } from "../../support/recipients.ts";
import { startWorld, type World, worldBy } from "../../support/world.ts";

let city: World;
beforeAll(async () => {
  city = await startWorld();
});

/** Gives a secretary with preferences a finding to rectify by 10 March, 18:00. @returns the messages to them since the last call */
async function withPreferences(preferences: Parameters<typeof changePerson>[2]): Promise<() => string[]> {
  const organization = await city.organization({ language: "zh-CN" });
  await changePerson(city.context, organization.person("secretariat"), preferences);
  const start = { duty: "29", organizationId: organization.id, actor: "administrator" as const };
  await city.start({ ...start, subject: "消防通道堵塞", facts: { severity: "major" } });
  await city.settled();
  return () =>
    city
      .newMessages(organization)
      .filter((one) => roleOf(one) === "secretariat")
      .map(({ channel, subject, text }) => `${channel} ${(subject ?? text).split("：")[0]}`);
}

test("the day's mail is sent at the recipient's hour on the same day, even if an SMS of the ladder named the task in the morning", async () => {
  city = await worldBy("2031-03-03 09:30", city);
  const messages = await withPreferences({ hour: "14" });
  expect(messages()).toEqual([expect.stringMatching(/^sms /)]);
  await city.until("2031-03-03 14:05");
  expect(messages()).toEqual(["email 【督办】3月10日18:00前"]);
  await city.until("2031-03-07 08:59");
  messages();
  await city.until("2031-03-07 13:55");
  expect(messages()).toEqual(["sms 【督办】提醒"]);
  await city.until("2031-03-07 14:05");
  expect(messages()).toEqual(["email 【提醒】3月10日18:00到期"]);
});

test("the day's message by SMS is sent at the recipient's hour, unless an SMS of the ladder has said the same", async () => {
  city = await worldBy("2031-03-03 09:30", city);
  const messages = await withPreferences({ hour: "14", channel: "sms" });
  expect(messages()).toEqual([expect.stringMatching(/^sms /)]);
  await city.until("2031-03-07 08:59");
  messages();
  await city.until("2031-03-07 18:00");
  expect(messages()).toEqual(["sms 【督办】提醒"]);
});
