import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { RateLimit, visitorBehind } from "../../web/http/rate-limit.ts";
import { type Desk, openDesk, origin } from "./portal.ts";

const mail = {
  channel: "email" as const,
  to: "canary@example.org",
  from: null,
  subject: "x",
  text: "https://duban.example.org/t/CanaryC0de77",
  html: "<p>x</p>",
  at: "2026-11-23T02:00:00.000Z",
  organization: null,
  task: null,
};
const inboxPaths = async (desk: Desk, cookie: string): Promise<string[]> => {
  const { text } = await desk.get("/inbox", { cookie });
  const one = /href="(\/inbox\/\w{12})"/.exec(text)?.[1] ?? "/inbox/none";
  return ["/inbox", "/inbox.json", one, `${one}/html`];
};

describe("the inbox of an installation that others can reach", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ inbox: () => [mail], inboxOpen: false, sandbox: true });
  });

  it("is readable only with the administrator's session", async () => {
    const administrator = await desk.session(null);
    const organization = await desk.organization();
    const supervisor = await desk.session(organization.person("supervisory-board"));
    for (const path of await inboxPaths(desk, administrator)) {
      expect((await desk.get(path, { cookie: administrator })).status, path).toBe(200);
      for (const cookie of ["", supervisor, "duban-session=AAAAAAAAAAAA"]) {
        const answer = await desk.get(path, { cookie });
        expect([401, 404], `${path} for "${cookie}"`).toContain(answer.status);
        expect(answer.text).not.toContain("canary");
        expect(answer.text).not.toContain("CanaryC0de77");
      }
    }
    expect((await desk.get("/")).text).not.toContain('href="/inbox"');
  });

  it("marks every page as a trial", async () => {
    for (const path of ["/", "/org", "/nowhere", "/t/AAAAAAAAAAAA", "/board"])
      expect((await desk.get(path)).text, path).toMatch(/class="stripe"/);
  });
});

describe("the inbox of an installation that only this machine can reach", () => {
  it("is closed to visitors behind a proxy, even if it names this machine as the host", async () => {
    const desk = await openDesk({ inbox: () => [mail] });
    const administrator = await desk.session(null);
    const paths = await inboxPaths(desk, administrator);
    for (const path of paths) expect((await desk.get(path, { cookie: "" })).status, path).toBe(200);
    for (const name of ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"])
      for (const path of paths) {
        const answer = await desk.get(path, { cookie: "", [name]: "1.1 proxy" });
        expect([401, 404], `${path} with ${name}`).toContain(answer.status);
        expect(answer.text).not.toContain("CanaryC0de77");
        expect((await desk.get(path, { cookie: administrator, [name]: "1.1 proxy" })).status, path).toBe(200);
      }
  });
});

describe("a request", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ publicUrl: "https://duban.example.org" });
  });
  const request = (path: string, host: string) =>
    desk.app.request(`https://duban.example.org${path}`, { headers: { host } });

  it("is answered only if its host is this portal or this machine", async () => {
    for (const host of ["duban.example.org", "127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
      expect((await request("/", host)).status, host).toBe(200);
    for (const host of [
      "evil.example",
      "duban.example.org.evil.example",
      "10.0.0.1",
      "127.0.0.1.evil.example",
      "",
      "a b",
    ])
      expect((await request("/", host)).status, host).toBe(421);
    expect((await request("/healthz", "10.0.0.1")).status).toBe(200);
  });

  it("by HTTPS gets the instruction to use HTTPS in future (HSTS)", async () => {
    expect((await request("/", "duban.example.org")).headers.get("strict-transport-security")).toMatch(
      /^max-age=63072000/,
    );
    const plain = await openDesk();
    expect((await plain.get("/")).headers.get("strict-transport-security")).toBeNull();
  });

  it("for //host/x never becomes a link to another host", async () => {
    for (const path of ["//evil.example/x", "///evil.example", "/\\evil.example", "//evil.example/org?lang=en"]) {
      const text = await (await desk.app.request(`https://duban.example.org${path}`)).text();
      expect(text, path).not.toMatch(/(href|action|value)="(\/\/|\/\\|https?:\/\/evil)/);
    }
  });

  it("with a non-ASCII token is rejected, and is not a failure", async () => {
    const local = await openDesk();
    const organization = await local.organization();
    const { taskId } = await local.finding(organization, "x");
    const page = `/t/${await local.code(organization.person("secretariat"), taskId)}`;
    const token = "é".repeat(32);
    const post = (path: string, fields: Record<string, string>) =>
      local.app.request(origin + path, { method: "POST", body: new URLSearchParams(fields) });
    expect((await post(page, { verb: "acknowledge", token })).status).toBe(403);
    expect((await local.get(`/raised/${taskId}.${encodeURIComponent(token)}`)).status).toBe(404);
    expect((await local.get(`/query/${taskId}.${encodeURIComponent(token)}`)).status).toBe(404);
    expect((await local.get(`/t/${encodeURIComponent("é".repeat(12))}`)).status).toBe(404);
    expect(local.logged).toEqual([]);
  });
});

describe("the address of a visitor", () => {
  const seen = async (trusted: string[], remoteAddress: string | undefined, forwarded?: string): Promise<string> => {
    const visitor = visitorBehind(trusted);
    const app = new Hono();
    app.get("/", (c) => c.text(visitor(c)));
    const init = { headers: forwarded ? { "x-forwarded-for": forwarded } : {} };
    return (await app.request("http://x/", init, { incoming: { socket: { remoteAddress } } })).text();
  };

  it("is that of the connection; a header of the visitor is ignored", async () => {
    expect(await seen([], "127.0.0.1", "198.51.100.9")).toBe("127.0.0.1");
    expect(await seen([], "203.0.113.5", "198.51.100.9")).toBe("203.0.113.5");
    expect(await seen(["loopback"], "203.0.113.5", "198.51.100.9")).toBe("203.0.113.5");
  });

  it("is the one that the trusted proxy names, whatever the visitor sent before", async () => {
    expect(await seen(["loopback"], "127.0.0.1", "198.51.100.9")).toBe("198.51.100.9");
    expect(await seen(["loopback"], "::ffff:127.0.0.1", "1.2.3.4, 198.51.100.9")).toBe("198.51.100.9");
    expect(await seen(["10.0.0.0/8", "loopback"], "127.0.0.1", "198.51.100.9, 10.1.2.3")).toBe("198.51.100.9");
    expect(await seen(["loopback"], "127.0.0.1", "nonsense")).toBe("127.0.0.1");
  });

  it("is the network for IPv6, however many of its addresses the visitor uses", async () => {
    expect(await seen([], "2001:db8:1:2::1")).toBe(await seen([], "2001:db8:1:2:ffff::9"));
    expect(await seen([], "2001:db8:1:2::1")).not.toBe(await seen([], "2001:db8:1:3::1"));
  });
});

describe("rate limits", () => {
  it("work for more than fifty thousand addresses, and drop the least recently active one", () => {
    const now = new Date();
    const misses = new RateLimit(() => now, { allowed: 3, window: 60_000 });
    for (let i = 0; i < 60_000; i++) misses.count(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    for (let i = 0; i < 3; i++) misses.count("192.0.2.1");
    expect(misses.blocked("192.0.2.1")).toBe(true);
  });

  it("restart for each address at its own time", () => {
    let now = new Date(0);
    const misses = new RateLimit(() => now, { allowed: 2, window: 60_000 });
    misses.count("a");
    misses.count("a");
    now = new Date(59_000);
    expect(misses.blocked("a")).toBe(true);
    now = new Date(60_000);
    expect(misses.blocked("a")).toBe(false);
  });
});
