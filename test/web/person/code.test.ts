import { beforeEach, describe, expect, it } from "vitest";
import { revokeAccess } from "../../../client/registry/access.ts";
import { changePerson } from "../../../client/registry/change-person.ts";
import { importOrganizations } from "../../../client/registry/importing.ts";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import { linkKey, makeLinks } from "../../../records/messages/links.ts";
import { digitsOf } from "../../../records/roster/access-codes.ts";
import { addressesOf, type Organization, refused } from "../../support/organization.ts";
import { type Desk, openDesk, origin, type PageResponse, secretKey } from "../portal.ts";

let desk: Desk;
let organization: Organization;
let taskId: string;
let verifier: string;
/** The verifier's link, opened by a person to whom it was forwarded. */
let page: string;
const forwarded = { cookie: "" };

beforeEach(async () => {
  desk = await openDesk();
  await begin();
});

async function begin(): Promise<void> {
  organization = await desk.organization({ language: "zh-CN" });
  ({ taskId } = await desk.finding(organization, "消防通道堆放杂物"));
  verifier = organization.person("supervisory-board");
  await desk.send(`/t/${await desk.code(organization.person("secretariat"), taskId)}`, "submit", {
    "ask-note": "已清理",
  });
  page = `/t/${await desk.code(verifier, taskId)}`;
}

const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
const formOf = (text: string, action: string): string =>
  new RegExp(`<form method="post" action="${action}">[\\s\\S]*?</form>`).exec(text)?.[0] ?? "";
async function post(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<PageResponse> {
  const body = new URLSearchParams(fields);
  const response = await desk.app.request(origin + path, { method: "POST", body, headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Presses "send me a code" on a page. */
async function requestCode(from = page, more: Record<string, string> = {}): Promise<PageResponse> {
  const form = formOf((await desk.get(from, forwarded)).text, `${page}/code`);
  const fields = { key: hidden(form, "key"), token: hidden(form, "token"), back: hidden(form, "back"), ...more };
  const sent = await post(`${page}/code`, fields);
  return sent.status === 303 ? desk.get(sent.headers.get("location") ?? "", forwarded) : sent;
}
async function enter(shown: PageResponse, code?: string): Promise<PageResponse> {
  const form = formOf(shown.text, `${page}/device`);
  const of = hidden(form, "of");
  const fields = {
    of,
    token: hidden(form, "token"),
    back: hidden(form, "back"),
    code: code ?? digitsOf(secretKey, of),
  };
  return post(`${page}/device`, fields);
}
const deviceOf = (answer: PageResponse): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";
const messages = () => desk.db.directMessage.findMany({ where: { kind: "code" }, orderBy: { createdAt: "asc" } });

describe("a verifier's forwarded mail", () => {
  it("shows the task, but neither accepts nor offers a verdict or a supervisor's act", async () => {
    const shown = await desk.get(page, forwarded);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("已清理");
    expect(shown.text).toContain("请先用验证码确认是您本人：通过");
    const known = await desk.get(page);
    const token = hidden(known.text, "token");
    const to = organization.person("staff");
    for (const verb of [
      "accept",
      "return",
      "waive",
      "reassign",
      "take-on",
      "grant-extension",
      "refuse-extension",
      "press",
      "cancel",
      "move",
    ]) {
      expect(shown.text, verb).not.toContain(`name="verb" value="${verb}"`);
      for (const cookie of [
        "",
        await desk.session(organization.person("head")),
        await desk.device(organization.person("head")),
      ]) {
        const response = await post(page, { verb, token, reason: "x", until: "2027-01-04", to }, { cookie });
        expect(response.status, verb).toBe(403);
      }
    }
    expect(await desk.state(taskId)).toBe("submitted");
    expect((await post(page, { verb: "accept", token: hidden(known.text, "token") }, forwarded)).text).toContain(
      "请先用验证码确认是您本人",
    );
  });

  it("accepts a verdict after a code to the verifier's own number; that device is remembered for thirty days, others are not", async () => {
    const shown = await requestCode();
    expect(shown.text).toContain("****");
    expect(shown.text).toMatch(/inputmode="numeric" autocomplete="one-time-code"/);
    const [message] = await messages();
    const { phone } = await addressesOf(desk.db, verifier);
    expect([message?.channel, message?.address]).toEqual(["sms", phone]);
    const entered = await enter(shown);
    expect([entered.status, entered.headers.get("location")]).toEqual([303, page]);
    expect(entered.headers.get("set-cookie")).toMatch(/HttpOnly/);
    const cookie = deviceOf(entered);
    expect((await desk.get(page, { cookie })).text).toContain('name="verb" value="accept"');
    expect((await desk.get(page, forwarded)).text).not.toContain('name="verb" value="accept"');
    // The link is remembered for that person only; it does nothing for others.
    const head = `/t/${await desk.code(organization.person("head"), taskId)}`;
    expect((await desk.get(head, { cookie })).text).not.toContain('name="verb" value="reassign"');
    desk.pass(24 * 31);
    expect((await desk.get(page, { cookie })).text).not.toContain('name="verb" value="accept"');
    desk.pass(-24 * 31);
    expect((await desk.send(page, "accept", {}, { cookie })).status).toBe(303);
    expect(await desk.state(taskId)).toBe("accepted");
  });

  it("accepts a board session of that person as well", async () => {
    const cookie = await desk.session(verifier);
    expect((await desk.send(page, "accept", {}, { cookie })).status).toBe(303);
  });

  it("leaves a doer's acts at one tap", async () => {
    const { taskId: other } = await desk.finding(organization, "x");
    const doer = `/t/${await desk.code(organization.person("secretariat"), other)}`;
    expect((await desk.send(doer, "acknowledge", {}, forwarded)).status).toBe(303);
    expect((await desk.send(doer, "ask-extension", { until: "2026-12-04", reason: "等配件" }, forwarded)).status).toBe(
      303,
    );
    expect((await desk.send(doer, "submit", { "ask-note": "好了" }, forwarded)).status).toBe(303);
  });
});

describe("an access code", () => {
  it("can be tried five times, then a new one is needed", async () => {
    const shown = await requestCode();
    const right = digitsOf(secretKey, hidden(formOf(shown.text, `${page}/device`), "of"));
    const wrong = right === "000000" ? "111111" : "000000";
    for (const left of [4, 3, 2, 1]) {
      const tried = await enter(shown, wrong);
      expect([tried.status, tried.text.includes(`还可以试${left}次`)]).toEqual([422, true]);
    }
    expect((await enter(shown, wrong)).status).toBe(429);
    const after = await enter(shown);
    expect(after.status).toBe(429);
    expect(after.headers.get("set-cookie")).toBeNull();
    expect(after.text).toContain("请重新发送");
    expect((await enter(await requestCode())).status).toBe(303);
  });

  it("is refused to concurrent attempts beyond the fifth", async () => {
    const shown = await requestCode();
    const tried = await Promise.all(Array.from({ length: 20 }, () => enter(shown, "12345")));
    const statuses = tried.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 422 && status !== 429)).toEqual([]);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(16);
    expect((await desk.db.accessCode.findMany()).map(({ tries }) => tries)).toEqual([5]);
  });

  it("works for ten minutes, once, also with full-width digits, and only for its own link and person", async () => {
    const shown = await requestCode();
    const of = hidden(formOf(shown.text, `${page}/device`), "of");
    desk.pass(10.1 / 60);
    expect((await enter(shown)).status).toBe(429);
    desk.pass(-10.1 / 60);
    const other = `/t/${await desk.code(organization.person("head"), taskId)}`;
    const form = formOf(shown.text, `${page}/device`);
    const stolen = await post(`${other}/device`, { of, token: hidden(form, "token"), code: digitsOf(secretKey, of) });
    expect(stolen.status).toBe(403);
    const wide = digitsOf(secretKey, of).replace(/\d/g, (one) => String.fromCharCode(0xff10 + Number(one)));
    expect((await enter(shown, ` ${wide} `)).status).toBe(303);
    expect((await enter(shown)).status).toBe(429);
    expect(
      await desk.db.session.count({
        where: { kind: "device", expiresAt: { lt: new Date(desk.now().getTime() + 31 * 86_400_000) } },
      }),
    ).toBe(1);
  });

  it("is sent five times an hour and twelve a day at most, and one press sent twice is one", async () => {
    const form = formOf((await desk.get(page, forwarded)).text, `${page}/code`);
    const fields = { key: hidden(form, "key"), token: hidden(form, "token") };
    expect([(await post(`${page}/code`, fields)).status, (await post(`${page}/code`, fields)).status]).toEqual([
      303, 303,
    ]);
    expect(await messages()).toHaveLength(1);
    for (let n = 0; n < 4; n++) await requestCode();
    const often = await requestCode();
    expect(often.status).toBe(429);
    expect(often.text).toContain("请在2026年11月23日（周一）11:00之后再试");
    expect(await messages()).toHaveLength(5);
    for (const hour of [1.01, 1.01]) {
      desk.pass(hour);
      for (let n = 0; n < 6; n++) await requestCode();
    }
    expect(await messages()).toHaveLength(12);
  });

  it("is sent by e-mail if there is no mobile number or SMS, by the other channel on request; if there is no channel, the page says whom to ask", async () => {
    const channels = () => messages().then((all) => all.map(({ channel }) => channel).sort());
    const shown = await requestCode();
    expect(shown.text).toContain("改发到邮箱");
    await requestCode(page, { channel: "email" });
    expect(await channels()).toEqual(["email", "sms"]);
    await desk.db.address.deleteMany({ where: { personId: verifier, channel: "sms" } });
    await requestCode();
    expect(await channels()).toEqual(["email", "email", "sms"]);
    await refused(desk.db, [verifier], ["email"]);
    const nobody = await requestCode();
    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain("请联系本机构秘书处或管理员");
    desk = await openDesk({ channels: ["email"] });
    await begin();
    await requestCode();
    expect(await channels()).toEqual(["email"]);
  });

  it("returns to the list that requested it", async () => {
    const shown = await requestCode(`${page}/all`);
    expect((await enter(shown)).headers.get("location")).toBe(`${page}/all`);
    for (const back of ["//evil.example", "all/../../x", "https://evil.example", "overdue/../x"]) {
      const again = await requestCode(page, { back });
      expect((await enter(again)).headers.get("location")).toBe(page);
    }
  });

  it("is in no log, no history and no table", async () => {
    const shown = await requestCode();
    const code = digitsOf(secretKey, hidden(formOf(shown.text, `${page}/device`), "of"));
    // Only failures are logged, so something fails while the code is entered.
    await desk.db.$executeRaw`alter table access_code rename to access_code_away`;
    expect((await enter(shown)).status).toBe(500);
    await desk.db.$executeRaw`alter table access_code_away rename to access_code`;
    expect(desk.logged.join()).toContain("a page failed");
    expect((await enter(shown)).status).toBe(303);
    const tables = await desk.db.$queryRaw<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
    for (const { name } of tables)
      for (const row of await desk.db.$queryRawUnsafe<{ text: string }[]>(`select t::text as text from "${name}" t`))
        expect(row.text.replace(/\.\d{3,6}/g, ""), name).not.toMatch(new RegExp(`\\b${code}\\b`));
    expect(desk.logged.join()).not.toContain(code);
    expect((await desk.get(page)).text).not.toContain(code);
  });
});

describe("a remembered device and a session", () => {
  it("end when they are revoked: one person's, the administrator's, or all", async () => {
    const [board, head] = [organization.person("supervisory-board"), organization.person("head")];
    const cookies = {
      board: await desk.session(board),
      head: await desk.session(head),
      nobody: await desk.session(null),
    };
    const device = await desk.device(board);
    const links = {
      board: await desk.boardCode(board),
      head: await desk.boardCode(head),
      nobody: await desk.boardCode(null),
    };
    const open = async () => {
      const answers: string[] = [];
      for (const [name, cookie] of Object.entries(cookies))
        if ((await desk.get("/board", { cookie })).status === 200) answers.push(name);
      for (const [name, code] of Object.entries(links))
        if ((await desk.get(`/s/${code}`)).status === 200) answers.push(`/s/ ${name}`);
      if ((await desk.get(page, { cookie: device })).text.includes('value="accept"')) answers.push("device");
      return answers;
    };
    expect(await open()).toEqual(["board", "head", "nobody", "/s/ board", "/s/ head", "/s/ nobody", "device"]);
    expect(await revokeAccess(desk.context, [board])).toMatchObject({ links: 1 });
    expect(await open()).toEqual(["head", "nobody", "/s/ head", "/s/ nobody"]);
    await revokeAccess(desk.context, null);
    expect(await open()).toEqual(["head", "/s/ head"]);
    await revokeAccess(desk.context, "all");
    expect(await open()).toEqual([]);
    expect(await revokeAccess(desk.context, "all")).toEqual({ sessions: 0, links: 0 });
  });

  it("end when a role ends; a person who comes back finds neither session nor link open", async () => {
    const board = organization.person("supervisory-board");
    const [cookie, device, link] = [await desk.session(board), await desk.device(board), await desk.boardCode(board)];
    const shown = await requestCode();
    await leave(desk.context, board, { actor: "administrator" });
    await desk.db.$executeRaw`update person set left_at = null where id = ${board}`;
    await desk.db.$executeRaw`update holding set until_at = null where person_id = ${board}`;
    expect((await desk.get("/board", { cookie })).status).toBe(401);
    expect((await desk.get(`/s/${link}`)).status).toBe(404);
    expect((await desk.get(page, { cookie: device })).text).not.toContain('value="accept"');
    expect((await enter(shown)).status).toBe(429);
  });

  it.each([
    ["the e-mail address changes", { email: "new@example.org" }, false],
    ["the e-mail address is removed", { email: "none" }, false],
    ["the mobile number changes and mail still reaches them", { phone: "+8613800138077" }, true],
    ["the mobile number is removed and mail still reaches them", { phone: "none" }, true],
  ])("end when %s, so that the holder of the old address has no access", async (_, changes, linkStays) => {
    const [cookie, device, link] = [
      await desk.session(verifier),
      await desk.device(verifier),
      await desk.boardCode(verifier),
    ];
    const others = await desk.session(organization.person("head"));
    const shown = await requestCode();
    await changePerson(desk.context, verifier, changes);
    expect((await desk.get("/board", { cookie })).status).toBe(401);
    expect((await desk.get(`/s/${link}`)).status).toBe(404);
    const task = await desk.get(page, { cookie: device });
    expect(task.status).toBe(linkStays ? 200 : 404);
    expect(task.text).not.toContain('value="accept"');
    expect((await enter(shown)).status).toBe(linkStays ? 429 : 404);
    expect((await messages()).map(({ state }) => state)).toEqual(["dropped"]);
    expect((await desk.get("/board", { cookie: others })).status).toBe(200);
    // The next message has a link that works.
    const wanted = { personId: verifier, taskId };
    const next = (await makeLinks(desk.db, [wanted], desk.now(), secretKey, 120)).get(linkKey(wanted));
    expect((await desk.get(`/t/${next}`)).status).toBe(200);
  });

  it("also end when a sheet or a role brings another address; a first address ends nothing", async () => {
    const { code } = organization;
    const open = async (cookie: string) => (await desk.get("/board", { cookie })).status;
    const { name } = await desk.db.person.findUniqueOrThrow({ where: { id: verifier } });
    const fields: Record<string, string> = {
      code,
      name: code,
      type: "CHA",
      registration: "foundation",
      language: "zh-CN",
    };
    Object.assign(fields, { zone: "Asia/Shanghai", district: "越秀区", party: "yes", qualified: "yes" });
    const sheet = (address: string): string[][] => [
      [...rosterColumns],
      rosterColumns.map((column) => (column === "supervisory_board" ? `${name} ${address}` : (fields[column] ?? ""))),
    ];
    let cookie = await desk.session(verifier);
    await importOrganizations(desk.context, sheet("<sheet@example.org> +8613800138078"));
    expect(await open(cookie)).toBe(401);
    cookie = await desk.session(verifier);
    await importOrganizations(desk.context, sheet("<sheet@example.org> +8613800138078"));
    expect(await open(cookie)).toBe(200);
    const added = { organization: code, role: "staff", name, email: "sheet@example.org" };
    await addPerson(desk.context, { ...added, phone: "+8613800138079" });
    expect(await open(cookie)).toBe(401);
    await changePerson(desk.context, verifier, { phone: "none" });
    cookie = await desk.session(verifier);
    await changePerson(desk.context, verifier, { phone: "+8613800138079", language: "en" });
    expect(await open(cookie)).toBe(200);
  });

  it("differ from the link's code: a session begins with a button only, and its end revokes the link on a shared device", async () => {
    const code = await desk.boardCode(verifier);
    expect((await desk.get("/board", { cookie: `duban-session=${code}` })).status).toBe(401);
    const before = await desk.db.session.count();
    const shown = await desk.get(`/s/${code}`);
    expect(await desk.db.session.count()).toBe(before);
    const token = hidden(shown.text, "token");
    const [one, other] = [await post(`/s/${code}`, { token }), await post(`/s/${code}`, { token })].map(deviceOf);
    expect(one).not.toContain(code);
    expect(one).not.toBe(other);
    const leaving = hidden(formOf((await desk.get("/board", { cookie: one ?? "" })).text, "/board/leave"), "token");
    await post("/board/leave", { token: leaving }, { cookie: one ?? "" });
    expect((await desk.get("/board", { cookie: one ?? "" })).status).toBe(401);
    expect((await desk.get("/board", { cookie: other ?? "" })).status).toBe(200);
    expect((await desk.get(`/s/${code}`)).status).toBe(404);
  });
});
