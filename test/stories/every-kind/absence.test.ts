import { beforeAll, expect, test } from "vitest";
import { goAway } from "../../../client/registry/absences.ts";
import { RefusedError } from "../../../domain/errors.ts";
import type { Role } from "../../../domain/terms.ts";
import { roleOf } from "../../support/recipients.ts";
import { startWorld, type World, worldBy } from "../../support/world.ts";

let city: World;
beforeAll(async () => {
  city = await startWorld();
});

test("while a secretary is absent for a week, the deputy is notified and reminded; on the day of return one mail lists what was done and what is open", async () => {
  city = await worldBy("2031-03-03 09:30", city);
  const organization = await city.organization({ language: "zh-CN" });
  const mails = (): string[] =>
    city
      .newMessages(organization)
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
  expect([...new Set(mails().map((one) => one.split(" ")[0]))]).toEqual(["deputy"]);
  const submission = { values: { note: "通道已清理" }, files: [] };
  await city.act({ taskId: done, verb: "submit", actor: { personId: organization.person("deputy") }, submission });
  await city.until("2031-03-06 12:00");
  const reminded = mails();
  expect(reminded.some((one) => one.startsWith("deputy") && one.includes("灭火器过期"))).toBe(true);
  expect(reminded.filter((one) => one.startsWith("secretariat"))).toEqual([]);
  await city.until("2031-03-10 08:55");
  mails();
  await city.until("2031-03-10 09:30");
  const back = city.newMessages(organization).filter((one) => roleOf(one) === "secretariat" && one.channel === "email");
  expect(back.map(({ subject }) => subject)).toEqual(["【假期结束】期间已办1项，待办1项"]);
  expect(back[0]?.text).toMatch(/期间已办：\n- [^\n]*消防通道堵塞[\s\S]*目前待办：\n- [^\n]*灭火器过期/);
  await city.until("2031-03-10 18:05");
  expect(mails().filter((one) => one.startsWith("deputy"))).toEqual([]);
});

test("if the deputy and the board are absent too, the delegate of all of them is notified, and cannot verify their own work as delegate", async () => {
  city = await worldBy("2031-03-10 18:30", city);
  const organization = await city.organization({ language: "zh-CN" });
  const away = (who: Role, delegate: Role, from: string, until: string) =>
    goAway(city.context, {
      ...{ person: organization.email(who), delegate: organization.email(delegate), from, until },
      ...{ organization: organization.code, actor: "administrator" as const },
    });
  const by = (role: Role) => ({ actor: { personId: organization.person(role) } });
  const mails = (messages = city.newMessages(organization)): string[] =>
    messages
      .filter(({ channel }) => channel === "email")
      .map((one) => `${roleOf(one)} ${one.subject?.split("——")[0]?.replace(/ \d{3}请/, "请")}`)
      .sort();
  await away("secretariat", "deputy", "2031-03-11", "2031-03-14");
  await away("deputy", "staff", "2031-03-11", "2031-03-12");
  // This delegation would lead in a circle back to an absent person.
  await expect(away("staff", "secretariat", "2031-03-12", "2031-03-13")).rejects.toThrow(/come back/);
  await away("supervisory-board", "staff", "2031-03-11", "2031-03-14");
  await city.until("2031-03-11 10:30");
  expect(mails()).toEqual([
    "deputy 【代办】secretariat请假，其工作由您代办",
    "staff 【代办】deputy请假，其工作由您代办",
    "staff 【代办】supervisory-board请假，其工作由您代办",
  ]);
  const find = async (subject: string): Promise<string> => {
    const start = { duty: "29", organizationId: organization.id, subject, actor: "administrator" as const };
    return (await city.task(await city.start({ ...start, facts: { severity: "major" } }), "fix")).id;
  };
  const taskId = await find("消防通道堵塞");
  await find("灭火器过期");
  await city.settled();
  expect(mails()).toEqual(["staff 【督办】今日2项待办"]);
  const submission = { values: { note: "通道已清理" }, files: [] };
  await city.act({ taskId, verb: "submit", ...by("staff"), submission });
  await city.settled();
  // The delegate of the board did the work, so the board itself must verify, although it is absent.
  expect(mails()).toEqual(["supervisory-board 【督办】3月18日18:00前核验：完成整改并提交证明（消防通道堵塞）"]);
  for (const role of ["staff", "deputy", "secretariat"] as const)
    await expect(city.act({ taskId, verb: "accept", ...by(role) }), role).rejects.toThrow(RefusedError);
  expect((await city.act({ taskId, verb: "accept", ...by("supervisory-board") })).state).toBe("accepted");
  await city.until("2031-03-13 10:30");
  const reminder = "【提醒】3月18日18:00到期：完成整改并提交证明（灭火器过期）";
  expect(mails()).toEqual([
    "deputy 【假期结束】期间已办0项，待办1项",
    `deputy ${reminder}`,
    "staff 【已通过】完成整改并提交证明（消防通道堵塞）",
  ]);
  await city.until("2031-03-17 09:30");
  const messages = city.newMessages(organization);
  expect(mails(messages)).toEqual([
    "secretariat 【假期结束】期间已办1项，待办1项",
    `secretariat ${reminder.replace("3月18日", "明日")}`,
    "supervisory-board 【假期结束】期间已办0项，待办0项",
  ]);
  // The deputy, the delegate, was absent too; the mail names the person who did the work.
  const back = messages.find((one) => roleOf(one) === "secretariat" && one.subject?.includes("假期结束"));
  expect(back?.text).toMatch(/消防通道堵塞），由staff[^，\n]*提交/);
});
