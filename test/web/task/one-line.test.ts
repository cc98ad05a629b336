import { expect, it } from "vitest";
import type { FormField } from "../../../domain/catalogue/duty.ts";
import { allDuties, dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { procedureOf } from "../../../domain/procedures/kinds.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import { openDesk } from "../portal.ts";

const textsOf = (duty: string): FormField[] =>
  ["do", ...Object.keys(procedureOf(dutyOf(duty).kind).steps)]
    .flatMap((step) => fieldsOf(dutyOf(duty), step, {}))
    .filter(({ type }) => type === "text");

it("numbers, addresses, places and times of day are texts of one line in every form", () => {
  const short = /网址$|网址（|编号|回执号|时刻|开始时间|地点$|名称$/;
  const all = allDuties.flatMap(({ number }) => textsOf(number));
  const fields = all.filter(({ label }) => short.test(label.zh));
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter(({ line }) => line === undefined).map(({ label }) => label.zh)).toEqual([]);
  expect(all.filter(({ line }) => line === undefined).map(({ label }) => label.zh)).toContain("演练方案");
});

it("fields of one line have an input of their type, on a task's page and on a sheet", async () => {
  const desk = await openDesk();
  const organization = await desk.organization({ language: "zh-CN" });
  const { taskId } = await desk.begun(organization, "26");
  const secretary = organization.person("secretariat");
  const page = await desk.get(`/t/${await desk.code(secretary, taskId)}`);
  const cookie = (await desk.device(secretary)).replace(/^[^=]*/, "duban-my");
  const due = (await desk.db.task.findUniqueOrThrow({ where: { id: taskId } })).dueAt;
  const sheet = await desk.get(`/my/sheet/${organization.id}/${due.toISOString().slice(0, 10)}`, { cookie });
  for (const [path, { text }] of Object.entries({ page, sheet })) {
    expect(text, path).toMatch(/<input name="[\w-]*ask-time"[^>]* type="time"/);
    expect(text, path).toMatch(/<input name="[\w-]*ask-place"[^>]* type="text"/);
    expect(text, path).toMatch(/<textarea name="[\w-]*ask-plan"/);
  }
});

it("a disclosure's address and time on the platform have separate inputs", async () => {
  const fields = new Map(textsOf("40a").map(({ name, line }) => [name, line]));
  expect(fields.get("platform-address")).toBe("url");
  expect(fields.get("platform-time")).toBe("time");
  expect(fields.get("statement")).toBeUndefined();
});
