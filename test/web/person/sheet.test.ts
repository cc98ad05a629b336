import { beforeAll, describe, expect, it } from "vitest";
import { photoFile } from "../../support/pictures.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const day = "2026-11-30";
/** Somebody with several tasks of one day, their cookie, and the path of the sheet. */
async function sheet(subjects: readonly string[]) {
  const organization = await desk.organization({ language: "zh-CN" });
  const secretary = organization.person("secretariat");
  const tasks: string[] = [];
  for (const subject of subjects) tasks.push((await desk.finding(organization, subject)).taskId);
  const cookie = (await desk.device(secretary)).replace(/^[^=]*/, "duban-my");
  const path = `/my/sheet/${organization.id}/${day}`;
  const shown = await desk.get(path, { cookie });
  const token = /name="token" value="([^"]+)"/.exec(shown.text)?.[1] ?? "";
  const send = (fields: Record<string, string | File>, sent = token) => {
    const body = new FormData();
    body.set("token", sent);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return desk.app.request(origin + path, { method: "POST", body, headers: { cookie } });
  };
  return { organization, tasks, cookie, path, shown: shown.text, send };
}
const submissions = async (id: string | undefined) =>
  (await desk.db.task.findUniqueOrThrow({ where: { id: id ?? "" } })).submissions;

describe("a sheet", () => {
  it("has what one person has to do for one organization by the same day, and is offered on their page", async () => {
    const { tasks, shown, path, cookie, organization } = await sheet(["堵塞", "漏水", "过期"]);
    for (const id of tasks) expect(shown).toContain(`id="task-${id}"`);
    const mine = (await desk.get("/my", { cookie })).text;
    expect(mine).toContain(`href="${path}"`);
    expect(mine).toContain("3项");
    // Of another day, or of somebody else, it has none.
    await desk.db.task.update({ where: { id: tasks[0] ?? "" }, data: { dueAt: new Date("2026-12-01T10:00:00Z") } });
    expect((await desk.get(path, { cookie })).text).not.toContain(`id="task-${tasks[0]}"`);
    const staff = (await desk.device(organization.person("staff"))).replace(/^[^=]*/, "duban-my");
    expect((await desk.get(path, { cookie: staff })).headers.get("location")).toBe("/my");
  });

  it("takes what is complete, marks what is not with nothing typed lost, and leaves what is empty", async () => {
    const { tasks, send, cookie, path } = await sheet(["堵塞", "漏水", "过期"]);
    const [whole = "", half = "", empty = ""] = tasks;
    const program = new File([new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])], "setup.exe");
    const form = {
      [`t-${whole}-ask-note`]: "通道已清理",
      [`t-${whole}-ask-files`]: photoFile("通道.jpg"),
      [`t-${half}-ask-note`]: "正在修理，周五完成",
      [`t-${half}-ask-files`]: program,
      [`t-${empty}-ask-note`]: "  ",
    };
    const answer = await send(form);
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain("已提交1项");
    expect(text).toContain("正在修理，周五完成");
    expect(text).toMatch(new RegExp(`href="#submit-t-${half}-ask-files"`));
    expect(text).toMatch(
      new RegExp(`name="t-${half}-ask-files" id="submit-t-${half}-ask-files"[^>]*aria-invalid="true"`),
    );
    expect(text).not.toContain(`id="task-${whole}"`);
    expect(text).toContain(`id="task-${empty}"`);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 0, 0]);
    const files = await desk.db.evidence.findMany({ where: { taskId: whole, type: "file" } });
    expect(files.map(({ name }) => name)).toEqual(["通道.jpg"]);
    // The same once more: what was taken is not taken twice.
    await send(form);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 0, 0]);
    const rest = await send({ [`t-${half}-ask-note`]: "已修好", [`t-${empty}-ask-note`]: "已更换" });
    expect([rest.status, rest.headers.get("location")]).toEqual([303, "/my?taken=2"]);
    expect(await Promise.all(tasks.map(submissions))).toEqual([1, 1, 1]);
    expect((await desk.get(path, { cookie })).headers.get("location")).toBe("/my");
  });

  it("is taken from its own page alone", async () => {
    const { tasks, send } = await sheet(["堵塞", "漏水"]);
    const [one = ""] = tasks;
    expect((await send({ [`t-${one}-ask-note`]: "x" }, "x")).status).toBe(403);
    const foreign = await desk.finding(await desk.organization(), "x");
    expect((await send({ [`t-${foreign.taskId}-ask-note`]: "x" })).status).toBe(303);
    expect(await submissions(one)).toBe(0);
    expect(await submissions(foreign.taskId)).toBe(0);
  });
});
