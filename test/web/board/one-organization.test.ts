import { beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let organization: Organization;
beforeEach(async () => {
  desk = await openDesk();
  organization = await desk.organization({ language: "zh-CN" });
  await desk.organization({ language: "zh-CN" });
});
const plain = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("a supervisory board's own board", () => {
  it("shows the state of its organization and what is late, without counting organizations", async () => {
    const { taskId } = await desk.finding(organization, "消防通道堵塞");
    const now = desk.now();
    await desk.db.task.update({ where: { id: taskId }, data: { dueAt: now, climbDueAt: now } });
    desk.pass(24);
    const page = await desk.page("/board", await desk.session(organization.person("supervisory-board")));
    const { name } = await desk.db.organization.findUniqueOrThrow({ where: { id: organization.id } });
    const own = /<h2 id="city">[\s\S]*?<\/section>/.exec(page)?.[0] ?? "";
    expect(plain(own)).toContain(`${name} 有逾期`);
    expect(plain(own)).toContain("逾期事项 1 督促整改 1件");
    expect(own).toContain('href="/board?duty=29&view=late"');
    expect(page).not.toContain("全部机构 <span");
    expect(page).not.toContain("1家机构");
    expect(page).not.toContain("/board/organizations?state=");
    expect(page).toContain(`${name}，共1件在办`);
    // With one organization there is no search, no row repeats its name, and the form for findings does not ask for it.
    expect(page).not.toContain('id="q"');
    expect(plain(/<h2 id="late">[\s\S]*?<\/section>/.exec(page)?.[0] ?? "")).not.toContain(name);
    expect(page).toContain(`<input type="hidden" name="organization" value="${organization.code}">`);
  });

  it("says for a submitted severe finding that the verdict is late, and not the doer", async () => {
    const { taskId, caseId } = await desk.finding(organization, "燃气泄漏", "critical");
    const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    await desk.send(doer, "submit", { "ask-note": "已关阀" });
    desk.pass(24 * 14);
    const session = await desk.session(organization.person("supervisory-board"));
    const danger = plain(/<h2 id="danger">[\s\S]*?<\/section>/.exec(await desk.page("/board", session))?.[0] ?? "");
    expect(danger).toMatch(/核验已逾期\d+个工作日/);
    expect(danger).toContain("已提交，等待核验");
    expect(danger).not.toContain("本人");
    expect(plain(await desk.page(`/board/case/${caseId}`, session))).toMatch(/待核验 .*核验已逾期\d+个工作日/);
    // The doer sees when the verdict is due.
    expect((await desk.get(doer)).text).toMatch(/正在等待监事会核验。核验期限：.*，已逾期\d+个工作日。/);
  });

  it("says that everything is on time if nothing is late; a board of several organizations counts them", async () => {
    const page = await desk.page("/board", await desk.session(organization.person("supervisory-board")));
    expect(plain(/<h2 id="city">[\s\S]*?<\/h2>/.exec(page)?.[0] ?? "")).toContain("正常");
    const all = await desk.page("/board", await desk.session(null));
    expect(plain(/<h2 id="city">[\s\S]*?<\/h2>/.exec(all)?.[0] ?? "")).toContain("全部机构 2");
    expect(all).toContain("/board/organizations?state=late");
  });
});
