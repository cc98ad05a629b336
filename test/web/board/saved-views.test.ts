import { beforeAll, describe, expect } from "vitest";
import { chapters } from "../../support/chapters.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let organization: Organization;
let officer: string;
let administrator: string;
beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ language: "zh-CN" });
  officer = await desk.session(organization.person("authority"));
  administrator = await desk.session(null);
});

const page = async (path: string, cookie: string): Promise<string> => (await desk.get(path, { cookie })).text;
/** Submits the form of a page that posts to a path, as a browser would. */
async function send(from: string, to: string, cookie: string, fields: Record<string, string> = {}): Promise<Response> {
  const form =
    new RegExp(`<form method="post" action="${to}">([\\s\\S]*?)</form>`).exec(await page(from, cookie))?.[1] ?? "";
  const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    value.replaceAll("&amp;", "&"),
  ]);
  return desk.app.request(origin + to, {
    ...{ method: "POST", body: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }) },
    headers: { cookie, "sec-fetch-site": "same-origin" },
  });
}
const stored = () => desk.db.savedView.findMany({ orderBy: { name: "asc" } });

describe("saved views", () => {
  const chapter = chapters();

  chapter("store the filter of the board under a name, and nothing else of the address", async () => {
    expect(await page("/board", officer)).not.toContain("保存为视图");
    const filtered = "/board?duty=29&severity=critical&view=late&page=7&x=<b>";
    expect((await send(filtered, "/board/views", officer, { name: "  紧急  整改 ", weekly: "yes" })).status).toBe(303);
    expect(await stored()).toMatchObject([
      { name: "紧急 整改", query: "duty=29&severity=critical&view=late", weekly: true, lastSentOn: null },
    ]);
    const board = await page("/board", officer);
    expect(board).toContain('<a href="/board?duty=29&amp;severity=critical&amp;view=late">紧急 整改</a>');
    const list = await page("/board/views", officer);
    expect(list).toContain("已逾期，事项：29 督促整改，严重程度：紧急；每周一上午发送");
    // The same name replaces the filter.
    await send("/board?severity=major", "/board/views", officer, { name: "紧急 整改" });
    expect(await stored()).toMatchObject([{ query: "severity=major", weekly: false }]);
  });

  chapter("belong to one reader; those of administrators are shared, and are not mailed", async () => {
    await send("/board?view=unreachable", "/board/views", administrator, { name: "联系不上", weekly: "yes" });
    expect(await stored()).toMatchObject([{ name: "紧急 整改" }, { name: "联系不上", personId: null, weekly: false }]);
    expect(await page("/board", officer)).not.toContain(">联系不上</a>");
    const list = await page("/board/views", administrator);
    expect(list).not.toContain("每周发给我");
    // Nobody can change another person's view, whatever is sent.
    const [theirs] = await stored();
    const answer = await send("/board/views", "/board/views/remove", administrator, { view: theirs?.id ?? "" });
    expect(answer.status).toBe(303);
    expect(await stored()).toHaveLength(2);
  });

  chapter("are mailed weekly, stopped and deleted with a button, and refused with a reason", async () => {
    await send("/board/views", "/board/views/mail", officer);
    expect((await stored())[0]).toMatchObject({ weekly: true });
    await send("/board/views", "/board/views/stop", officer);
    expect((await stored())[0]).toMatchObject({ weekly: false });
    const nameless = await send("/board?duty=29", "/board/views", officer, { name: " " });
    expect(nameless.status).toBe(422);
    expect(await nameless.text()).toContain("没有填写；须为1至40字");
    const whole = await send("/board?duty=29", "/board/views", officer, { name: "全部", query: "page=2" });
    expect([whole.status, await whole.text()]).toEqual([422, expect.stringContaining("没有筛选条件，不必保存")]);
    for (let n = 0; n < 29; n++) await send("/board?duty=29", "/board/views", officer, { name: `视图${n}` });
    const much = await send("/board?duty=29", "/board/views", officer, { name: "再一个" });
    expect([much.status, await much.text()]).toEqual([409, expect.stringContaining("已保存30个视图")]);
    await send("/board/views", "/board/views/remove", officer);
    expect(await stored()).toHaveLength(30);
  });
});
