import { expect, it } from "vitest";
import { reportHazard } from "../../client/kinds/hazard.ts";
import { openDesk } from "./portal.ts";

it("an emergency over a weekend is late by calendar days on every page, a finding by workdays", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  // Thursday, 10:00.
  desk.pass(24 * 3);
  const { caseId } = await reportHazard(desk.context, {
    organizationId: organization.id,
    what: "厨房有燃气味",
    severity: "critical",
    actor: { personId: organization.person("staff") },
  });
  const { id: taskId } = await desk.db.task.findFirstOrThrow({ where: { caseId } });
  const finding = await desk.finding(organization, "消防通道堵塞", "major");
  await desk.db.task.update({ where: { id: finding.taskId }, data: { dueAt: desk.now(), climbDueAt: desk.now() } });
  const link = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const session = await desk.session(null);
  const device = await desk.device(organization.person("secretariat"));
  const pages = async (): Promise<string[]> => [
    await desk.page("/board", session),
    await desk.page("/board?view=late", session),
    await desk.page(`/board/case/${caseId}`, session),
    await desk.page(`/board/task/${taskId}`, session),
    (await desk.get(link)).text,
    (await desk.get(`${link}/all`, { cookie: device })).text,
  ];
  // The time to the next rung is also counted by the clock: on Friday there is no next business day.
  const ladder = async (path: string) => (await desk.get(path, { cookie: session })).text;
  for (const shown of [await ladder(`/board/case/${caseId}`), await ladder(link)]) {
    expect(shown).toMatch(/[今明]日\d\d:00<\/(time|span)>|\d+天后/);
    expect(shown.replaceAll(/下一期[^<]*/g, "")).not.toMatch(/个工作日后|下个工作日之前/);
  }
  desk.pass(4);
  for (const page of await pages()) expect(page).toContain("已逾期3小时");
  // Monday, 12:00: two workdays, and four calendar days.
  desk.pass(24 * 4 - 2);
  for (const page of await pages()) expect(page).toContain("已逾期4天");
  expect(await desk.page(`/board/task/${finding.taskId}`, session)).toContain("已逾期2个工作日");
});
