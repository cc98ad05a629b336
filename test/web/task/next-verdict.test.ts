import { beforeAll, describe, expect, it } from "vitest";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

/** A finding whose rectification was submitted and waits for a verdict. */
async function handedIn(organization: Organization, subject: string): Promise<string> {
  const { taskId } = await desk.finding(organization, subject);
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  expect((await desk.send(doer, "submit", { "ask-note": "已处理" })).status).toBe(303);
  desk.pass(1);
  return taskId;
}

/** The button that opens the next task: its text, and the page that it opens. */
async function pressNext(text: string, cookie: string): Promise<{ words: string; location: string }> {
  const form =
    /<form method="post" action="([^"]+)"><input type="hidden" name="token" value="([^"]+)"><button class="plain">(下一件[^<]*)/;
  const [, action = "", token = "", words = ""] = form.exec(text) ?? [];
  const body = new URLSearchParams({ token });
  const pressed = await desk.app.request(origin + action, { method: "POST", body, headers: { cookie } });
  return { words, location: pressed.headers.get("location") ?? "" };
}

describe("a verifier with a link from a mail", () => {
  it("continues from each verdict to the next task, until none waits", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const board = organization.person("supervisory-board");
    const blocked = await handedIn(organization, "消防通道堵塞");
    // Both are due in the same hour, so the order is not defined.
    const others = new Map([
      ["应急灯不亮", await handedIn(organization, "应急灯不亮")],
      ["灭火器过期", await handedIn(organization, "灭火器过期")],
    ]);
    const link = `/t/${await desk.code(board, blocked)}`;
    const accepted = await desk.send(link, "accept");
    const after = await desk.get(accepted.headers.get("location") ?? "");
    expect(after.text).toContain("还有2件等您核验。");
    const cookie = await desk.device(board);
    const { words, location } = await pressNext(after.text, cookie);
    const title = [...others.keys()].find((one) => words.includes(one)) ?? "";
    expect(title, words).not.toBe("");
    expect(location).toMatch(/^\/t\/\w{12}$/);
    const second = await desk.get(location, { cookie });
    expect(second.text).toContain(title);
    const returned = await desk.send(location, "return", { reason: "请补照片" }, { cookie });
    expect(await desk.state(others.get(title) ?? "")).toBe("returned");
    others.delete(title);
    const then = await desk.get(returned.headers.get("location") ?? "", { cookie });
    expect(then.text).toContain("还有1件等您核验。");
    const third = await pressNext(then.text, cookie);
    const done = await desk.send(third.location, "accept", {}, { cookie });
    expect(await Promise.all([...others.values()].map((one) => desk.state(one)))).toEqual(["accepted"]);
    expect((await desk.get(done.headers.get("location") ?? "", { cookie })).text).toContain("没有等您核验的事项了。");
  });

  it("sees the next task's organization if it is another one, and nothing of that task through a forwarded link", async () => {
    const [one, other] = [
      await desk.organization({ language: "zh-CN" }),
      await desk.organization({ language: "zh-CN" }),
    ];
    const board = one.person("supervisory-board");
    const where = { organizationId: other.id, role: "supervisory-board" };
    await desk.db.holding.updateMany({ where, data: { personId: board } });
    const first = await handedIn(one, "消防通道堵塞");
    await handedIn(other, "应急灯不亮");
    const link = `/t/${await desk.code(board, first)}`;
    const at = (await desk.send(link, "accept")).headers.get("location") ?? "";
    const { name } = await desk.db.organization.findUniqueOrThrow({ where: { id: other.id } });
    expect((await desk.get(at)).text).toContain(`应急灯不亮（${name}） →`);
    const forwarded = await desk.get(at, { cookie: "" });
    expect(forwarded.text).not.toContain("应急灯不亮");
    expect(forwarded.text).not.toContain("等您核验");
  });
});
