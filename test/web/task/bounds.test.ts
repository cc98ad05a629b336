import { expect, it } from "vitest";
import { openDesk } from "../portal.ts";

it("a number above its total is rejected with both numbers and without losing typed values, on a task's page and on a sheet", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const secretary = organization.person("secretariat");
  const { taskId } = await desk.begun(organization, "25");
  const page = `/t/${await desk.code(secretary, taskId)}`;
  const error = "测试通过人数：15大于“参加人数”（12），请核对";
  const wrong = await desk.send(page, "submit", { "ask-attendance": "12", "ask-passed": "15" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain(error);
  expect(wrong.text).toMatch(/name="ask-attendance"[^>]*value="12"/);
  expect(wrong.text).toMatch(/name="ask-passed"[^>]*value="15"/);
  const english = await desk.send(`${page}?lang=en`, "submit", { "ask-attendance": "12", "ask-passed": "15" });
  expect(english.text).toContain("People who passed the test: 15 is more than “People present” (12); please check");
  const cookie = (await desk.device(secretary)).replace(/^[^=]*/, "duban-my");
  const due = (await desk.db.task.findUniqueOrThrow({ where: { id: taskId } })).dueAt;
  const path = `/my/sheet/${organization.id}/${due.toISOString().slice(0, 10)}`;
  const { text } = await desk.get(path, { cookie });
  const name = (key: string): string => new RegExp(`name="([\\w-]*ask-${key})"`).exec(text)?.[1] ?? "";
  const hidden = Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const body = new URLSearchParams({ ...hidden, [name("attendance")]: "12", [name("passed")]: "15" });
  const answered = await desk.app.request(`http://127.0.0.1:8080${path}`, {
    method: "POST",
    body,
    headers: { cookie, origin: "http://127.0.0.1:8080", "content-type": "application/x-www-form-urlencoded" },
  });
  expect(await answered.text()).toContain(error);
  expect(await desk.state(taskId)).toBe("open");
  expect((await desk.send(page, "submit", { "ask-attendance": "12", "ask-passed": "12" })).status).toBe(303);
});

it("a field that an answer makes required says which answer", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId } = await desk.begun(organization, "24");
  const { text } = await desk.get(`/t/${await desk.code(organization.person("secretariat"), taskId)}`);
  // Of the two files of the form, only the second can become required by an answer.
  expect(text.match(/选择“是”的，须填写。/g)).toHaveLength(1);
  expect(text).toMatch(/for="submit-ask-files"[\s\S]*?选择“是”的，须填写。[\s\S]*?name="ask-files"/);
});

it("the day of a past event is today at the latest", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId } = await desk.begun(organization, "64");
  const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  expect((await desk.get(page)).text).toMatch(/name="ask-contacted-on"[^>]* max="2026-11-23"/);
  const contact = { "ask-contact": "与街道办通话" };
  const wrong = await desk.send(page, "submit", { ...contact, "ask-contacted-on": "2026-11-24" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("联系日期（留空即今日）：应为今天（2026年11月23日）或以前");
  expect(await desk.state(taskId)).toBe("open");
  expect((await desk.send(page, "submit", { ...contact, "ask-contacted-on": "2026-11-23" })).status).toBe(303);
});
