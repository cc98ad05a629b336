import { beforeAll, expect, test } from "vitest";
import type { Role } from "../../../domain/terms.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { storyOf } from "../../../records/views/pages.ts";
import { roleOf } from "../../support/recipients.ts";
import { startWorld, type World, worldBy, zone } from "../../support/world.ts";

let city: World;
beforeAll(async () => {
  city = await startWorld();
});

test("a rectification that is reported at risk notifies the supervisor before D, who extends it; the ladder of the first D ends", async () => {
  city = await worldBy("2031-03-03 09:30", city);
  const organization = await city.organization({ language: "zh-CN" });
  const by = (role: Role) => ({ actor: { personId: organization.person(role) } });
  const mails = (): string[] =>
    city
      .newMessages(organization)
      .map((one) => `${roleOf(one)} ${one.channel} ${one.subject ?? one.text}`.split("——")[0] ?? "")
      .sort();
  const subject = "消防通道堵塞";
  const start = { duty: "29", organizationId: organization.id, subject, actor: "administrator" as const };
  const { id: taskId } = await city.task(await city.start({ ...start, facts: { severity: "major" } }), "fix");
  await city.settled();
  const title = "3月10日18:00前：完成整改并提交证明（消防通道堵塞）";
  expect(mails()).toEqual([`secretariat email 【督办】${title}`, expect.stringContaining("secretariat sms ")]);
  await city.until("2031-03-04 10:00");
  const reason = "配件缺货，需要多给三天";
  await city.act({ taskId, verb: "report", ...by("secretariat"), outlook: "at-risk", reason });
  await city.settled();
  const [message] = city.newMessages(organization);
  expect(`${message && roleOf(message)} ${message?.subject?.split("——")[0]}`).toBe(
    `legal-representative 【存在风险】${title}`,
  );
  expect(message?.text).toContain(reason);
  await city.until("2031-03-05 10:00");
  const until = instantAt("2031-03-13", "18:00", zone);
  await city.act({ taskId, verb: "grant-extension", ...by("legal-representative"), until });
  await city.settled();
  expect(mails()).toEqual([
    "secretariat email 【已延期】延至3月13日18:00：完成整改并提交证明（消防通道堵塞）",
    "secretariat email 【提醒】3月10日18:00到期：完成整改并提交证明（消防通道堵塞）",
  ]);
  await city.until("2031-03-11 18:30");
  // The old D has passed: the recipients of its later rungs are sent nothing.
  expect(mails()).toEqual(["secretariat email 【提醒】3月13日18:00到期：完成整改并提交证明（消防通道堵塞）"]);
  await city.until("2031-03-13 17:30");
  expect(mails()).toEqual([
    "secretariat email 【提醒】明日18:00到期：完成整改并提交证明（消防通道堵塞）",
    expect.stringContaining("secretariat sms "),
  ]);
  const submission = { values: { note: "通道已清理" }, files: [] };
  await city.act({ taskId, verb: "submit", ...by("secretariat"), submission });
  await city.settled();
  expect(mails()).toEqual(["supervisory-board email 【督办】3月20日18:00前核验：完成整改并提交证明（消防通道堵塞）"]);
});

test("a rectification of more than ten workdays requests a progress report in each week without one, and its supervisor sees the report", async () => {
  city = await worldBy("2031-03-14 09:30", city);
  const organization = await city.organization({ language: "zh-CN" });
  const subject = "屋面漏水";
  const start = { duty: "29", organizationId: organization.id, subject, actor: "administrator" as const };
  const caseId = await city.start({ ...start, facts: { severity: "minor" } });
  const { id: taskId } = await city.task(caseId, "fix");
  await city.settled();
  const requests = (): string[] =>
    city.newMessages(organization).map((one) => `${roleOf(one)} ${one.channel} ${one.subject?.split("——")[0]}`);
  const title = "完成整改并提交证明（屋面漏水）";
  expect(requests()).toEqual([`secretariat email 【督办】4月3日18:00前：${title}`]);
  await city.until("2031-03-21 18:30");
  expect(requests()).toEqual([`secretariat email 【请反馈进展】${title}（4月3日18:00到期）`]);
  await city.until("2031-03-26 10:00");
  const reason = "已拆除旧防水层";
  const actor = { personId: organization.person("secretariat") };
  await city.act({ taskId, verb: "report", actor, outlook: "on-track", reason });
  await city.until("2031-03-28 18:30");
  // This week has a report, so none is requested; the reminder comes five workdays before D, as for any rectification.
  expect(requests()).toEqual([`secretariat email 【提醒】4月3日18:00到期：${title}`]);
  const story = await storyOf(city.db, caseId);
  expect(story.filter(({ verb }) => verb.includes("on-track")).map((line) => `${line.who} ${line.reason}`)).toEqual([
    expect.stringMatching(new RegExp(`^secretariat.* ${reason}$`)),
  ]);
});
