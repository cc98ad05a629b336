import { beforeEach, describe, expect, it } from "vitest";
import { setLevel } from "../../../client/registry/levels.ts";
import { starts } from "../../../web/board/starts.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let cookie: string;
beforeEach(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
});

/** Submits the form as a browser would, with the hidden fields of the page. */
async function send(what: string, fields: Record<string, string>, who = cookie) {
  const { text } = await desk.get(`/board/start/${what}`, { cookie: who });
  const hidden = /name="key" value="([^"]+)"><input type="hidden" name="token" value="([^"]+)"/.exec(text);
  const body = new URLSearchParams({ key: hidden?.[1] ?? "", token: hidden?.[2] ?? "", ...fields });
  const once = async () => {
    const response = await desk.app.request(`${origin}/board/start/${what}`, {
      method: "POST",
      body,
      headers: { cookie: who },
    });
    return { status: response.status, text: await response.text(), location: response.headers.get("location") };
  };
  return { first: await once(), again: once };
}

describe("starting cases from the board", () => {
  it("is a list, with a form for each", async () => {
    const { text } = await desk.get("/board/start", { cookie });
    for (const { name } of starts) {
      expect(text).toContain(`/board/start/${name}`);
      expect((await desk.get(`/board/start/${name}`, { cookie })).status).toBe(200);
    }
    expect((await desk.get("/board/start/nonsense", { cookie })).status).toBe(404);
  });

  it("starts a case once, however often the form is sent, and shows it", async () => {
    const organization = await desk.organization({ type: "HUB" });
    const fields = {
      organization: organization.code,
      title: "社区义诊",
      on: "2026-12-10",
      time: "14:00",
      place: "文化广场",
    };
    const { first, again } = await send("gathering", fields);
    expect([first.status, first.location]).toEqual([303, expect.stringContaining("/board/case/")]);
    expect((await again()).location).toBe(first.location);
    const shown = await desk.get(first.location ?? "", { cookie });
    expect(shown.text).toContain("社区义诊");
    expect(await desk.db.case.count({ where: { kind: "AG" } })).toBe(1);
  });

  it("proposes an emergency campaign if all organizations are in an emergency, and keeps an unchecked box", async () => {
    const ticked = (text: string): boolean => /name="emergency" value="yes" checked/.test(text);
    const one = await desk.organization({ qualified: true });
    const at = async (level: string, district: string): Promise<string> => {
      await desk.db.hazardLevel.deleteMany();
      const set = { hazard: "flood", level, district, because: "台风", actor: "administrator" } as const;
      await setLevel(desk.context, set);
      return (await desk.get("/board/start/campaign", { cookie })).text;
    };
    const offered = await at("response", "");
    expect(ticked(offered)).toBe(true);
    expect(offered).toContain("目前为应急响应，已按应对重大突发事件的募捐预先勾选；不是的，请取消勾选。");
    const fields = { organization: one.code, title: "助学", from: "nonsense" };
    expect(ticked((await send("campaign", fields)).first.text)).toBe(false);
    expect(ticked(await at("watch", ""))).toBe(false);
    expect(ticked((await desk.get("/board/start/gathering", { cookie })).text)).toBe(false);
  });

  it("shows errors beside the fields, keeps the typed values, and writes nothing", async () => {
    const organization = await desk.organization();
    const { first } = await send("gathering", {
      organization: organization.code,
      title: "义诊 <b>",
      on: "2020-01-01",
      time: "14:00",
      until: "13:00",
      place: "x",
    });
    expect(first.status).toBe(422);
    expect(first.text).toMatch(/id="on-problem">[^<]*“2020年1月1日”无法使用；应为2026年11月23日或以后的日期</);
    expect(first.text).toMatch(/id="until-problem">[^<]*“13:00”无法使用；应为晚于14:00的时刻</);
    expect(first.text).toContain('value="义诊 &lt;b&gt;"');
    expect((await send("gathering", { organization: "GZ-NOWHERE", on: "2026-12-10" })).first.text).toMatch(
      /id="organization-problem"[\s\S]*id="title-problem"/,
    );
    expect(await desk.db.case.count()).toBe(0);
  });

  it("requests an inspection, a drill or a check outside its plan, by the given day", async () => {
    const { code, person } = await desk.organization({ type: "OTH", language: "zh-CN" });
    const who = await desk.session(person("supervisory-board"));
    const submit = async (fields: Record<string, string>) =>
      (await send("duty", { organization: code, ...fields }, who)).first;
    for (const [duty, kind] of [
      ["28", "SI"],
      ["26", "DR"],
      ["62", "CR"],
    ]) {
      const { status, location } = await submit({ duty: duty ?? "", about: "群众反映 <b>", due: "2026-12-10" });
      expect(status).toBe(303);
      const id = location?.split("/").at(-1) ?? "";
      const found = await desk.db.case.findUniqueOrThrow({ where: { id }, include: { tasks: true } });
      expect(found).toMatchObject({ kind, subject: "群众反映 <b>" });
      if (kind !== "DR") expect(found.tasks[0]?.dueAt).toEqual(new Date("2026-12-10T10:00:00Z"));
    }
    expect((await submit({ duty: "28", due: "2020-01-01" })).text).toMatch(
      /id="due-problem">截止日期：“2020年1月1日”无法使用；应为存在且尚未过去的日期</,
    );
    const event = { organization: code, event: "major-event", about: "出售房产", on: "2026-11-24" };
    expect((await send("event", event, who)).first.text).toMatch(
      /id="on-problem">[^<]*应为今天（2026年11月23日）或以前的日期</,
    );
    // Row 44 is for trade associations; row 23 requires a day.
    expect((await submit({ duty: "44" })).status).toBe(409);
    expect((await submit({ duty: "23" })).status).toBe(422);
  });

  it("is refused if the duty does not apply there, and outside one's own organizations", async () => {
    const here = await desk.organization({ type: "OTH" });
    const there = await desk.organization({ type: "VOL" });
    const fields = { title: "助老", from: "2026-12-01" };
    const { first } = await send("project", { ...fields, organization: here.code });
    expect(first.status).toBe(409);
    expect(first.text).toContain("没有第34、41至43项职责");
    expect(first.text).not.toContain("duban duty list");
    const who = await desk.session(here.person("supervisory-board"));
    expect((await send("project", { ...fields, organization: there.code }, who)).first.status).toBe(422);
    expect(await desk.db.case.count()).toBe(0);
  });
});
