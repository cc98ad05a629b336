import { expect, it } from "vitest";
import { standIn } from "../cli/stand-in.ts";
import { openDesk } from "./portal.ts";

it("the record of a drill is refused before the drill begins, with its time and the time left", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { caseId, taskId } = await desk.begun(organization, "26");
  const page = async (id: string) => `/t/${await desk.code(organization.person("secretariat"), id)}`;
  // It is Monday, 10:00.
  const set = { "ask-date": "2026-11-24", "ask-time": "14:30", "ask-place": "二楼会议室", "ask-plan": "疏散" };
  expect((await desk.send(await page(taskId), "submit", set)).status).toBe(303);
  await standIn(desk.db).requestTask(caseId, "hold", desk.now());
  const { id } = await desk.db.task.findFirstOrThrow({ where: { caseId, key: "hold" } });
  const record = { "ask-record": "15分钟完成疏散", "ask-attendance": "张三" };
  const early = await desk.send(await page(id), "submit", record);
  expect(early.status).toBe(409);
  expect(early.text).toContain("演练开始时间为2026-11-24 14:30（还有1天5小时），开始后方可提交演练记录");
  // The typed values are kept.
  expect(early.text).toContain("15分钟完成疏散");
  expect(await desk.state(id)).toBe("open");
  desk.pass(29);
  expect((await desk.send(await page(id), "submit", record)).status).toBe(303);
  expect(await desk.state(id)).toBe("closed");
});
