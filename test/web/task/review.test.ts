import { beforeAll, describe, expect } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { chapters } from "../../support/chapters.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let organization: Organization;
let page: string;
let late: string;
beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ language: "zh-CN" });
  const start = async (duty: string): Promise<string> => {
    const dueAt = new Date(desk.now().getTime() + 30 * 86_400_000);
    const input = { duty, organizationId: organization.id, subject: "", actor: "administrator" as const, dueAt };
    const { caseId } = await startCase(desk.context, input);
    return (await desk.db.task.findFirstOrThrow({ where: { caseId } })).id;
  };
  const review = await start("60");
  late = (await desk.finding(organization, "消防通道堆放杂物")).taskId;
  desk.pass(24 * 14);
  page = `/t/${await desk.code(organization.person("head"), review)}`;
});

const chapter = chapters();

describe("the review of overdue tasks", () => {
  chapter("lists them with a link to each, through which a supervisor can act but not verify or submit", async () => {
    const shown = await desk.get(page);
    expect(shown.text).toContain("共1项");
    expect(shown.text).toContain("消防通道堆放杂物");
    const item = `${page}/overdue/${late}`;
    expect(shown.text).toContain(`href="${item}"`);
    const opened = await desk.get(item);
    expect(opened.status).toBe(200);
    for (const verb of ["press", "reassign", "grant-extension", "waive"])
      expect(opened.text).toContain(`name="verb" value="${verb}"`);
    for (const verb of ["submit", "accept", "cancel"]) expect(opened.text).not.toContain(`name="verb" value="${verb}"`);
    expect((await desk.send(item, "press", { reason: "今天清理" })).status).toBe(303);
    expect((await desk.send(item, "waive")).status).toBe(422);
    const far = await desk.send(item, "grant-extension", { until: "2026-12-31", reason: "" });
    expect([far.status, far.text]).toEqual([409, expect.stringContaining("最多延至")]);
    const given = await desk.send(item, "grant-extension", { until: "2026-12-12", reason: "" });
    expect(given.headers.get("location")).toBe(`${page}?done=grant-extension`);
    expect((await desk.get(`${page}?done=grant-extension`)).text).toContain("没有");
    // The task is no longer overdue, so the link of the review no longer opens it.
    expect((await desk.get(item)).status).toBe(404);
  });

  chapter("opens nothing to others, and nothing that is not on its list", async () => {
    const again = (await desk.finding(organization, "另一项")).taskId;
    expect((await desk.get(`${page}/overdue/${again}`)).status).toBe(404);
    const other = await desk.organization();
    const foreign = (await desk.finding(other, "别家的")).taskId;
    desk.pass(24 * 14);
    expect((await desk.get(`${page}/overdue/${again}`)).status).toBe(200);
    expect((await desk.get(`${page}/overdue/${foreign}`)).status).toBe(404);
    const [, code] = /\/t\/(.+)/.exec(page) ?? [];
    const staff = await desk.code(organization.person("staff"), late);
    expect(code).toBeDefined();
    expect((await desk.get(`/t/${staff}/overdue/${again}`)).status).toBe(404);
  });

  chapter("keeps the submitted list, whatever happens later", async () => {
    const sent = await desk.send(page, "submit", { "ask-decisions": "逐项催办，下周复查" });
    expect(sent.status).toBe(303);
    const shown = await desk.get(page);
    expect(shown.text).toContain("另一项");
    expect(shown.text).toContain("逐项催办，下周复查");
    expect(shown.text).not.toContain("/overdue/");
  });
});
