import { describe, expect, it } from "vitest";
import type { InboxItem } from "../../../web/index.ts";
import { long } from "../../browser/full-city.ts";
import { openDesk, origin } from "../portal.ts";

const mail: InboxItem = {
  channel: "email",
  to: "xie@example.org",
  from: "Duban <duban@example.org>",
  subject: "【督办】完成整改",
  text: "请打开\nhttp://127.0.0.1:8080/t/abcDEF123456。",
  html: '<html><head><title>x</title></head><body><a href="http://127.0.0.1:8080/t/abcDEF123456">去办理</a><script>1</script></body></html>',
  at: "2026-11-23T01:00:00.000Z",
  organization: "org-1,org-2",
  task: "task-1",
};
const sms: InboxItem = {
  channel: "sms",
  to: "+12025550112",
  from: null,
  subject: null,
  text: "【督办】请办理 http://127.0.0.1:8080/t/abcDEF123456",
  html: null,
  at: "2026-11-23T02:00:00.000Z",
  organization: "org-1",
  task: "task-1",
};

describe("the sandbox inbox", () => {
  it("pages its messages: each one once, and a page under 50 kB however long subjects and names are", async () => {
    const many: InboxItem[] = [];
    const desk = await openDesk({ inbox: () => many });
    const organizations = await Promise.all([1, 2, 3].map(() => desk.organization()));
    await desk.db.$executeRaw`update organization set name = ${long.name}`;
    const organization = organizations.map(({ id }) => id).join(",");
    for (let n = 0; n < 60; n += 1)
      many.push({ ...mail, to: `${n}@${"a".repeat(50)}.example.org`, subject: "今".repeat(200), organization });
    const seen: string[] = [];
    for (const page of [1, 2, 3]) {
      const { text } = await desk.get(`/inbox?page=${page}&to=example`);
      expect(Buffer.byteLength(text)).toBeLessThan(50_000);
      seen.push(...[...text.matchAll(/href="\/inbox\/(\w{12})"/g)].map(([, id = ""]) => id));
      expect(text).toContain(`<span>${page} / 3</span>`);
    }
    expect(new Set(seen).size).toBe(60);
    expect(seen).toHaveLength(60);
    // Beyond the last page is the last one.
    expect((await desk.get("/inbox?page=99")).text).toContain("<span>3 / 3</span>");
  });

  it("shows the newest first, and returns the same as JSON", async () => {
    const desk = await openDesk({ inbox: () => [mail, sms] });
    const { text } = await desk.get("/inbox");
    expect(text.indexOf("+12025550112")).toBeGreaterThan(0);
    expect(text.indexOf("+12025550112")).toBeLessThan(text.indexOf("xie@example.org"));
    const data = JSON.parse((await desk.get("/inbox.json")).text);
    expect(data.map((one: InboxItem) => one.channel)).toEqual(["sms", "email"]);
    expect(Object.keys(data[0])).toEqual(["channel", "to", "subject", "text", "html", "at", "organization", "task"]);
    const countOf = async (query: string) => JSON.parse((await desk.get(`/inbox.json?${query}`)).text).length;
    expect(await countOf("channel=sms")).toBe(1);
    expect(await countOf("to=XIE@")).toBe(1);
    expect(await countOf("organization=org-2")).toBe(1);
    expect(await countOf("organization=org")).toBe(0);
  });

  it("shows an SMS with its link, and an e-mail in a frame that can only follow links", async () => {
    const desk = await openDesk({ inbox: () => [mail, sms] });
    const ids = [...(await desk.get("/inbox")).text.matchAll(/href="\/inbox\/(\w{12})"/g)].map((found) => found[1]);
    const phone = await desk.get(`/inbox/${ids[0]}`);
    expect(phone.text).toContain('<a href="http://127.0.0.1:8080/t/abcDEF123456">');
    const message = await desk.get(`/inbox/${ids[1]}`);
    expect(message.text).toContain(`src="/inbox/${ids[1]}/html"`);
    expect(message.text).toContain(
      'sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"',
    );
    expect(message.text).toContain(
      '<a href="http://127.0.0.1:8080/t/abcDEF123456">http://127.0.0.1:8080/t/abcDEF123456</a>',
    );
    const frame = await desk.get(`/inbox/${ids[1]}/html`);
    expect(frame.text).toContain('<head><base target="_top">');
    expect(frame.headers.get("content-security-policy")).toMatch(/^sandbox allow-popups .*default-src 'none'/);
    expect(frame.headers.get("content-security-policy")).not.toContain("allow-scripts");
    expect((await desk.get("/inbox/000000000000")).status).toBe(404);
    expect((await desk.get(`/inbox/${ids[0]}/html`)).status).toBe(404);
  });
});

describe("the front page", () => {
  it("says in both languages what the program is", async () => {
    const { text } = await (await openDesk()).get("/");
    expect(text).toContain("让每一项职责都有着落");
    expect(text).toContain('<span class="beside" lang="en">Every duty, seen through</span>');
  });

  it("reports whether every part works", async () => {
    const well = await (await openDesk()).get("/readyz");
    expect(well).toMatchObject({ status: 200, text: '{"ok":true,"parts":{"database":true,"engine":true}}' });
    const ill = await (await openDesk({ health: async () => ({ engine: false, database: true }) })).get("/readyz");
    expect(ill).toMatchObject({ status: 503, text: '{"ok":false,"parts":{"engine":false,"database":true}}' });
    const dead = await (await openDesk({ health: () => Promise.reject(new Error("secret detail")) })).get("/readyz");
    expect(dead.status).toBe(503);
    expect(dead.text).not.toContain("secret");
  });

  it("reports liveness even if a part of the program does not respond", async () => {
    const ill = await (await openDesk({ health: async () => ({ database: false }) })).get("/healthz");
    expect(ill).toMatchObject({ status: 200, text: '{"ok":true}' });
  });

  it("moves the demo's clock from its bar, returns to the page, and never redirects to another host", async () => {
    const moved: string[] = [];
    const clock = { now: () => new Date("2026-11-23T02:00:00Z"), move: async (to: string) => moved.push(to) };
    const desk = await openDesk({ clock });
    const { text } = await desk.get("/?x=1");
    expect(text).toContain("2026年11月23日（周一）10:00");
    const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const press = async (fields: Record<string, string>, headers = {}) => {
      const body = new URLSearchParams({ token, to: "next", back: "/?x=1", ...fields });
      const answer = await desk.app.request(`${origin}/clock`, { method: "POST", body, headers });
      return [answer.status, answer.headers.get("location")];
    };
    expect(await press({})).toEqual([303, "/?x=1"]);
    for (const back of ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb: c"])
      expect(await press({ back })).toEqual([303, "/"]);
    expect(await press({ to: "+9y" })).toEqual([403, null]);
    expect(await press({ token: "x" })).toEqual([403, null]);
    expect(await press({}, { "sec-fetch-site": "cross-site" })).toEqual([403, null]);
    expect(new Set(moved)).toEqual(new Set(["next"]));
  });

  it("logs that a page failed, without the link's code or the typed values", async () => {
    const desk = await openDesk();
    const organization = await desk.organization();
    const { taskId } = await desk.finding(organization, "canary-subject");
    const code = await desk.code(organization.person("secretariat"), taskId);
    await desk.db.$executeRaw`update task set duty = 'canary-duty' where id = ${taskId}`;
    const failed = await desk.get(`/t/${code}`);
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain("canary-duty");
    expect(desk.logged).toHaveLength(1);
    expect(desk.logged.join()).not.toMatch(new RegExp(`${code}|canary`));
  });
});
