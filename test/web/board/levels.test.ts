import { beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let own: Organization;
let administrator: string;
let authority: string;

const typed = { hazard: "flood", level: "response", because: "台风蓝色预警" };
const preview = (cookie: string, fields: Record<string, string>) =>
  desk.get(`/board/levels/preview?${new URLSearchParams(fields)}&lang=en`, { cookie });
const set = () => desk.db.hazardLevel.findMany({ where: { setBy: { not: "system" } }, orderBy: { setAt: "asc" } });

/** Presses the button on the page of a preview. */
async function confirm(cookie: string, fields: Record<string, string>, times = 1): Promise<string[]> {
  const page = (await preview(cookie, fields)).text;
  const hidden = [...page.matchAll(/type="hidden" name="([a-z]+)" value="([^"]*)"/g)];
  const form = new URLSearchParams(hidden.map(([, name = "", value = ""]): [string, string] => [name, value]));
  const answers: string[] = [];
  for (let time = 0; time < times; time++) {
    const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
    const answer = await desk.app.request("/board/levels", { method: "POST", body: String(form), headers });
    answers.push(`${answer.status} ${answer.headers.get("location")}`);
  }
  return answers;
}

beforeEach(async () => {
  desk = await openDesk();
  own = await desk.organization({ type: "IND" });
  const createdAt = new Date(desk.now().getTime() - 60_000);
  await desk.db.organization.update({ where: { id: own.id }, data: { district: "越秀区", createdAt } });
  await desk.db.hazardLevel.deleteMany();
  administrator = await desk.session(null);
  authority = await desk.session(own.person("authority"));
});

describe("the page of levels", () => {
  it("shows the levels of organizations, and has the form only for an authority and the administrator", async () => {
    const supervisor = await desk.session(own.person("supervisory-board"));
    for (const [cookie, sets] of [
      [administrator, true],
      [authority, true],
      [supervisor, false],
    ] as const) {
      const page = (await desk.get("/board/levels?lang=en", { cookie })).text;
      expect(page).toContain("normal: 1 organization");
      expect(page.includes('action="/board/levels/preview"')).toBe(sets);
    }
    expect((await preview(supervisor, typed)).status).toBe(404);
    expect((await desk.get("/board?lang=en", { cookie: supervisor })).text).toContain('href="/board/levels"');
  });

  it("previews a level as the command line does, and sets nothing", async () => {
    const page = await preview(authority, typed);
    expect(page.status).toBe(200);
    expect(page.text).toContain("1 of 1 organizations change their level");
    expect(page.text).toMatch(/\d+ cases open/);
    expect(page.text).toMatch(/\d+ people are told by mail, \d+ by SMS/);
    expect(await set()).toEqual([]);
  });

  it("shows errors beside the fields, and keeps the typed values", async () => {
    const wrong = await preview(authority, { ...typed, hazard: "plague", from: "2020-01-01", because: "" });
    expect(wrong.status).toBe(422);
    for (const name of ["hazard", "from", "because"]) expect(wrong.text).toContain(`id="${name}-problem"`);
    const kept = await preview(authority, { ...typed, from: "2020-01-01" });
    expect(kept.text).toContain(typed.because);
  });

  it.each(["2026-02-31", "2026-11-20", "２０２６-１２-０１", "2026/12/1", "20260-12-01", "9999-12-31"])(
    "names the day %j from which no level can hold, and keeps the typed values",
    async (day) => {
      const wrong = await desk.get(
        `/board/levels/preview?${new URLSearchParams({ ...typed, from: day, lang: "zh-CN" })}`,
        {
          cookie: authority,
        },
      );
      expect(wrong.status).toBe(422);
      expect(wrong.text).toMatch(/id="from-problem">[^<]*无法使用；应为2026年11月23日至2028年11月23日之间的日期</);
      expect(wrong.text).toContain(`value="${day}"`);
      expect(wrong.text).toContain(typed.because);
      expect(wrong.text).toMatch(/value="flood" selected/);
    },
  );

  it("sets a level once, however often the form is sent, even after a later change", async () => {
    expect(await confirm(authority, typed, 2)).toEqual(["303 /board/levels?done=set", "303 /board/levels?done=same"]);
    expect(await set()).toHaveLength(1);
    const page = (await desk.get("/board/levels?lang=en", { cookie: authority })).text;
    expect(page).toContain("response: 1 organization");
    expect(page).toContain(typed.because);
  });

  it("undoes a level: the history links to the form that sets the previous one", async () => {
    await confirm(authority, typed);
    const [row] = await set();
    const page = (await desk.get("/board/levels?lang=en", { cookie: authority })).text;
    expect(page).toContain(`/board/levels?undo=${row?.id}#set`);
    const form = (await desk.get(`/board/levels?undo=${row?.id}&lang=en`, { cookie: authority })).text;
    expect(form).toMatch(/<option value="flood" selected>/);
    expect(form).toMatch(/<option value="normal" selected>/);
    const from = /name="from" value="([^"]+)"/.exec(form)?.[1] ?? "";
    expect(await confirm(authority, { ...typed, level: "normal", from })).toEqual(["303 /board/levels?done=set"]);
    expect((await set()).map(({ level }) => level)).toEqual(["response", "normal"]);
    expect((await desk.get("/board/levels?undo=nothing", { cookie: authority })).status).toBe(404);
  });

  it("affects no organization of another authority", async () => {
    const other = await desk.organization({ type: "CHA" });
    await desk.db.organization.update({ where: { id: other.id }, data: { district: "天河区" } });
    const beyond = await preview(authority, { ...typed, level: "watch" });
    expect([beyond.status, beyond.text]).toEqual([
      409,
      expect.stringContaining("choose a district or a type of your own"),
    ]);
    expect((await preview(authority, { ...typed, level: "watch", district: "越秀区" })).status).toBe(200);
    expect((await preview(authority, { ...typed, level: "watch", type: "IND" })).status).toBe(200);
    expect((await preview(administrator, { ...typed, level: "watch" })).status).toBe(200);
  });
});
