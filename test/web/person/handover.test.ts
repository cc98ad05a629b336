import { beforeAll, expect, it } from "vitest";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { act } from "../../../client/tasks/act.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

it("a person who takes over from a leaver has one page of all open tasks, each with its history", async () => {
  const organization = await desk.organization({ language: "zh-CN" });
  const old = organization.person("secretariat");
  const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
  const settled = await desk.finding(organization, "灯具损坏");
  const reason = "已联系维修公司，周五上门";
  await act(desk.context, {
    taskId,
    verb: "ask-extension",
    until: new Date("2026-12-04T10:00:00Z"),
    reason,
    actor: { personId: old },
  });
  const { personId } = await addPerson(desk.context, {
    organization: organization.code,
    role: "secretariat",
    name: "王接任",
    email: "jieren@example.org",
  });
  await leave(desk.context, old, { actor: "administrator", organization: organization.code });
  await act(desk.context, { taskId: settled.taskId, verb: "cancel", reason: "x", actor: "administrator" });
  const own = await desk.finding(organization, "接任后新发现的");
  const path = `/t/${await desk.code(personId, taskId)}/handover`;
  const page = (await desk.get(path)).text;
  expect(page).toContain("消防通道堆放杂物");
  expect(page).toContain(reason);
  expect(page).not.toContain("灯具损坏");
  // Later tasks were not handed over.
  expect(page).not.toContain("接任后新发现的");
  expect(own.taskId).not.toBe(taskId);
  // A forwarded link shows nothing of it.
  expect((await desk.get(path, { cookie: "" })).text).not.toContain(reason);
});
