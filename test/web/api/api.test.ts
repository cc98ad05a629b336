import { beforeAll, describe, expect, it } from "vitest";
import { commandLine } from "../../cli/typed.ts";
import type { Organization } from "../../support/organization.ts";
import { smallCity, smallCityNow } from "../../support/small-city.ts";
import { type Desk, openDesk } from "../portal.ts";
import { mismatches } from "./described.ts";
import { programAt } from "./program.ts";

let desk: Desk;
let city: [Organization, Organization, Organization];
let program: ReturnType<typeof programAt>;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  desk = await openDesk();
  desk.pass((smallCityNow.getTime() - desk.now().getTime()) / 3_600_000);
  city = await smallCity(desk.db);
  const [a, b] = city;
  program = programAt(desk);
  tokens.all = await program.token({});
  tokens.a = await program.token({ organization: a.code, as: a.person("head") }, "organization");
  tokens.b = await program.token({ authority: b.email("authority") }, "authority");
});
const get = (path: string, token = tokens.all ?? "", headers: Record<string, string> = {}) =>
  program.request(path, { token, headers });

describe("the HTTP API", () => {
  it("responds to every list as its description says, to everybody who may read it", async () => {
    const all = await program.description();
    for (const path of ["/api/v1/organizations", "/api/v1/tasks", "/api/v1/report"])
      for (const token of [tokens.all, tokens.a, tokens.b]) {
        const { status, body } = await get(path, token);
        expect(status, path).toBe(200);
        const schema = all.paths[path]?.get?.responses["200"]?.content?.["application/json"]?.schema;
        expect(mismatches(body, schema ?? {}, all), path).toEqual([]);
      }
  });

  it("limits a token of an organization or an authority to its own", async () => {
    const [a, b] = city;
    for (const [token, own, other] of [
      [tokens.a, a, b],
      [tokens.b, b, a],
    ] as const) {
      const organizations = (await get("/api/v1/organizations", token)).body.entries as { code: string }[];
      expect(organizations.map(({ code }) => code)).toEqual([own.code]);
      const tasks = (await get("/api/v1/tasks?state=all", token)).body.entries as { organization: string }[];
      expect(new Set(tasks.map(({ organization }) => organization))).toEqual(new Set([own.code]));
      for (const path of ["/api/v1/tasks", "/api/v1/report"])
        expect((await get(`${path}?organization=${other.code}`, token)).status, path).toBe(404);
    }
  });

  it("returns the same tasks and report as the command line, page by page, each once", async () => {
    const { duban } = commandLine(desk.db, desk.now);
    const listed = (await duban("task", "list", "--state", "all", "--json")).data as Record<string, unknown>[];
    const found: object[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await get(`/api/v1/tasks?state=all&limit=4${cursor && `&cursor=${cursor}`}`);
      found.push(...(body.entries as object[]));
      if (!body.next) break;
      cursor = String(body.next);
    }
    expect(found).toEqual(listed.map(({ doers: _, ...task }) => task));
    const {
      formulaWords: _,
      bulletin: __,
      ...report
    } = (await duban("report", "--json")).data as Record<string, unknown>;
    expect((await get("/api/v1/report")).body).toEqual(report);
    const first = (await get("/api/v1/organizations?limit=2")).body;
    const rest = (await get(`/api/v1/organizations?limit=2&cursor=${first.next}`)).body;
    const codes = [...(first.entries as { code: string }[]), ...(rest.entries as { code: string }[])];
    expect(codes.map(({ code }) => code)).toEqual(city.map(({ code }) => code));
    expect(rest.next).toBeNull();
  });
});

describe("a response of the API", () => {
  it("names its next page, and is not sent again to a client that has it", async () => {
    const { headers, body } = await get("/api/v1/tasks?state=all&limit=4");
    const [, next = ""] = /^<http:\/\/127\.0\.0\.1:8080([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "") ?? [];
    expect(next).toBe(`/api/v1/tasks?state=all&limit=4&cursor=${body.next}`);
    expect((await get(next)).body.entries).toHaveLength(4);
    expect((await get("/api/v1/organizations")).headers.get("link")).toBeNull();
    const etag = headers.get("etag") ?? "";
    const again = await get("/api/v1/tasks?state=all&limit=4", tokens.all, { "if-none-match": etag });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
    expect((await get("/api/v1/tasks?state=all&limit=5", tokens.all, { "if-none-match": etag })).status).toBe(200);
  });

  it("states the remaining requests of a minute, and asks a program that exceeds them to wait", async () => {
    const token = await program.token({});
    const first = (await get("/api/v1/levels", token)).headers;
    expect([first.get("ratelimit-policy"), first.get("ratelimit")]).toEqual([
      '"token";q=600;w=60',
      '"token";r=599;t=60',
    ]);
    for (let n = 1; n < 600; n++) await get("/api/v1/levels", token);
    const { status, headers, body } = await get("/api/v1/levels", token);
    expect([status, headers.get("retry-after"), headers.get("ratelimit")]).toEqual([429, "60", '"token";r=0;t=60']);
    expect(body).toMatchObject({ error: { reason: "too-many-requests", values: { allowed: 600, seconds: 60 } } });
    expect((await get("/api/v1/levels", tokens.b)).status).toBe(200);
    desk.pass(1 / 60);
    expect((await get("/api/v1/levels", token)).status).toBe(200);
  });

  it("is in Chinese on request", async () => {
    const { body } = await get("/api/v1/tasks/none", tokens.all, { "accept-language": "zh-CN,zh;q=0.9" });
    expect((body.error as { message: string }).message).toMatch(/工作/);
  });
});

describe("duban token", () => {
  it("creates a token, shown once, lists owners and last use, and revokes it", async () => {
    const { duban } = commandLine(desk.db, desk.now);
    const [a] = city;
    const scope = ["--scope", "tasks:read"];
    const made = (await duban("token", "create", "--name", "接口", "--org", a.code, ...scope, "--days", "30", "--json"))
      .data as { id: string; token: string };
    expect(made.token).toMatch(/^duban_[\w-]{43}$/);
    const stored = JSON.stringify(await desk.db.apiToken.findUniqueOrThrow({ where: { id: made.id } }));
    expect(stored).not.toContain(made.token.slice(6));
    const line = async () =>
      ((await duban("token", "list", "--json")).data as { id: string }[]).find(({ id }) => id === made.id);
    expect(await line()).toMatchObject({ of: a.code, scopes: ["tasks:read"], lastUsedAt: null, revokedAt: null });
    expect((await get("/api/v1/tasks", made.token)).status).toBe(200);
    expect(await line()).toMatchObject({ lastUsedAt: desk.now().toISOString() });
    expect((await duban("token", "list", "--lang", "zh-CN")).out).toMatch(/接口\s+GZ-CITY-A\s+读取工作/);
    expect((await duban("token", "revoke", made.id, "--json")).data).toEqual({ id: made.id, changed: true });
    expect((await duban("token", "revoke", made.id, "--json")).data).toEqual({ id: made.id, changed: false });
    expect((await get("/api/v1/tasks", made.token)).status).toBe(401);
    expect((await duban("token", "revoke", "none")).code).toBe(3);
    expect((await duban("token", "create", "--name", "x")).code).toBe(2);
    expect((await duban("token", "create", "--name", "x", "--scope", "all")).code).toBe(2);
    expect((await duban("token", "create", "--name", "x", ...scope, "--org", a.code, "--authority", "y")).code).toBe(2);
  });

  it("creates one that acts as a person, or only reads, and lists its acts", async () => {
    const { duban } = commandLine(desk.db, desk.now);
    const [a] = city;
    const create = (...more: string[]) => duban("token", "create", "--name", "人事系统", ...more, "--json");
    const tasks = ["--scope", "tasks:write"];
    expect((await create("--org", a.code, ...tasks)).err).toContain('"reason":"token-acts-as-nobody"');
    expect((await create("--as", a.email("head"), ...tasks)).err).toContain('"reason":"needs-option"');
    expect((await create("--org", a.code, "--as", city[1].email("head"), ...tasks)).err).toContain(
      "not-in-organization",
    );
    expect((await create("--org", a.code, "--scope", "people:write")).err).toContain('"reason":"scope-beyond"');
    const made = (await create("--org", a.code, "--as", a.email("secretariat"), ...tasks)).data as {
      id: string;
      token: string;
    };
    const task = "task-GZ-CITY-A-2";
    expect((await program.post(`/api/v1/tasks/${task}/accept`, made.token, {})).status).toBe(403);
    expect((await duban("token", "log", made.id, "--json")).data).toEqual([]);
    const level = { hazard: "respiratory", level: "watch", because: "流感高发" };
    expect((await program.post("/api/v1/levels", tokens.all ?? "", level)).body).toMatchObject({ changed: true });
    const log = (await duban("token", "log", "--lang", "zh-CN")).out;
    expect(log).toMatch(/测试程序\s+POST \/api\/v1\/levels/);
    expect((await duban("token", "log", "none")).code).toBe(3);
  });
});
