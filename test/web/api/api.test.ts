import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createToken, endToken } from "../../../client/api/tokens.ts";
import { scopes } from "../../../domain/api/scopes.ts";
import { commandLine } from "../../cli/typed.ts";
import type { Organization } from "../../support/organization.ts";
import { smallCity, smallCityNow } from "../../support/small-city.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let city: [Organization, Organization, Organization];
const tokens: Record<string, string> = {};
beforeAll(async () => {
  desk = await openDesk();
  desk.pass((smallCityNow.getTime() - desk.now().getTime()) / 3_600_000);
  city = await smallCity(desk.db);
  const [a, b] = city;
  const make = async (more: object) =>
    (await createToken(desk.context, { name: "test", scopes, actor: "administrator", ...more })).token;
  tokens.all = await make({});
  tokens.a = await make({ organization: a.code });
  tokens.b = await make({ authority: b.email("authority") });
  for (const scope of scopes) tokens[scope] = await make({ scopes: [scope] });
  tokens.expired = await make({ expiresAt: new Date(desk.now().getTime() - 1) });
});

// Each from an address of its own: wrong tokens are counted.
let asked = 0;
async function ask(path: string, token: string | undefined = tokens.all) {
  const response = await desk.app.request(origin + path, {
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      "x-forwarded-for": `10.1.${(asked >> 8) & 255}.${asked++ & 255}`,
    },
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}

type Schema = Record<string, unknown> & { $ref?: string; properties?: Record<string, Schema>; items?: Schema };
interface Operation {
  security?: unknown[];
  parameters: { name: string; schema: Schema }[];
  responses: Record<string, { content: { "application/json": { schema: Schema } } }>;
}
interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
}
const description = async () => (await ask("/api/v1/openapi.json", "")).body as unknown as Description;

/** What of a value the description does not say, by its place: enough of JSON Schema for what stands there. */
function amiss(value: unknown, given: Schema, all: Description, place = "$"): string[] {
  const schema = given.$ref ? (all.components.schemas[given.$ref.split("/").at(-1) ?? ""] as Schema) : given;
  const types = [schema.type ?? []].flat() as string[];
  const is =
    value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  if (types.length > 0 && !types.includes(is) && !(is === "integer" && types.includes("number")))
    return [`${place}: ${is} instead of ${types}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${place}: ${value}`];
  if (Array.isArray(value)) return value.flatMap((one, n) => amiss(one, schema.items as Schema, all, `${place}[${n}]`));
  if (is !== "object" || !schema.properties) return [];
  const names = Object.keys(schema.properties);
  const found = value as Record<string, unknown>;
  return [
    ...Object.keys(found)
      .filter((name) => !names.includes(name))
      .map((name) => `${place}.${name} is not described`),
    ...((schema.required ?? []) as string[])
      .filter((name) => !(name in found))
      .map((name) => `${place}.${name} is missing`),
    ...names.flatMap((name) =>
      name in found ? amiss(found[name], schema.properties?.[name] as Schema, all, `${place}.${name}`) : [],
    ),
  ];
}

describe("the HTTP API", () => {
  it("describes itself as OpenAPI 3.1, every route with its scope, its refusals and a token", async () => {
    const { openapi, paths, components } = await description();
    expect(openapi).toBe("3.1.0");
    expect(components.securitySchemes).toMatchObject({ token: { type: "http", scheme: "bearer" } });
    expect(Object.keys(paths)).toEqual(["/api/v1/organizations", "/api/v1/tasks", "/api/v1/report"]);
    for (const { get } of Object.values(paths)) {
      expect(get?.security).toEqual([{ token: [] }]);
      expect(Object.keys(get?.responses ?? {})).toEqual(["200", "400", "401", "403", "404", "429"]);
    }
  });

  it("answers every route, for everybody who may, with what its description says and nothing else", async () => {
    const all = await description();
    for (const [path, { get }] of Object.entries(all.paths))
      for (const token of [tokens.all, tokens.a, tokens.b]) {
        const { status, body } = await ask(path, token);
        expect(status, path).toBe(200);
        expect(amiss(body, get?.responses["200"]?.content["application/json"].schema as Schema, all), path).toEqual([]);
      }
  });

  it("refuses every route without a token that works and has its scope", async () => {
    const { paths } = await description();
    const ended = await createToken(desk.context, { name: "x", scopes, actor: "administrator" });
    await endToken(desk.context, ended.id);
    for (const path of Object.keys(paths)) {
      for (const token of ["", "x", `duban_${"A".repeat(43)}`, ended.token, tokens.expired ?? "", `${tokens.all}x`]) {
        const { status, body, headers } = await ask(path, token);
        expect([status, headers.get("www-authenticate")], `${path} ${token}`).toEqual([401, "Bearer"]);
        expect(body).toMatchObject({ error: { code: "UNAUTHORIZED" } });
      }
      const statuses = await Promise.all(scopes.map(async (scope) => (await ask(path, tokens[scope])).status));
      expect(statuses.sort(), path).toEqual([200, 403, 403]);
    }
  });

  it("takes whatever is sent as a parameter, and refuses what is wrong in the shape of its description", async () => {
    const all = await description();
    const routes = Object.entries(all.paths).map(([path, { get }]) => ({ path, get: get as Operation }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.oneof(
              fc.string({ unit: "binary", maxLength: 20 }),
              fc.constantFrom("1", "0", "-1", "true", "2026-11", "CHA", "MQ"),
            ),
          ),
          { maxLength: 4 },
        ),
        async ({ path, get }, given) => {
          const query = new URLSearchParams(
            given.map(([n, value]): [string, string] => [get.parameters[n % get.parameters.length]?.name ?? "", value]),
          );
          const { status, body } = await ask(`${path}?${query}`);
          expect([200, 400, 404]).toContain(status);
          const schema = get.responses[String(status)]?.content["application/json"].schema as Schema;
          expect(amiss(body, schema, all)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("shows an organization's token, and an authority's, their own alone", async () => {
    const [a, b] = city;
    for (const [token, own, other] of [
      [tokens.a, a, b],
      [tokens.b, b, a],
    ] as const) {
      const organizations = (await ask("/api/v1/organizations", token)).body.entries as { code: string }[];
      expect(organizations.map(({ code }) => code)).toEqual([own.code]);
      const tasks = (await ask("/api/v1/tasks?state=all", token)).body.entries as { organization: string }[];
      expect(new Set(tasks.map(({ organization }) => organization))).toEqual(new Set([own.code]));
      for (const path of ["/api/v1/tasks", "/api/v1/report"])
        expect((await ask(`${path}?organization=${other.code}`, token)).status, path).toBe(404);
    }
  });

  it("gives the tasks and the report that the command line gives, page by page each once", async () => {
    const { duban } = commandLine(desk.db, desk.now);
    const told = (await duban("task", "list", "--state", "all", "--json")).data as Record<string, unknown>[];
    const found: object[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await ask(`/api/v1/tasks?state=all&limit=4${cursor && `&cursor=${cursor}`}`);
      found.push(...(body.entries as object[]));
      if (!body.next) break;
      cursor = String(body.next);
    }
    expect(found).toEqual(told.map(({ doers: _, ...task }) => task));
    const {
      formulaWords: _,
      bulletin: __,
      ...report
    } = (await duban("report", "--json")).data as Record<string, unknown>;
    expect((await ask("/api/v1/report")).body).toEqual(report);
    const first = (await ask("/api/v1/organizations?limit=2")).body;
    const rest = (await ask(`/api/v1/organizations?limit=2&cursor=${first.next}`)).body;
    const codes = [...(first.entries as { code: string }[]), ...(rest.entries as { code: string }[])];
    expect(codes.map(({ code }) => code)).toEqual(city.map(({ code }) => code));
    expect(rest.next).toBeNull();
  });
});

describe("duban token", () => {
  it("makes a token that is told once, lists whose it is and when it was used, and ends it", async () => {
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
    expect((await ask("/api/v1/tasks", made.token)).status).toBe(200);
    expect(await line()).toMatchObject({ lastUsedAt: desk.now().toISOString() });
    expect((await duban("token", "list", "--lang", "zh-CN")).out).toMatch(/接口\s+GZ-CITY-A\s+读取工作/);
    expect((await duban("token", "revoke", made.id, "--json")).data).toEqual({ id: made.id, changed: true });
    expect((await duban("token", "revoke", made.id, "--json")).data).toEqual({ id: made.id, changed: false });
    expect((await ask("/api/v1/tasks", made.token)).status).toBe(401);
    expect((await duban("token", "revoke", "none")).code).toBe(3);
    expect((await duban("token", "create", "--name", "x")).code).toBe(2);
    expect((await duban("token", "create", "--name", "x", "--scope", "all")).code).toBe(2);
    expect((await duban("token", "create", "--name", "x", ...scope, "--org", a.code, "--authority", "y")).code).toBe(2);
  });
});
