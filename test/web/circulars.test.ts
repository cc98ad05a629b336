import { beforeAll, describe, expect, it } from "vitest";
import { act } from "../../client/acts/act.ts";
import { issueCircular } from "../../client/acts/circulars.ts";
import { standIn } from "../client/cli/stand-in.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk, origin } from "./portal.ts";

let desk: Desk;
let chamber: Organization;
let other: Organization;
let circular: string;

const taskOf = async (organization: Organization, step: string): Promise<string> => {
  const [row] = await desk.db.$queryRaw<{ id: string }[]>`
    select id from task where organization_id = ${organization.id} and step = ${step}`;
  return row?.id ?? "";
};

beforeAll(async () => {
  desk = await openDesk();
  chamber = await desk.organization({ type: "IND" });
  other = await desk.organization({ type: "CHA" });
  const file = { name: "通知.pdf", mime: "application/pdf", bytes: new TextEncoder().encode("the document itself") };
  const issued = await issueCircular(desk.context, {
    event: "policy-issued",
    source: "industry",
    title: "关于<b>岁末</b>防控的通知",
    text: "一、落实到岗。\n二、报告负责人。",
    urgency: "urgent",
    file,
    actor: "administrator",
  });
  circular = issued.id;
  await standIn(desk.db).distribute(desk.now());
});

describe("what an authority issued", () => {
  it("is on the page of whoever is asked: text, who issued it, when, and its file behind the same link", async () => {
    const link = `/t/${await desk.code(chamber.person("secretariat"), await taskOf(chamber, "report"))}`;
    const page = (await desk.get(`${link}?lang=zh-CN`)).text;
    expect(page).toContain("二、报告负责人。");
    expect(page).toContain("关于&lt;b&gt;岁末&lt;/b&gt;防控的通知");
    expect(page).toContain("行业管理部门");
    expect(page).toContain("2026年11月23日");
    expect(page).toContain(`href="${link}/file/circular"`);
    const file = await desk.get(`${link}/file/circular`);
    expect([file.status, file.text]).toEqual([200, "the document itself"]);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename=.*%E9%80%9A%E7%9F%A5\.pdf/);
  });

  it("is shown to a member together with their own receipt, not with what others handed in", async () => {
    const report = await taskOf(chamber, "report");
    const by = (role: "secretariat" | "head") => ({ personId: chamber.person(role) });
    const submission = { values: { "reported-to": "会长" }, files: [] };
    await act(desk.context, { taskId: report, verb: "submit", actor: by("secretariat"), submission });
    await act(desk.context, { taskId: report, verb: "accept", actor: by("head") });
    const receipt = await taskOf(chamber, "receipt");
    const link = `/t/${await desk.code(chamber.person("member"), receipt)}`;
    const page = (await desk.get(link)).text;
    expect(page).toContain("一、落实到岗。");
    expect(page).not.toContain("会长");
    expect((await desk.get(`${link}/file/circular`)).status).toBe(200);
    const evidence = await desk.db.evidence.findFirstOrThrow({ where: { taskId: report } });
    expect((await desk.get(`${link}/file/${evidence.id}`)).status).toBe(404);
    await desk.send(link, "submit", {});
    expect(await desk.state(receipt)).toBe("closed");
    // The last of them closes the task that covers them.
    expect(await desk.state(await taskOf(chamber, "relay"))).toBe("closed");
  });

  it("is on the board as it grows: of all organizations for the administrator, of one's own for who oversees some", async () => {
    const all = (await desk.get(`/board/circulars/${circular}?lang=en`, { cookie: await desk.session(null) })).text;
    expect(all).toContain("It concerns 2 organizations and is with 2.");
    expect(all).toContain("1 of 2 done");
    const board = await desk.session(other.person("supervisory-board"));
    const own = (await desk.get(`/board/circulars/${circular}?lang=en`, { cookie: board })).text;
    expect(own).toContain("It concerns 1 organizations and is with 1.");
    expect(own).not.toContain("测试机构001");
    const silent = (await desk.get(`/board/circulars/${circular}?view=silent&lang=en`, { cookie: board })).text;
    expect(silent).toContain("Silent");
    const list = (await desk.get("/board/circulars", { cookie: board })).text;
    expect(list).toContain("关于&lt;b&gt;岁末&lt;/b&gt;防控的通知");
  });

  it("is withdrawn by a button, with a reason, by whom it is to withdraw", async () => {
    const page = `/board/circulars/${circular}`;
    const administrator = await desk.session(null);
    const board = await desk.session(other.person("supervisory-board"));
    expect((await desk.get(page, { cookie: board })).text).not.toContain(`${page}/withdraw`);
    const shown = (await desk.get(page, { cookie: administrator })).text;
    const token = /\/withdraw"><input type="hidden" name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "";
    const press = async (reason: string, cookie: string) =>
      desk.app.request(`${origin}${page}/withdraw`, {
        method: "POST",
        body: new URLSearchParams({ token, reason }),
        headers: { cookie },
      });
    expect((await press("x", board)).status).toBe(404);
    const empty = await press(" ", administrator);
    expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('id="reason-problem"')]);
    for (let times = 0; times < 2; times++) expect((await press("发错<b>", administrator)).status).toBe(303);
    await standIn(desk.db).distribute(desk.now());
    const after = (await desk.get(`${page}?lang=zh-CN`, { cookie: administrator })).text;
    expect(after).toContain("发错&lt;b&gt;");
    expect(after).not.toContain(`${page}/withdraw`);
    expect((await desk.get("/board/circulars?lang=zh-CN", { cookie: board })).text).toContain("已撤回");
    expect(await desk.db.case.count({ where: { circularId: circular, state: "open" } })).toBe(0);
    // What a member has answered stays answered.
    expect(await desk.state(await taskOf(chamber, "receipt"))).toBe("closed");
  });
});
