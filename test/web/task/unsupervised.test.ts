import { expect, it } from "vitest";
import { openDesk } from "../portal.ts";

it("an agency without a supervising authority reports to the registrar (row 54), who is notified if nobody acts, on the task's page and on the person's list", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ type: "SVC", supervised: false, language: "zh-CN" });
  const { taskId } = await desk.begun(organization, "54");
  const secretary = organization.person("secretariat");
  const { text } = await desk.get(`/t/${await desk.code(secretary, taskId)}`);
  expect(text).toContain("向登记管理机关、行业管理部门汇报");
  expect(text).toMatch(/20个工作日后<\/span>，<span class="what">告知登记管理机关/);
  expect(text).not.toContain("业务主管单位");
  const cookie = (await desk.device(secretary)).replace(/^[^=]*/, "duban-my");
  const mine = (await desk.get("/my", { cookie })).text;
  expect(mine).toContain("向登记管理机关、行业管理部门汇报");
  expect(mine).not.toContain("业务主管单位");
});
