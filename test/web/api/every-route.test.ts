import { createConfig, lintFromString } from "@redocly/openapi-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createToken, endToken } from "../../../client/api/tokens.ts";
import { type Scope, scopes } from "../../../domain/api/scopes.ts";
import type { Organization } from "../../support/organization.ts";
import { smallCity, smallCityNow } from "../../support/small-city.ts";
import { type Desk, openDesk } from "../portal.ts";
import { type Description, mismatches, type Route, requestOf, routesOf, scopeOf } from "./described.ts";
import { programAt } from "./program.ts";

let desk: Desk;
let program: ReturnType<typeof programAt>;
let all: Description;
let routes: Route[];
let a: Organization;
let b: Organization;
const tokens: Record<"all" | "a" | "b", string> = { all: "", a: "", b: "" };
beforeAll(async () => {
  desk = await openDesk();
  desk.pass((smallCityNow.getTime() - desk.now().getTime()) / 3_600_000);
  [a, b] = await smallCity(desk.db);
  program = programAt(desk);
  tokens.all = await program.token({});
  tokens.a = await program.token({ organization: a.code, as: a.person("legal-representative") }, "organization");
  tokens.b = await program.token({ authority: b.email("authority") }, "authority");
  all = await program.description();
  routes = routesOf(all);
});

/** A request of a route that refers to nothing that exists. */
const addressOf = ({ path }: Route): string => path.replace(/\{\w+\}/g, "none");
const sent = ({ method }: Route) => (method === "GET" ? { method } : { method, body: {} });
const schemaOf = ({ operation }: Route, status: number) =>
  operation.responses[String(status)]?.content?.["application/json"]?.schema;

describe("the API description", () => {
  it("is OpenAPI 3.1 without linter findings", async () => {
    expect(all.openapi).toBe("3.1.0");
    const config = await createConfig({
      extends: ["recommended"],
      // In tests, the portal's address is on this machine.
      rules: { "no-server-example.com": "off" },
    });
    const problems = await lintFromString({ source: JSON.stringify(all), absoluteRef: "openapi.json", config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual(
      [],
    );
  });

  it("names the scope, the token and every possible refusal of each route", () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(new Set(routes.map(({ operation }) => operation.operationId)).size).toBe(routes.length);
    for (const route of routes) {
      expect(scopes, route.path).toContain(scopeOf(route));
      expect(route.operation.security).toEqual([{ token: [] }]);
      for (const status of [200, 400, 401, 403, 404, 429, 500, 503])
        expect(schemaOf(route, status), route.path).toBeDefined();
      if (route.method !== "GET") expect(schemaOf(route, 409), route.path).toBeDefined();
    }
    expect([...new Set(routes.map(scopeOf))].sort()).toEqual([...scopes].sort());
  });
});

describe("every route", () => {
  it("rejects requests without a working token, and performs none of their acts", async () => {
    const ended = await createToken(desk.context, { name: "x", scopes, actor: "administrator" });
    await endToken(desk.context, ended.id);
    const expired = await program.token({ expiresAt: new Date(desk.now().getTime() - 1) });
    for (const route of routes)
      for (const token of ["", "x", `duban_${"A".repeat(43)}`, ended.token, expired, `${tokens.all}x`]) {
        const { status, body, headers } = await program.request(addressOf(route), { ...sent(route), token });
        expect([status, headers.get("www-authenticate")], `${route.path} ${token}`).toEqual([401, "Bearer"]);
        expect(body).toMatchObject({ error: { code: "UNAUTHORIZED", reason: "token-missing" } });
      }
  });

  it("rejects a token that has every scope except the required one", async () => {
    for (const scope of scopes) {
      const token = await program.token({ scopes: scopes.filter((one) => one !== scope) as Scope[] });
      for (const route of routes.filter((one) => scopeOf(one) === scope)) {
        const { status, body } = await program.request(addressOf(route), { ...sent(route), token });
        expect([status, body], route.path).toMatchObject([
          403,
          { error: { reason: "scope-missing", values: { scope } } },
        ]);
      }
    }
  });

  it("responds the same for a missing object and for one of another organization", async () => {
    const others = { task: "task-GZ-CITY-B-3", case: "case-GZ-CITY-B", organization: b.code };
    for (const route of routes.filter(({ path }) => /\{(task|case)\}/.test(path))) {
      const named = route.path.replace(/\{(\w+)\}/g, (_, name: keyof typeof others) => others[name] ?? "none");
      const [other, none] = await Promise.all(
        [named, addressOf(route)].map((path) => program.request(path, { ...sent(route), token: tokens.a })),
      );
      expect(other?.status, route.path).toBe(none?.status);
      expect([400, 403, 404]).toContain(other?.status);
    }
    for (const path of ["/api/v1/tasks", "/api/v1/report"])
      expect((await program.request(`${path}?organization=${b.code}`, { token: tokens.a })).status, path).toBe(404);
  });

  it("accepts any input without failing, responds as described, and reveals nothing of others", async () => {
    const words = [
      ...[
        a.code,
        b.code,
        "GZ-CITY-C",
        a.id,
        b.id,
        "task-GZ-CITY-A-2",
        "task-GZ-CITY-B-3",
        "case-GZ-CITY-A",
        "case-GZ-CITY-B",
      ],
      ...[a.person("secretariat"), b.email("secretariat"), b.person("head")],
      ...[
        "29",
        "66",
        "CHA",
        "2031-06-09",
        "2031-06-30",
        "2031-06-30T14:30",
        "12.50",
        "1",
        "note",
        "name",
        "code",
        "Asia/Shanghai",
      ],
      ...["2031-05", "respiratory", "消防通道堵塞", "none", "k1"],
    ];
    const secrets = { a: [b.id, b.code], b: [a.id, a.code] };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes).chain((route) => requestOf(route, all, words).map((asked) => ({ route, ...asked }))),
        fc.constantFrom("all", "a", "b" as const),
        async ({ route, path, query, body }, whose: "all" | "a" | "b") => {
          // Another test covers the rate limit of a token.
          desk.pass(1 / 60);
          const { method } = route;
          const asking = { method, token: tokens[whose], ...(body !== undefined && { body }) };
          const answered = await program.request(`${path}${query && `?${query}`}`, asking);
          const schema = schemaOf(route, answered.status);
          expect(answered.status, answered.text).toBeLessThan(500);
          expect(schema, `${answered.status}`).toBeDefined();
          expect(mismatches(answered.body, schema ?? {}, all)).toEqual([]);
          if (whose !== "all" && answered.status === 200)
            for (const secret of secrets[whose]) expect(answered.text).not.toContain(`"${secret}"`);
        },
      ),
      { numRuns: 600 },
    );
    expect(desk.logged).toEqual([]);
  });
});
