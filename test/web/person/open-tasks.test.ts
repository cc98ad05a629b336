import { beforeAll, describe, expect, it } from "vitest";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe("a person's open tasks", () => {
  it("are listed behind any of their links, counted as in their mail, and each opens by its own link", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const secretary = organization.person("secretariat");
    const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
    await desk.finding(organization, "灭火器过期");
    await desk.begun(organization, "18");
    const list = `/t/${await desk.code(secretary, taskId)}/all`;
    const shown = await desk.get(list);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("3项待办");
    expect(shown.text).toMatch(/href="\/my\/sheet\/\w+\/2026-11-30"/);
    for (const title of ["消防通道堆放杂物", "灭火器过期"]) expect(shown.text).toContain(title);
    const row =
      /action="([^"]+)"><input type="hidden" name="token" value="([^"]+)"><button class="row"><span class="what">[^<]*灭火器过期/;
    const [, other = "", token = ""] = row.exec(shown.text) ?? [];
    const links = () => desk.db.link.count({ where: { personId: secretary } });
    const before = await links();
    // Opening the page is not enough: a link is created when its button is pressed.
    expect((await desk.get(other)).status).toBe(404);
    expect(await links()).toBe(before);
    const opened = await desk.app.request(origin + other, {
      method: "POST",
      body: new URLSearchParams({ token }),
      headers: { cookie: await desk.device(secretary) },
    });
    expect(opened.status).toBe(303);
    expect(await links()).toBe(before + 1);
    expect((await desk.get(opened.headers.get("location") ?? "")).text).toContain("灭火器过期");
    desk.pass(24 * 30);
    expect((await desk.get(list)).text).toContain("3项待办（均已逾期）");
    desk.pass(-24 * 30);
  });
  it("are not shown to a visitor with a forwarded link without a code or a session", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const secretary = organization.person("secretariat");
    const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
    const hidden = await desk.finding(organization, "灭火器过期");
    const list = `/t/${await desk.code(secretary, taskId)}/all`;
    const board = organization.person("supervisory-board");
    for (const cookie of ["", await desk.device(board), await desk.session(board), await desk.session(null)]) {
      const shown = await desk.get(list, { cookie });
      expect(shown.status).toBe(401);
      for (const one of ["灭火器过期", "消防通道堆放杂物", hidden.taskId]) expect(shown.text).not.toContain(one);
      expect(shown.text).toContain("发送验证码");
      const pressed = await desk.app.request(`${origin}${list}/${hidden.taskId}`, {
        method: "POST",
        headers: { cookie },
      });
      expect(pressed.status).toBe(401);
    }
    for (const cookie of [await desk.device(secretary), await desk.session(secretary)])
      expect((await desk.get(list, { cookie })).text).toContain("2项待办");
  });

  it("include for a verifier the tasks to verify, and for nobody the tasks of others", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
    const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    const board = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}/all`;
    expect((await desk.get(board)).text).toContain("没有待办事项");
    await desk.send(page, "submit", { "ask-note": "已清理通道" });
    expect((await desk.get(board)).text).toContain("1项待核验");
    expect((await desk.get(`${page}/all`)).text).toContain("没有待办事项");
    const foreign = await desk.finding(await desk.organization(), "别人的事");
    expect((await desk.get(`${page}/all/${foreign.taskId}`)).status).toBe(404);
    expect((await desk.get("/t/AAAAAAAAAAAA/all")).status).toBe(404);
  });
});
