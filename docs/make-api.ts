import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ActContext } from "../client/context.ts";
import { createPortal } from "../web/index.ts";

/* Writes the types of examples/api-client from the description that the portal serves: `npx tsx docs/make-api.ts`. */

type Schema = Readonly<Record<string, unknown>>;
interface Described {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
interface Operation {
  summary: string;
  parameters?: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const key = (name: string): string => (/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name));

/** A schema as TypeScript writes it. */
function typeOf(schema: Schema): string {
  const { $ref, type, enum: values, anyOf, items, properties, required, additionalProperties } = schema;
  if (typeof $ref === "string") return `components["schemas"]["${$ref.split("/").at(-1)}"]`;
  if (Array.isArray(values)) return values.map((one) => JSON.stringify(one)).join(" | ");
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map((one) => typeOf(one as Schema)))].join(" | ");
  if (Array.isArray(type)) return type.map((one: unknown) => typeOf({ ...schema, type: one })).join(" | ");
  if (type === "array") return `(${typeOf((items ?? {}) as Schema)})[]`;
  if (type === "integer" || type === "number") return "number";
  if (type === "string" || type === "boolean" || type === "null") return String(type);
  if (type !== "object") return "unknown";
  const needed = (required ?? []) as string[];
  const fields = Object.entries((properties ?? {}) as Record<string, Schema>).map(
    ([name, one]) => `${key(name)}${needed.includes(name) ? "" : "?"}: ${typeOf(one)};`,
  );
  if (fields.length > 0) return `{ ${fields.join(" ")} }`;
  return typeof additionalProperties === "object" && additionalProperties !== null
    ? `Record<string, ${typeOf(additionalProperties as Schema)}>`
    : "Record<string, never>";
}

function parametersOf({ parameters = [] }: Operation): string {
  const groups = (["query", "header", "path"] as const).flatMap((place) => {
    const some = parameters.filter((one) => one.in === place);
    if (some.length === 0) return [`${place}?: never;`];
    const optional = some.every(({ required }) => !required);
    const fields = some.map(({ name, required, schema }) => `${key(name)}${required ? "" : "?"}: ${typeOf(schema)};`);
    return [`${place}${optional ? "?" : ""}: { ${fields.join(" ")} };`];
  });
  return `{ ${groups.join(" ")} }`;
}

const contentOf = (content: Record<string, { schema: Schema }>): string =>
  `{ ${Object.entries(content)
    .map(([mime, { schema }]) => `${key(mime)}: ${typeOf(schema)};`)
    .join(" ")} }`;

function operationOf(operation: Operation): string {
  const { summary, requestBody, responses } = operation;
  const answers = Object.entries(responses).map(
    ([status, { content }]) =>
      `${status}: { headers: Record<string, unknown>; ${content ? `content: ${contentOf(content)};` : "content?: never;"} };`,
  );
  const body = requestBody ? `requestBody: { content: ${contentOf(requestBody.content)} };` : "requestBody?: never;";
  return `/** ${summary} */ METHOD: { parameters: ${parametersOf(operation)}; ${body} responses: { ${answers.join(" ")} }; };`;
}

/** Types in the shape that `openapi-fetch` reads. */
export function typesOf({ paths, components }: Described): string {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `${key(name)}: ${typeOf(schema)};`);
  const routes = Object.entries(paths).map(
    ([path, operations]) =>
      `${JSON.stringify(path)}: { ${Object.entries(operations)
        .map(([method, operation]) => operationOf(operation).replace("METHOD", method))
        .join(" ")} };`,
  );
  return [
    "// Made by docs/make-api.ts from /api/v1/openapi.json.",
    `export interface paths {\n${routes.join("\n")}\n}`,
    `export interface components { schemas: {\n${schemas.join("\n")}\n} }\n`,
  ].join("\n\n");
}

/** The description as a portal serves it; no database is asked for it. */
export async function describe(): Promise<Described> {
  const context = { now: () => new Date() } as ActContext;
  const origin = "http://127.0.0.1:8080";
  const portal = createPortal({
    ...{ context, secretKey: "x".repeat(32), publicUrl: origin },
    health: async () => ({}),
    log: () => undefined,
  });
  return (await portal.request(`${origin}/api/v1/openapi.json`)).json() as Promise<Described>;
}

export const typesPath = fileURLToPath(new URL("../examples/api-client/types.ts", import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(typesPath, typesOf(await describe()));
