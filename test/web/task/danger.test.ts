import { expect, it } from "vitest";
import { reportHazard } from "../../../client/kinds/hazard.ts";
import { openDesk } from "../portal.ts";

it("the page of a danger states first its severity and whom to call, and after D announces no pause", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { caseId } = await reportHazard(desk.context, {
    organizationId: organization.id,
    what: "厨房有燃气味",
    severity: "critical",
    actor: { personId: organization.person("staff") },
  });
  const { id: taskId } = await desk.db.task.findFirstOrThrow({ where: { caseId } });
  const link = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const before = (await desk.get(link)).text;
  expect(before).toContain("严重程度：紧急。危及人员安全的，先拨打119（火警）。");
  expect(before).toContain("日常提醒随即停止");
  desk.pass(5);
  const late = (await desk.get(link)).text;
  expect(late).toContain("此项已经逾期，办结之前仍会提醒。");
  expect(late).not.toContain("日常提醒随即停止");
});
