import { beforeEach, describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { issueCircular } from "../../../client/cases/circulars.ts";
import { act } from "../../../client/tasks/act.ts";
import { standIn } from "../../cli/stand-in.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let chamber: Organization;
let other: Organization;
let circular: string;

const taskOf = async (organization: Organization, step: string): Promise<string> => {
  const [row] = await desk.db.$queryRaw<{ id: string }[]>`
    select id from task where organization_id = ${organization.id} and step = ${step}`;
  return row?.id ?? "";
};

beforeEach(async () => {
  desk = await openDesk();
  chamber = await desk.organization({ type: "IND" });
  other = await desk.organization({ type: "CHA" });
  const file = {
    name: "通知.pdf",
    mime: "application/pdf",
    bytes: new TextEncoder().encode("%PDF the document itself"),
  };
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

/** The chamber reports the circular to its head, who accepts it; receipts are then requested from its members. */
async function reported(): Promise<{ report: string; receipt: string }> {
  const report = await taskOf(chamber, "report");
  const by = (role: "secretariat" | "head") => ({ personId: chamber.person(role) });
  const submission = { values: { "reported-to": "会长" }, files: [] };
  await act(desk.context, { taskId: report, verb: "submit", actor: by("secretariat"), submission });
  await act(desk.context, { taskId: report, verb: "accept", actor: by("head") });
  return { report, receipt: await taskOf(chamber, "receipt") };
}

/** The same, and the only member confirms. */
async function answered(): Promise<void> {
  const { receipt } = await reported();
  await desk.send(`/t/${await desk.code(chamber.person("member"), receipt)}`, "submit", {});
}

describe("a circular", () => {
  it("says before it is distributed that no step has begun", async () => {
    await desk.db.$executeRaw`delete from task`;
    const { text } = await desk.get(`/board/circulars/${circular}?lang=en`, { cookie: await desk.session(null) });
    expect(text).toContain("Nothing has begun yet.");
  });

  it("is shown on the pages of its tasks: text, issuer, date, and its file behind the same link", async () => {
    const link = `/t/${await desk.code(chamber.person("secretariat"), await taskOf(chamber, "report"))}`;
    const page = (await desk.get(`${link}?lang=zh-CN`)).text;
    expect(page).toContain("二、报告负责人。");
    expect(page).toContain("关于&lt;b&gt;岁末&lt;/b&gt;防控的通知");
    expect(page).toContain("行业管理部门");
    expect(page).toContain("2026年11月23日");
    expect(page).toContain(`href="${link}/file/circular"`);
    const file = await desk.get(`${link}/file/circular`);
    expect([file.status, file.text]).toEqual([200, "%PDF the document itself"]);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename=.*%E9%80%9A%E7%9F%A5\.pdf/);
  });

  it("is shown to a member with their own receipt, without others' submissions", async () => {
    const { report, receipt } = await reported();
    const link = `/t/${await desk.code(chamber.person("member"), receipt)}`;
    const page = (await desk.get(link)).text;
    expect(page).toContain("一、落实到岗。");
    expect(page).not.toContain("会长");
    expect((await desk.get(`${link}/file/circular`)).status).toBe(200);
    const evidence = await desk.db.evidence.findFirstOrThrow({ where: { taskId: report } });
    expect((await desk.get(`${link}/file/${evidence.id}`)).status).toBe(404);
    await desk.send(link, "submit", {});
    expect(await desk.state(receipt)).toBe("closed");
    // The last receipt closes the covering task.
    expect(await desk.state(await taskOf(chamber, "relay"))).toBe("closed");
  });

  it("is shown on the board with its progress: all organizations to the administrator, their own to supervisors", async () => {
    await answered();
    const all = (await desk.get(`/board/circulars/${circular}?lang=en`, { cookie: await desk.session(null) })).text;
    expect(all).toContain("It concerns 2 organizations and is with 2.");
    expect(all).toContain("1 of 2 done");
    const board = await desk.session(other.person("supervisory-board"));
    const own = (await desk.get(`/board/circulars/${circular}?lang=en`, { cookie: board })).text;
    expect(own).toContain("It concerns 1 organization and is with 1.");
    const { name } = await desk.db.organization.findUniqueOrThrow({ where: { id: chamber.id } });
    expect(all).toContain(name);
    expect(own).not.toContain(name);
    const silent = (await desk.get(`/board/circulars/${circular}?view=silent&lang=en`, { cookie: board })).text;
    expect(silent).toContain("Silent");
    const list = (await desk.get("/board/circulars", { cookie: board })).text;
    expect(list).toContain("关于&lt;b&gt;岁末&lt;/b&gt;防控的通知");
  });

  it("is withdrawn with a button and a reason by readers who may withdraw it", async () => {
    await answered();
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
    // The doer of a rectification reads that the circular was withdrawn, and that the rectification continues.
    const { caseId: parentId } = await desk.db.task.findUniqueOrThrow({
      where: { id: await taskOf(chamber, "report") },
    });
    const finding = { duty: "29", organizationId: chamber.id, subject: "夜班无人知晓", parentId };
    const { caseId } = await startCase(desk.context, { ...finding, actor: "administrator" });
    const { id: fix } = await desk.db.task.findFirstOrThrow({ where: { caseId } });
    const link = `/t/${await desk.code(chamber.person("secretariat"), fix)}`;
    const text = (await desk.get(`${link}?lang=en`)).text;
    expect(text).toMatch(/Withdrawn[^<]*<\/strong> 发错&lt;b&gt;/);
    expect(text).toContain("What was found before is to be mended all the same");
    // A member's answer is kept.
    expect(await desk.state(await taskOf(chamber, "receipt"))).toBe("closed");
  });
});

describe("issuing from the board", () => {
  const page = "/board/circulars/issue";
  const form = async (cookie: string, fields: Record<string, string | File>) => {
    const { text } = await desk.get(page, { cookie });
    const hidden = /name="key" value="([^"]+)">\s*<input type="hidden" name="token" value="([^"]+)"/.exec(text);
    return async () => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ key: hidden?.[1] ?? "", token: hidden?.[2] ?? "", ...fields }))
        body.set(name, value);
      const answer = await desk.app.request(origin + page, { method: "POST", body, headers: { cookie } });
      return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") ?? "" };
    };
  };
  const notice = {
    event: "policy-issued",
    source: "authority",
    title: "关于用电<b>安全</b>的通知",
    text: "逐层检查。",
  };
  const concerned = async (location: string) => {
    const id = location.replace("/board/circulars/", "");
    await standIn(desk.db).distribute(desk.now());
    const cases = await desk.db.case.findMany({ where: { circularId: id }, select: { organizationId: true } });
    return [...new Set(cases.map(({ organizationId }) => organizationId))];
  };

  it("sends a circular of an authority to its own organizations, once however often the form is sent", async () => {
    const authority = await desk.session(chamber.person("authority"));
    expect((await desk.get("/board/circulars", { cookie: authority })).text).toContain(page);
    const file = new File(["%PDF-1.7 the document"], "通知.pdf");
    const send = await form(authority, { ...notice, urgent: "yes", file });
    const first = await send();
    expect([first.status, (await send()).location]).toEqual([303, first.location]);
    expect(await concerned(first.location)).toEqual([chamber.id]);
    const shown = (await desk.get(`${first.location}?lang=zh-CN`, { cookie: authority })).text;
    for (const words of ["关于用电&lt;b&gt;安全&lt;/b&gt;的通知", "逐层检查。", "加急", "涉及1家机构"])
      expect(shown).toContain(words);
    expect(await desk.db.circular.count({ where: { title: notice.title, fileName: "通知.pdf" } })).toBe(1);
  });

  it("sends a call of the administrator to the chosen types, with the day of the response", async () => {
    const call = {
      event: "call-issued",
      source: "local",
      title: "台风后清理",
      text: "请组织志愿者。",
      "type-CHA": "yes",
      "reply-by": "2026-11-30",
    };
    const { status, location } = await (await form(await desk.session(null), call))();
    expect(status).toBe(303);
    expect(await concerned(location)).toEqual([other.id]);
    const [issued] = await desk.db.case.findMany({ where: { circularId: location.split("/").at(-1) ?? "" } });
    expect(issued?.facts).toMatchObject({ source: "local", replyBy: "2026-11-30" });
  });

  it("shows errors beside the fields, keeps the typed values, and sends nothing", async () => {
    const authority = await desk.session(chamber.person("authority"));
    const before = await desk.db.circular.count();
    const tried = async (fields: Record<string, string>) => (await form(authority, fields))();
    const empty = await tried({ title: "x" });
    expect([empty.status, empty.text]).toEqual([
      422,
      expect.stringMatching(/id="event-problem"[\s\S]*id="source-problem"/),
    ]);
    expect((await tried({ ...notice, title: " " })).text).toContain('id="title-problem"');
    const untold = await tried({ ...notice, text: " " });
    expect([untold.status, untold.text]).toEqual([422, expect.stringContaining('id="content-problem"')]);
    expect(untold.text).toContain('aria-describedby="content-problem"');
    expect(untold.text).toContain("关于用电&lt;b&gt;安全&lt;/b&gt;的通知");
    expect((await tried({ ...notice, organizations: "GZ-NOWHERE" })).text).toContain('id="organizations-problem"');
    const past = { ...notice, event: "call-issued", "reply-by": "2020-01-01" };
    expect((await tried(past)).text).toMatch(/id="reply-by-problem"[\s\S]*value="2020-01-01"/);
    // An organization that is not theirs is named instead of silently left out; they have none of its type.
    const both = await tried({ ...notice, organizations: `${chamber.code}，${other.code}` });
    expect([both.status, both.text]).toEqual([422, expect.stringContaining('id="organizations-problem"')]);
    const foreign = await tried({ ...notice, "type-CHA": "yes" });
    expect([foreign.status, foreign.text]).toEqual([409, expect.stringContaining('id="whom-problem"')]);
    expect(foreign.text).toContain("关于用电&lt;b&gt;安全&lt;/b&gt;的通知");
    expect(await desk.db.circular.count()).toBe(before);
  });

  it("is not offered to readers who are not an authority", async () => {
    const board = await desk.session(chamber.person("supervisory-board"));
    expect((await desk.get("/board/circulars", { cookie: board })).text).not.toContain(page);
    expect((await desk.get(page, { cookie: board })).status).toBe(404);
    const response = await desk.app.request(origin + page, {
      method: "POST",
      body: new URLSearchParams(notice),
      headers: { cookie: board },
    });
    expect(response.status).toBe(404);
  });
});
