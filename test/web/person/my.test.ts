import { beforeAll, describe, expect, it } from "vitest";
import { act } from "../../../client/tasks/act.ts";
import { codeOf } from "../../../records/messages/links.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin, secretKey } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

let visitors = 0;
/** Submits a form as a browser does, from a different address each time. */
const post = (path: string, fields: Record<string, string>, cookie = "") =>
  desk.app.request(origin + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { cookie, "x-forwarded-for": `10.1.0.${visitors++}` },
  });
const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
/** Requests a link without a session. */
async function requestLink(email: string) {
  const { text } = await desk.get("/my", { cookie: "" });
  return post("/my/link", { key: hidden(text, "key"), token: hidden(text, "token"), email });
}
/** Codes of the links sent to an address. */
async function sent(email: string): Promise<string[]> {
  const messages = await desk.db.directMessage.findMany({
    where: { kind: "my", address: email },
    orderBy: { createdAt: "asc" },
  });
  return messages.map(({ subjectId }) => codeOf(secretKey, subjectId));
}
/** The cookie that opens a person's own page. */
const own = async (personId: string): Promise<string> => (await desk.device(personId)).replace(/^[^=]*/, "duban-my");

describe("a person's own page", () => {
  it("opens by a link that is sent to their address and works once, for ten minutes, only by its button", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    await desk.finding(organization, "消防通道堆放杂物");
    const email = organization.email("secretariat");
    const response = await requestLink(email);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/my?sent=1"]);
    const [code = ""] = await sent(email);
    // A scanner that follows the link does not use it up.
    const page = await desk.get(`/my/link/${code}`, { cookie: "" });
    expect((await desk.get(`/my/link/${code}`, { cookie: "" })).status).toBe(200);
    const token = hidden(page.text, "token");
    expect((await post(`/my/link/${code}`, { token: "x" })).status).toBe(403);
    const begun = await post(`/my/link/${code}`, { token });
    expect([begun.status, begun.headers.get("location")]).toEqual([303, "/my"]);
    const cookies = begun.headers.getSetCookie();
    expect(cookies.find((one) => one.startsWith("duban-my="))).toMatch(/Max-Age=2592000; Path=\/my; HttpOnly/);
    expect((await post(`/my/link/${code}`, { token })).status).toBe(404);
    const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
    const mine = await desk.get("/my", { cookie });
    expect(mine.text).toContain("消防通道堆放杂物");
    await requestLink(email);
    const [, late = ""] = await sent(email);
    const open = hidden((await desk.get(`/my/link/${late}`, { cookie: "" })).text, "token");
    desk.pass(1);
    expect((await post(`/my/link/${late}`, { token: open })).status).toBe(404);
    desk.pass(24 * 30);
    expect((await desk.get("/my", { cookie })).text).not.toContain("消防通道堆放杂物");
    desk.pass(-24 * 30 - 1);
  });

  it("gives everybody the same response, and sends at most five links an hour", async () => {
    const organization = await desk.organization();
    const email = organization.email("staff");
    const answers = new Set<string>();
    for (const address of ["nobody@example.org", ...Array.from({ length: 7 }, () => email)])
      answers.add(`${(await requestLink(address)).status}`);
    expect([...answers]).toEqual(["303"]);
    expect(await sent(email)).toHaveLength(5);
    expect(await sent("nobody@example.org")).toEqual([]);
    expect((await requestLink("no address")).status).toBe(422);
  });

  it("lists open tasks by due day over all organizations and roles, submitted ones, and those that wait for a verdict", async () => {
    const [one, other] = [
      await desk.organization({ language: "zh-CN" }),
      await desk.organization({ language: "zh-CN" }),
    ];
    const secretary = one.person("secretariat");
    for (const [role, n] of [
      ["secretariat", 1],
      ["supervisory-board", 2],
    ] as const)
      await desk.db.holding.create({
        data: { id: `my-${n}`, organizationId: other.id, personId: secretary, role, fromAt: new Date(0) },
      });
    const late = await desk.finding(one, "已经晚了");
    const { taskId } = await desk.finding(one, "已经交了");
    await act(desk.context, {
      taskId,
      verb: "submit",
      actor: { personId: secretary },
      submission: { values: { note: "好了" }, files: [] },
    });
    const judged = await desk.finding(other, "别人交的");
    const colleague = { personId: other.person("secretariat") };
    await act(desk.context, {
      taskId: judged.taskId,
      verb: "submit",
      actor: colleague,
      submission: { values: { note: "好了" }, files: [] },
    });
    await desk.db.task.update({ where: { id: late.taskId }, data: { dueAt: new Date("2026-11-20T10:00:00Z") } });
    const dated = async (organization: Organization, subject: string, day: string) => {
      const { taskId } = await desk.finding(organization, subject);
      await desk.db.task.update({ where: { id: taskId }, data: { dueAt: new Date(`${day}T10:00:00Z`) } });
    };
    await dated(other, "今天要办", "2026-11-23");
    await dated(one, "周日要办", "2026-11-29");
    await dated(one, "下周要办", "2026-11-30");
    const { taskId: missed } = await desk.finding(one, "没有办的");
    await desk.db.task.update({ where: { id: missed }, data: { state: "missed", settledAt: desk.now() } });
    const cookie = await own(secretary);
    const { text } = await desk.get("/my", { cookie });
    const part = (id: string): string => new RegExp(`aria-labelledby="${id}".*?</section>`, "s").exec(text)?.[0] ?? "";
    for (const [id, subjects] of [
      ["today", ["已经晚了", "今天要办"]],
      ["week", ["周日要办"]],
      ["later", ["下周要办"]],
      ["verify", ["别人交的"]],
      ["handed", ["已经交了"]],
      ["missed", ["没有办的"]],
    ] as const)
      for (const subject of ["已经晚了", "今天要办", "周日要办", "下周要办", "别人交的", "已经交了", "没有办的"])
        expect(part(id).includes(subject), `${subject} under ${id}`).toBe(
          (subjects as readonly string[]).includes(subject),
        );
    const token = hidden(text, "token");
    expect((await post(`/my/task/${missed}`, { token }, cookie)).status).toBe(303);
    const opened = await post(`/my/task/${taskId}`, { token }, cookie);
    expect((await desk.get(opened.headers.get("location") ?? "", { cookie })).text).toContain("已经交了");
    const foreign = await desk.finding(await desk.organization(), "x");
    expect((await post(`/my/task/${foreign.taskId}`, { token }, cookie)).status).toBe(404);
    expect((await post(`/my/task/${taskId}`, { token: "x" }, cookie)).status).toBe(403);
  });

  it("names a single organization at the top instead of in each row, and folds missed tasks", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const secretary = organization.person("secretariat");
    const { name } = await desk.db.organization.findUniqueOrThrow({ where: { id: organization.id } });
    await desk.finding(organization, "灭火器过期");
    const { taskId } = await desk.finding(organization, "没有办的");
    await desk.db.task.update({ where: { id: taskId }, data: { state: "missed", settledAt: desk.now() } });
    const shown = async () => (await desk.get("/my", { cookie: await own(secretary) })).text;
    const alone = await shown();
    expect(alone).toContain(`· ${name}</p>`);
    expect(alone).not.toContain('<span class="where">');
    expect(alone).toMatch(/<details><summary>补报（最近1项）<\/summary>.*没有办的/s);
    const other = await desk.organization({ language: "zh-CN" });
    const held = {
      id: "my-alone",
      organizationId: other.id,
      personId: secretary,
      role: "secretariat",
      fromAt: new Date(0),
    };
    await desk.db.holding.create({ data: held });
    expect(await shown()).toContain(`<span class="where">${name}</span>`);
  });

  it("can be signed out on one device, or everywhere", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const staff = organization.person("staff");
    const [here, there] = [await own(staff), await own(staff)];
    const title = "您的职务";
    const leave = async (cookie: string, where: string) =>
      post("/my/leave", { token: hidden((await desk.get("/my", { cookie })).text, "token"), where }, cookie);
    await leave(here, "here");
    expect((await desk.get("/my", { cookie: here })).text).not.toContain(title);
    expect((await desk.get("/my", { cookie: there })).text).toContain(title);
    const third = await own(staff);
    await leave(third, "everywhere");
    for (const cookie of [there, third]) expect((await desk.get("/my", { cookie })).text).not.toContain(title);
  });

  it.each(["2026-02-31", "2026-11-20", "", "２０２６-１２-０１", "2026/12/1", "20260-12-01", "9999-12-31"])(
    "names the day %j that an absence cannot have at each field, and keeps what was typed",
    async (day) => {
      const organization = await desk.organization({ language: "zh-CN" });
      const cookie = await own(organization.person("secretariat"));
      const token = hidden((await desk.get("/my/away", { cookie })).text, "token");
      const form = {
        token,
        organization: organization.id,
        delegate: organization.person("deputy"),
        from: day,
        until: day,
      };
      for (const delegate of [form.delegate, ""]) {
        const answer = await post("/my/away", { ...form, delegate }, cookie);
        const text = await answer.text();
        expect(answer.status).toBe(422);
        const why = day === "" ? "没有填写" : "无法使用";
        for (const name of ["from", "until"])
          expect(text).toMatch(
            new RegExp(`id="${name}-\\w+-problem">[^<]*${why}；应为2026年11月23日至2028年11月23日之间的日期<`),
          );
        expect(text).toContain(`value="${day}"`);
        expect(text.includes(`value="${form.delegate}" selected`)).toBe(delegate !== "");
        expect(/id="delegate-\w+-problem"/.test(text)).toBe(delegate === "");
      }
      expect(await desk.db.absence.count({ where: { organizationId: organization.id } })).toBe(0);
    },
  );

  it("lets a person report an absence, and their return", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const secretary = organization.person("secretariat");
    const cookie = await own(secretary);
    const shown = await desk.get("/my/away", { cookie });
    const token = hidden(shown.text, "token");
    const options = [...shown.text.matchAll(/<option value="(\w+)"/g)].map(([, id]) => id);
    expect(options).toContain(organization.person("deputy"));
    for (const role of ["supervisory-board", "legal-representative", "authority"] as const)
      expect(options).not.toContain(organization.person(role));
    const form = {
      token,
      organization: organization.id,
      delegate: organization.person("deputy"),
      from: "2026-11-23",
      until: "2026-11-27",
    };
    const wrong = await post("/my/away", { ...form, until: "2026-11-20" }, cookie);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(
      /“2026年11月20日”无法使用；应为2026年11月23日至2028年11月23日之间的日期.*value="2026-11-20"/s,
    );
    for (const delegate of [
      organization.person("supervisory-board"),
      (await desk.organization()).person("deputy"),
      secretary,
    ])
      expect([409, 422]).toContain((await post("/my/away", { ...form, delegate }, cookie)).status);
    expect((await post("/my/away", form, cookie)).status).toBe(303);
    expect((await desk.get("/my/away", { cookie })).text).toContain("11月23日至11月27日");
    await desk.finding(organization, "灭火器过期");
    const delegate = await own(organization.person("deputy"));
    expect((await desk.get("/my", { cookie: delegate })).text).toContain("灭火器过期");
    const absence = hidden((await desk.get("/my/away", { cookie })).text, "absence");
    // Nobody can end another person's session.
    await post(
      "/my/back",
      { token: hidden((await desk.get("/my/away", { cookie: delegate })).text, "token"), absence },
      delegate,
    );
    expect((await desk.get("/my", { cookie: delegate })).text).toContain("灭火器过期");
    await post("/my/back", { token, absence }, cookie);
    expect((await desk.get("/my", { cookie: delegate })).text).not.toContain("灭火器过期");
  });

  it("lets a person choose how to receive the daily message, and in which language", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const person = organization.person("secretariat");
    const cookie = await own(person);
    const { text } = await desk.get("/my/preferences", { cookie });
    const form = { token: hidden(text, "token"), language: "en", hour: "11", channel: "sms" };
    const saved = await post("/my/preferences", form, cookie);
    expect(saved.headers.get("location")).toBe("/my/preferences?done=1&lang=en");
    const stored = () => desk.db.person.findUniqueOrThrow({ where: { id: person } });
    expect(await stored()).toMatchObject({ language: "en", dailyHour: 11, routineChannel: "sms" });
    // Values that the form does not offer are refused, and the default is stored as no preference.
    await post("/my/preferences", { ...form, hour: "6" }, cookie);
    expect((await stored()).dailyHour).toBe(11);
    await post("/my/preferences", { ...form, hour: "9", channel: "email" }, cookie);
    expect(await stored()).toMatchObject({ dailyHour: null, routineChannel: null });
  });
});
