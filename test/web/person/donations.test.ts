import { beforeAll, expect, it } from "vitest";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

/** A running campaign, and the page on which a member of its organization keeps its books. */
async function books() {
  const organization = await desk.organization({ type: "CHA", language: "zh-CN" });
  const { caseId } = await startCampaign(desk.context, {
    organizationId: organization.id,
    title: "冬日暖阳助学行动",
    emergency: true,
    declared: "一级响应",
    startsOn: "2026-11-20",
    actor: "administrator",
  });
  const path = `/my/campaign/${caseId}`;
  const cookieOf = async (role: "secretariat" | "supervisory-board") =>
    (await desk.device(organization.person(role))).replace(/^[^=]*/, "duban-my");
  const cookie = await cookieOf("secretariat");
  const get = async () => (await desk.get(path, { cookie })).text;
  const hidden = (page: string, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]?.replaceAll("&quot;", '"') ?? "";
  const send = async (fields: Record<string, string | File>, page?: string) => {
    const body = new FormData();
    const opened = page ?? (await get());
    body.set("token", hidden(opened, "token"));
    body.set("entry", hidden(opened, "entry"));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const response = await desk.app.request(origin + path, { method: "POST", body, headers: { cookie, origin } });
    return { status: response.status, text: await response.text(), to: response.headers.get("location") };
  };
  const entries = () => desk.db.donation.findMany({ where: { caseId }, orderBy: { key: "asc" } });
  return { organization, caseId, path, cookie, cookieOf, get, hidden, send, entries };
}

const entry = { act: "record", direction: "received", on: "2026-11-22", amount: "1,200.5", donor: "陈先生" };

it("a person who runs a campaign records an entry on its page; it is recorded once if it is sent twice, and the public page shows it", async () => {
  const { organization, send, entries, get } = await books();
  const page = await get();
  const response = await send(entry, page);
  expect([response.status, response.to?.split("?")[1]]).toEqual([303, "done=1-0"]);
  expect((await send(entry, page)).to?.split("?")[1]).toBe("done=0-1");
  expect((await send({ ...entry, goods: "棉被20床", amount: "0", donor: "", key: "物-1" })).status).toBe(303);
  expect((await entries()).map(({ cents, donor, goods }) => [cents, donor, goods])).toEqual(
    expect.arrayContaining([
      [120_050n, "陈先生", ""],
      [0n, "", "棉被20床"],
    ]),
  );
  const shown = await get();
  expect(shown).toContain("¥1,200.50");
  expect(shown).toContain("匿名");
  expect((await desk.get(`/org/${organization.code}`)).text).toContain("陈先生");
});

it("errors are shown at their inputs, and the typed values are kept", async () => {
  const { send, entries } = await books();
  const wrong = await send({ ...entry, amount: "一万", on: "2026-12-24", direction: "" });
  expect(wrong.status).toBe(422);
  for (const name of ["amount", "on", "direction"]) expect(wrong.text).toContain(`id="submit-${name}-problem"`);
  expect(wrong.text).toContain('value="一万"');
  expect(await entries()).toEqual([]);
});

it("all cells of a sheet are checked before anything is recorded, and the sheet is recorded when it is confirmed", async () => {
  const { send, entries, hidden } = await books();
  const sheet = (text: string) => ({ act: "check", file: new File([text], "收支.csv") });
  const head = "日期,收支,金额,用途,编号\n";
  const wrong = await send(sheet(`${head}2026-11-21,接收,3.333,,1\n2026-13-01,得到,5,,2\n`));
  expect(wrong.text).toContain('没有登记，请改正后重新选择文件 <span class="count">3</span>');
  expect(wrong.text).not.toContain('name="cells"');
  const fine = await send(sheet(`${head}2026-11-21,接收,300,,1\n2026-11-22,使用,100,助学,2\n`));
  expect(fine.status).toBe(200);
  expect(fine.text).toContain("共2笔");
  expect(await entries()).toEqual([]);
  const confirmed = await send({ act: "import", cells: hidden(fine.text, "cells") });
  expect(confirmed.to?.split("?")[1]).toBe("done=2-0");
  expect((await entries()).map(({ cents, direction }) => [direction, cents])).toEqual([
    ["received", 30_000n],
    ["used", 10_000n],
  ]);
  expect((await send({ act: "check" })).text).toContain("没有选择文件");
});

it("an entry or a sheet that leaves more used than received waits for a tick; nothing typed is lost, and the public page says so", async () => {
  const { organization, send, entries, hidden } = await books();
  const spent = { act: "record", direction: "used", on: "2026-11-22", amount: "500", purpose: "棉被", key: "P1" };
  const first = await send(spent);
  expect(first.status).toBe(409);
  expect(first.text).toContain("共接收¥0.00，使用将为¥500.00，多出¥500.00");
  expect(first.text).not.toContain("--yes");
  for (const typed of ['value="500"', 'value="棉被"', 'value="P1"', 'name="confirmed"'])
    expect(first.text).toContain(typed);
  expect(await entries()).toEqual([]);
  expect((await send({ ...spent, confirmed: "yes" }, first.text)).to).toContain("done=1-0");
  const page = (await desk.get(`/org/${organization.code}?lang=zh-CN`)).text;
  expect(page).toMatch(/使用多于接收<\/strong> 多出 <span class="money">¥500.00<\/span>，这一部分目前没有捐赠款物对应/);

  const text = "日期,收支,金额,编号\n2026-11-21,接收,100,R1\n2026-11-22,使用,200,P2\n";
  const checked = await send({ act: "check", file: new File([text], "收支.csv") });
  const asked = await send({ act: "import", cells: hidden(checked.text, "cells") });
  expect([asked.status, await entries()]).toEqual([409, [expect.anything()]]);
  expect(asked.text).toContain('name="confirmed"');
  const confirmed = await send({ act: "import", cells: hidden(asked.text, "cells"), confirmed: "yes" });
  expect(confirmed.to).toContain("done=2-0");
  expect((await send({ ...spent, direction: "received", amount: "600", key: "R2" })).status).toBe(303);
  expect((await desk.get(`/org/${organization.code}?lang=zh-CN`)).text).not.toContain("使用多于接收");
});

it("a supervisor, another organization and the token of another person change nothing", async () => {
  const mine = await books();
  const other = await books();
  const supervisor = await mine.cookieOf("supervisory-board");
  for (const cookie of [supervisor, other.cookie]) expect((await desk.get(mine.path, { cookie })).status).toBe(404);
  const forged = await mine.send({ ...entry, token: other.hidden(await other.get(), "token") });
  expect(forged.status).toBe(403);
  expect(await mine.entries()).toEqual([]);
  const overseer = await desk.session(mine.organization.person("supervisory-board"));
  const board = `/board/case/${mine.caseId}`;
  expect((await desk.get(`${board}/donations`, { cookie: overseer })).status).toBe(404);
  expect(await desk.page(board, overseer)).not.toContain("登记款物收支");
  const administrator = await desk.session(null);
  expect(await desk.page(board, administrator)).toContain(`${board}/donations`);
  expect(await desk.page(`${board}/donations`, administrator)).toContain("登记款物收支");
  expect((await desk.get("/my", { cookie: mine.cookie })).text).toContain(mine.path);
});
