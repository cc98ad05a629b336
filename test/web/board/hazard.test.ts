import { beforeAll, describe, expect, it } from "vitest";
import { closeOrganization } from "../../../client/cases/closing.ts";
import { setLevel } from "../../../client/registry/levels.ts";
import { holdRole } from "../../../records/roster/people.ts";
import { photoFile, photoIn } from "../../support/browser/pictures.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let organization: Organization;
let elsewhere: Organization;
let page: string;
beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ language: "zh-CN" });
  elsewhere = await desk.organization();
  const { taskId } = await desk.finding(organization, "x");
  page = `/t/${await desk.code(organization.person("secretariat"), taskId)}/hazard`;
});

const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  desk.app.request(origin + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "sec-fetch-site": "same-origin", ...headers },
  });
const filled = async (fields: Record<string, string>, path = page, headers: Record<string, string> = {}) => {
  const { text } = await desk.get(path, headers);
  return {
    key: hidden(text, "key"),
    token: hidden(text, "token"),
    organization: organization.code,
    what: "厨房有煤气味",
    severity: "critical",
    ...fields,
  };
};
const hazards = (of = organization) =>
  desk.db.case.findMany({ where: { duty: "20", organizationId: of.id }, include: { tasks: true } });

describe("the form for hazards", () => {
  it("opens by everybody's own link, says first whom to call, and reports once if it is sent twice", async () => {
    expect((await desk.get(page.replace("/hazard", ""))).text).toContain(`href="${page}"`);
    const shown = await desk.get(page);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("119");
    expect(shown.text).not.toContain(elsewhere.code);
    const before = (await hazards()).map(({ id }) => id);
    const fields = await filled({});
    for (let times = 0; times < 2; times++) {
      const answer = await send(page, fields);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, `${page}?reported=1`]);
    }
    const [hazard, ...more] = (await hazards()).filter(({ id }) => !before.includes(id));
    expect(more).toEqual([]);
    expect(hazard).toMatchObject({ subject: "厨房有煤气味", facts: { severity: "critical" } });
    expect(hazard?.tasks).toMatchObject([{ step: "take-up", policy: "emergency" }]);
    const opened = await desk.db.event.findFirst({ where: { caseId: hazard?.id ?? "", verb: "opened" } });
    expect(opened?.actor).toBe(organization.person("secretariat"));
    expect((await desk.get(`${page}?reported=1`)).text).toContain("已报告");
  });

  it("keeps a severity and its meaning on one line beside its button, also on a narrow phone", async () => {
    const label = /<label class="option">([\s\S]*?)<\/label>/.exec((await desk.get(page)).text)?.[1] ?? "";
    expect(label).toMatch(/^<input [^>]*> <span>[^<]+ <span class="hint">[^<]+<\/span><\/span>$/);
  });

  it("preselects the severity with a term of one hour, and says why, if all organizations are in an emergency", async () => {
    const chosen = (text: string) => /name="severity" value="(\w+)" required checked/.exec(text)?.[1];
    const cookie = await desk.session(null);
    const at = async (level: string, district: string) => {
      await desk.db.hazardLevel.deleteMany();
      const set = { hazard: "flood", level, district, because: "台风", actor: "administrator" } as const;
      await setLevel(desk.context, set);
      const forms = [await desk.get(page), await desk.get("/board/hazard", { cookie })];
      return forms.map(({ text }) => [chosen(text), text.includes("目前为应急响应，已预先选定“较重”")]);
    };
    expect(await at("watch", "")).toEqual([
      [undefined, false],
      [undefined, false],
    ]);
    expect(await at("response", "")).toEqual([
      ["major", true],
      ["major", true],
    ]);
    // The offered severity has a task of one hour; another choice is kept when the form is returned.
    const answer = await send(page, await filled({ what: "井盖移位", severity: "major" }));
    expect(answer.status).toBe(303);
    const task = (await hazards()).find(({ subject }) => subject === "井盖移位")?.tasks[0];
    expect(Number(task?.dueAt) - Number(task?.openedAt)).toBe(3_600_000);
    const back = await (await send(page, await filled({ what: "", severity: "minor" }))).text();
    expect([chosen(back), back.includes("目前为应急响应，已预先")]).toEqual(["minor", false]);
    await desk.db.hazardLevel.deleteMany();
    expect(chosen((await desk.get(page)).text)).toBeUndefined();
  });

  it("offers only the task's organization by a forwarded link, and the reader's others on their own device", async () => {
    const secretary = organization.person("secretariat");
    const role = { personId: secretary, organizationId: elsewhere.id, role: "staff" as const };
    await desk.db.$transaction((tx) => holdRole(tx, role, desk.now()));
    const { text } = await desk.get(page, { cookie: "" });
    expect(text).toContain(organization.code);
    expect(text).not.toContain(elsewhere.code);
    expect(text).toContain(`href="${page.replace("/hazard", "/code?back=hazard")}"`);
    // A guessed code reveals nothing, either: neither a name nor an act.
    const there = await filled({ organization: elsewhere.code }, page, { cookie: "" });
    expect((await send(page, there)).status).toBe(422);
    expect((await desk.get(page)).text).toContain(elsewhere.code);
    expect((await desk.get(page)).text).not.toContain("/code?back=hazard");
    // A person who no longer has a role in the task's organization must enter a code first.
    await desk.db
      .$executeRaw`update holding set until_at = ${desk.now()} where person_id = ${secretary} and organization_id = ${organization.id}`;
    const without = await desk.get(page, { cookie: "" });
    expect([without.status, without.text.includes(elsewhere.code)]).toEqual([401, false]);
    expect((await desk.get(page)).text).toContain(elsewhere.code);
    await desk.db
      .$executeRaw`update holding set until_at = null where person_id = ${secretary} and organization_id = ${organization.id}`;
    await desk.db.$executeRaw`delete from holding where person_id = ${secretary} and organization_id = ${elsewhere.id}`;
  });

  it("keeps the typed values if something is missing, and accepts no organization of others", async () => {
    const [before, there] = [(await hazards()).length, await hazards(elsewhere)];
    const bad = await send(page, await filled({ severity: "huge", what: "漏水<b>" }));
    expect(bad.status).toBe(422);
    const text = await bad.text();
    expect(text).toContain("漏水&lt;b&gt;");
    expect(text).toContain('id="severity-problem"');
    expect((await send(page, await filled({ organization: elsewhere.code }))).status).toBe(422);
    expect((await send(page, { ...(await filled({})), token: "x" })).status).toBe(403);
    expect((await send(page, await filled({}), { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect([(await hazards()).length, await hazards(elsewhere)]).toEqual([before, there]);
  });

  it("accepts photos, which the doer opens on the task's page, and the board on the case's page", async () => {
    const fields = await filled({ what: "电线裸露" });
    const sendPhoto = (...photos: File[]) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      for (const photo of photos) body.append("photo", photo);
      return desk.app.request(origin + page, { method: "POST", body, headers: { "sec-fetch-site": "same-origin" } });
    };
    expect((await desk.get(page)).text).toContain('type="file" id="photo" name="photo"');
    const empty = await sendPhoto(new File([""], "empty.jpg"));
    expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('id="photo-problem"')]);
    const saying = await sendPhoto(new File(["a text"], "电线.jpg", { type: "image/jpeg" }));
    const refused = await saying.text();
    expect(saying.status).toBe(422);
    expect(refused).toContain("电线.jpg：不是照片");
    // One true sentence about what was kept: the typed values were, the photo was not.
    expect(refused).toContain("您填写的文字都还在；选过的照片和文件没有保留");
    expect(refused).not.toContain("您填写的内容都还在");
    expect((await hazards()).some(({ subject }) => subject === "电线裸露")).toBe(false);
    const wires = photoFile("../电线.jpg");
    for (const photos of [[wires], [wires], [wires, photoFile("closer.jpg")]])
      expect((await sendPhoto(...photos)).status).toBe(303);
    const [hazard, ...more] = (await hazards()).filter(({ subject }) => subject === "电线裸露");
    expect(more).toEqual([]);
    const takeUp = hazard?.tasks[0]?.id ?? "";
    const own = `/t/${await desk.code(organization.person("secretariat"), takeUp)}`;
    const administrator = { cookie: await desk.session(null) };
    for (const [path, headers] of [
      [own, {}],
      [`/board/case/${hazard?.id}`, administrator],
    ] as const) {
      const { text } = await desk.get(path, headers);
      expect(text).toContain("发现时所附");
      const files = [...text.matchAll(/href="([^"]+\/file\/[^"]+)" download>([^<]+)</g)];
      expect(files.map(([, , name]) => name).sort()).toEqual(["closer.jpg", "电线.jpg"]);
      const href = files.find(([, , name]) => name === "电线.jpg")?.[1] ?? "";
      expect(photoIn((await desk.get(href, headers)).text)).toBe("../电线.jpg");
    }
    // A person without a part in the hazard sees nothing of it.
    const foreign = `/t/${await desk.code(elsewhere.person("secretariat"), takeUp)}`;
    expect((await desk.get(foreign)).status).toBe(404);
  });

  it("is rejected entirely if it has too many fields, with their number", async () => {
    const before = (await hazards()).length;
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`x${i}`, ""]));
    const answer = await send(page, { ...(await filled({ what: "一次太多" })), ...many });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("最多5000个填写项");
    expect((await hazards()).length).toBe(before);
  });

  it("is on the board for supervisors and the administrator", async () => {
    const cookie = await desk.session(elsewhere.person("supervisory-board"));
    expect((await desk.get("/board", { cookie })).text).toContain('href="/board/hazard"');
    const fields = await filled({ organization: elsewhere.code, severity: "minor" }, "/board/hazard", { cookie });
    expect((await send("/board/hazard", fields, { cookie })).status).toBe(303);
    expect((await hazards(elsewhere)).map(({ tasks }) => tasks[0]?.policy)).toContain("hazard-minor");
    const foreign = await filled({}, "/board/hazard", { cookie });
    expect((await send("/board/hazard", foreign, { cookie })).status).toBe(422);
    const administrator = { cookie: await desk.session(null) };
    const own = await filled({ what: "屋顶漏水" }, "/board/hazard", administrator);
    expect((await send("/board/hazard", own, administrator)).status).toBe(303);
  });

  it("is closed when the organization is closed", async () => {
    const closed = await desk.organization();
    const { code } = closed;
    const cookie = await desk.session(closed.person("supervisory-board"));
    const fields = await filled({ organization: code }, "/board/hazard", { cookie });
    await closeOrganization(desk.context, code, { reason: "注销", actor: "administrator" });
    expect((await send("/board/hazard", fields, { cookie })).status).not.toBe(303);
  });
});
