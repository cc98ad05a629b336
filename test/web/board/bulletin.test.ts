import { expect, it } from "vitest";
import { openDesk } from "../portal.ts";

it("the draft of a month leaves out counts of zero", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId } = await desk.finding(organization, "消防通道堵塞");
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  await desk.send(doer, "submit", { "ask-note": "已清理通道" });
  const session = await desk.session(null);
  const report = async (period: string): Promise<string> =>
    /<h2 id="bulletin">[\s\S]*?<\/section>/.exec(await desk.page(`/board/report?period=${period}`, session))?.[0] ?? "";
  const month = await report("2026-11");
  expect(month).toContain("2026年11月共有1家社会组织应办工作1项，其中按期完成1项。按期完成率100.0%");
  expect(month).toContain("已提交的工作中，半数以上在开始当天提交。\n");
  expect(month).not.toMatch(/[^\d]0(项|次)|0天内/);
  const none = await report("2026-01");
  expect(none).toContain("2026年1月没有社会组织应办的工作。");
  expect(none).not.toMatch(/[^\d]0家/);
  const english = `${session}; duban-language=en`;
  const draft = async (period: string): Promise<string> =>
    /<h2 id="bulletin">[\s\S]*?<\/section>/.exec(await desk.page(`/board/report?period=${period}`, english))?.[0] ?? "";
  const text = await draft("2026-11");
  expect(text).toContain("1 organization was asked 1 task: 1 was done in time. 100.0% was done in time.");
  expect(text).toContain("handed in on the day on which it began. By the formula: 1 green (from 90).\n");
  expect(text).not.toMatch(/[^\d.]0 (times|tasks|days|yellow|red|late|are|were)/);
  expect(await draft("2026-01")).toContain("Nothing was asked of any organization in ");
});
