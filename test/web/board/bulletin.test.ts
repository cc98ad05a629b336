import { expect, it } from "vitest";
import { openDesk } from "../portal.ts";

it("the draft of a month says what there was, and of what there was nothing it says nothing", async () => {
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
  expect(month).toContain("半数以上的工作在开始当天提交。\n");
  expect(month).not.toMatch(/[^\d]0(项|次)|0天内/);
  expect(await report("2027-01")).toContain("2027年1月没有社会组织应办的工作。");
});
