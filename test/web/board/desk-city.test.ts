import { beforeEach, describe, expect, it } from "vitest";
import { issueCircular } from "../../../client/cases/circulars.ts";
import { standIn } from "../../cli/stand-in.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";
import { cellsOf } from "./cells.ts";

let desk: Desk;
let cookie: string;
beforeEach(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
});

const page = (path: string, who = cookie): Promise<string> => desk.page(path, who);
const city = async (who = cookie): Promise<string> =>
  /<h2 id="city">[\s\S]*?<\/section>/.exec(await page("/board", who))?.[0] ?? "";
const plain = (text: string): string => text.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");

/** Tasks that were due on a day, a number of them done in time. */
async function due(organization: Organization, day: string, inTime: number, late: number): Promise<void> {
  for (let n = 0; n < inTime + late; n++) {
    const { taskId, caseId } = await desk.finding(organization, `${day} ${n}`);
    const [at, dueAt] = [new Date(`${day}T${n < inTime ? "09" : "11"}:00:00Z`), new Date(`${day}T10:00:00Z`)];
    await desk.db.$executeRaw`
      update task set state = 'accepted', due_at = ${dueAt}, submitted_at = ${at}, settled_at = ${at} where id = ${taskId}`;
    await desk.db.$executeRaw`update "case" set state = 'done', settled_at = ${at} where id = ${caseId}`;
  }
}

describe("the city on the desk", () => {
  it("shows each circular as a row of a matrix: a silent organization is not in progress", async () => {
    const [answers] = await Promise.all([1, 2, 3].map(() => desk.organization({ type: "CHA", language: "zh-CN" })));
    const issued = await issueCircular(desk.context, {
      ...{ event: "policy-issued", source: "local", title: "关于防汛的通知", text: "请落实。", actor: "administrator" },
    });
    await standIn(desk.db).distribute(desk.now());
    await desk.db.$executeRaw`
      update task set state = 'acknowledged' where organization_id = ${answers?.id} and state = 'open'`;
    const row = /<tr><th scope="row"><a href="\/board\/circulars\/[\s\S]*?<\/tr>/.exec(await city())?.[0] ?? "";
    expect(cellsOf(row)).toEqual(["关于防汛的通知", "3", "0", "1", "0", "2"]);
    expect(row).toContain('data-label="无回应"');

    // Its page has the same counts and lists.
    const path = `/board/circulars/${issued.id}`;
    const tile = (text: string, view: string): string =>
      new RegExp(`\\?view=${view}"><b>(\\d+)</b>`).exec(text)?.[1] ?? "";
    const text = await page(path);
    expect(["silent", "late", "open", "done"].map((view) => tile(text, view))).toEqual(["2", "0", "1", "0"]);
    const listed = async (view: string): Promise<number> =>
      (/<h2 id="organizations">[\s\S]*/.exec(await page(`${path}?view=${view}`))?.[0].match(/class="row"/g) ?? [])
        .length;
    expect([await listed("silent"), await listed("open")]).toEqual([2, 1]);
  });

  it("names the organizations that did better and worse than in the month before, as the report does, and has the chart of months with its table", async () => {
    const [better, worse, same] = await Promise.all([1, 2, 3].map(() => desk.organization({ language: "zh-CN" })));
    if (!better || !worse || !same) throw new Error("three were made");
    await due(better, "2026-09-10", 1, 3);
    await due(better, "2026-10-13", 3, 0);
    await due(worse, "2026-09-10", 4, 0);
    await due(worse, "2026-10-13", 2, 1);
    await due(same, "2026-09-10", 3, 0);
    await due(same, "2026-10-13", 3, 0);
    const text = await city();
    const movers = plain(/<h3>上月变化最大的机构<\/h3>[\s\S]*?<\/div>/.exec(text)?.[0] ?? "");
    expect(movers).toMatch(
      /退步测试机构\d+ 100% → 67%，下降33\.3个百分点进步测试机构\d+ 25% → 100%，提高75\.0个百分点/,
    );
    const link = /href="(\/board\/report\?period=2026-10&amp;organization=[^"]+)"/.exec(text)?.[1] ?? "";
    expect(link).toContain(worse.code);
    expect(plain(await page(link.replaceAll("&amp;", "&")))).toContain("−33.3");
    expect(text).toContain('<svg class="bars" viewBox="0 0 380 150" role="img" aria-label="2026年9月');
    expect(plain(/<details>[\s\S]*?<\/details>/.exec(text)?.[0] ?? "")).toContain("2026年9月73%11");
    // The board of a single organization has no comparison with others.
    expect(await city(await desk.session(better.person("supervisory-board")))).not.toContain("变化最大");
  });

  it("shows districts and duties for over two hundred organizations, with links to their tasks", async () => {
    const { id } = await desk.organization({ language: "zh-CN" });
    const late = await desk.organization({ language: "zh-CN" });
    const like = await desk.db.organization.findUniqueOrThrow({ where: { id }, omit: { words: true, ordinal: true } });
    await desk.db.organization.createMany({
      data: Array.from({ length: 205 }, (_, n) => ({
        ...like,
        ordinal: 1_000 + n,
        id: `many-${n}`,
        code: `MANY-${n}`,
      })),
    });
    await desk.db.$executeRaw`update organization set district = '天河区' where id = ${late.id}`;
    await desk.finding(late, "消防通道堵塞");
    desk.pass(24 * 60);
    const heat = /<table class="heat"[\s\S]*?<\/table>/.exec(await city())?.[0] ?? "";
    expect(cellsOf(heat.slice(heat.indexOf("<tbody>")))).toEqual(["天河区", "1", "1"]);
    const [cell = ""] = [...heat.matchAll(/href="([^"]+)"/g)]
      .map(([, href = ""]) => href.replaceAll("&amp;", "&"))
      .slice(1);
    expect(decodeURIComponent(cell)).toBe("/board?district=天河区&duty=29&view=late");
    const inside = await page(cell);
    expect(inside).toContain("消防通道堵塞");
    expect(inside.match(/class="row"/g)).toHaveLength(1);
  });
});
