import { expect, test } from "vitest";
import { goAway } from "../../../client/registry/absences.ts";
import { roleOf } from "../../support/telling.ts";
import { startWorld } from "../../support/world.ts";

test("a secretary is away for a week: the deputy is asked and reminded, and on the day of return one mail says what was done and what waits", async () => {
  const city = await startWorld();
  const organization = await city.organization({ language: "zh-CN" });
  const heard = (): string[] =>
    city
      .heard(organization)
      .filter(({ channel }) => channel === "email")
      .map((one) => `${roleOf(one)} ${one.subject?.split("——")[0]}`);
  await goAway(city.context, {
    person: organization.email("secretariat"),
    delegate: organization.email("deputy"),
    ...{ organization: organization.code, from: "2031-03-03", until: "2031-03-07", actor: "administrator" },
  });
  const find = async (subject: string): Promise<string> => {
    const start = { duty: "29", organizationId: organization.id, subject, actor: "administrator" as const };
    return (await city.task(await city.start({ ...start, facts: { severity: "major" } }), "fix")).id;
  };
  const done = await find("消防通道堵塞");
  await find("灭火器过期");
  await city.settled();
  expect([...new Set(heard().map((one) => one.split(" ")[0]))]).toEqual(["deputy"]);
  const submission = { values: { note: "通道已清理" }, files: [] };
  await city.act({ taskId: done, verb: "submit", actor: { personId: organization.person("deputy") }, submission });
  await city.until("2031-03-06 12:00");
  const reminded = heard();
  expect(reminded.some((one) => one.startsWith("deputy") && one.includes("灭火器过期"))).toBe(true);
  expect(reminded.filter((one) => one.startsWith("secretariat"))).toEqual([]);
  await city.until("2031-03-10 08:55");
  heard();
  await city.until("2031-03-10 09:30");
  const back = city.heard(organization).filter((one) => roleOf(one) === "secretariat" && one.channel === "email");
  expect(back.map(({ subject }) => subject)).toEqual(["【假期结束】期间已办1项，待办1项"]);
  expect(back[0]?.text).toMatch(/期间已办：\n- [^\n]*消防通道堵塞[\s\S]*目前待办：\n- [^\n]*灭火器过期/);
  await city.until("2031-03-10 18:05");
  expect(heard().filter((one) => one.startsWith("deputy"))).toEqual([]);
});
