import fc from "fast-check";

/** The part of JSON Schema that the API's description uses. */
export type Schema = Readonly<Record<string, unknown>> & {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
};
interface Content {
  content?: Record<string, { schema: Schema }>;
}
export interface Operation {
  operationId: string;
  description: string;
  security?: unknown[];
  parameters?: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}
export interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
}
export interface Route {
  method: string;
  path: string;
  operation: Operation;
}

export const routesOf = ({ paths }: Description): Route[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

/** The scope that a route requires. */
export const scopeOf = ({ operation }: Route): string => /Scope: `([\w:]+)`/.exec(operation.description)?.[1] ?? "";

const resolved = (given: Schema, all: Description): Schema =>
  given.$ref ? (all.components.schemas[given.$ref.split("/").at(-1) ?? ""] as Schema) : given;
const typesOf = ({ type = [] }: Schema): string[] => [type].flat();
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** Parts of a value that the description does not cover, by path. */
export function mismatches(value: unknown, given: Schema, all: Description, place = "$"): string[] {
  const schema = resolved(given, all);
  if (schema.anyOf) {
    const found = schema.anyOf.map((one) => mismatches(value, one, all, place));
    return found.some((one) => one.length === 0) ? [] : (found[0] ?? []);
  }
  const [types, is] = [typesOf(schema), typeOf(value)];
  if (types.length > 0 && !types.includes(is) && !(is === "integer" && types.includes("number")))
    return [`${place}: ${is} instead of ${types}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${place}: ${String(value)} is none of ${schema.enum}`];
  if (Array.isArray(value))
    return value.flatMap((one, n) => mismatches(one, schema.items ?? {}, all, `${place}[${n}]`));
  if (!isRecord(value)) return [];
  const { properties = {}, required = [], additionalProperties } = schema;
  const others = typeof additionalProperties === "object" ? additionalProperties : undefined;
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${place}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const own = properties[name] ?? others;
      return own ? mismatches(one, own, all, `${place}.${name}`) : [`${place}.${name} is not described`];
    }),
  ];
}

/** Any value, of any type. */
const junk = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", " ", "1", "-1", "\u0000", "\ud800", "../../x", "' or 1=1 --", "2026-02-30", "9".repeat(400)),
);
const anything = fc.oneof(
  junk,
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
  fc.constant({ __proto__: { a: 1 } }),
);

/** Values that match a schema, built from meaningful words; sometimes one that does not match. */
export function arbitraryOf(given: Schema, all: Description, words: readonly string[]): fc.Arbitrary<unknown> {
  const schema = resolved(given, all);
  const one = (): fc.Arbitrary<unknown> => {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => arbitraryOf(each, all, words)));
    const types = typesOf(schema);
    if (types.includes("object")) return objectOf(schema, all, words);
    if (types.includes("array")) return fc.array(arbitraryOf(schema.items ?? {}, all, words), { maxLength: 3 });
    if (types.includes("boolean")) return fc.boolean();
    if (types.includes("integer")) return fc.integer({ min: -1, max: 300 });
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: junk });
  };
  return fc.oneof({ weight: 12, arbitrary: one() }, { weight: 1, arbitrary: anything });
}

function objectOf(schema: Schema, all: Description, words: readonly string[]): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, arbitraryOf(each, all, words)]),
  );
  const described = fc.record(fields, { requiredKeys: required });
  if (typeof additionalProperties !== "object" || Object.keys(properties).length > 0) return described;
  return fc.dictionary(fc.constantFrom(...words), arbitraryOf(additionalProperties, all, words), { maxKeys: 4 });
}

/** A request of a route: path parameters, query and body. */
export const requestOf = ({ path, operation }: Route, all: Description, words: readonly string[]) => {
  const of = (where: string) =>
    Object.fromEntries(
      (operation.parameters ?? [])
        .filter((one) => one.in === where)
        .map((one): [string, fc.Arbitrary<string>] => [one.name, arbitraryOf(one.schema, all, words).map(String)]),
    );
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  return fc
    .record({
      parts: fc.record(of("path")),
      query: fc.record(of("query"), { requiredKeys: [] }),
      body: body ? arbitraryOf(body, all, words) : fc.constant(undefined),
    })
    .map(({ parts, query, body: sent }) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => addressed(String(parts[name])));
      const search = new URLSearchParams(
        Object.entries(query).map(([name, one]): [string, string] => [name, String(one)]),
      );
      return { path: filled, query: String(search), body: sent };
    });
};

/** Encoded for a URL, which a lone surrogate cannot be. */
const addressed = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "") || "x").replace(/^\.+$/, "x");
