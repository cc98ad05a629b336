import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { taskData } from "../../client/api/task-data.ts";
import { type Caller, callerOf } from "../../client/api/tokens.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { reportOf } from "../../client/reporting/report.ts";
import type { Scope } from "../../domain/api/scopes.ts";
import { findDuty } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError } from "../../domain/errors.ts";
import { cause, causeText } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { organizationPage } from "../../records/api/pages.ts";
import { taskLines } from "../../records/views/listings.ts";
import type { Site } from "../http/site.ts";
import {
  errorSchema,
  organizationQuery,
  organizationSchema,
  pageOf,
  reportQuery,
  reportSchema,
  taskQuery,
  taskSchema,
} from "./schemas.ts";

type Env = { Variables: { caller: Caller } };

const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  content: { "application/json": { schema } },
  description,
});
const refusals = {
  400: json(errorSchema, "Something given cannot be used."),
  401: json(errorSchema, "There is no token, or none that works."),
  403: json(errorSchema, "The token may not do this."),
  404: json(errorSchema, "There is no such thing among what the token reaches."),
  429: json(errorSchema, "Too many wrong tokens from one address."),
};

type Refusal = keyof typeof refusals;
/** A refusal as every route of the API gives it. */
export const refuse = (c: Context, status: Refusal, code: string, message: string, more: object = {}) =>
  c.json({ error: { code, ...more, message } }, status);

/** What programs read over HTTP, by the same functions as the pages and the command line. Everything is JSON; errors are those of `--json`. */
export function apiRoutes(site: Site): OpenAPIHono<Env> {
  const { context } = site.deps;
  const { db } = context;
  const api = new OpenAPIHono<Env>({
    defaultHook: (result, c) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      return refuse(c, 400, "BAD_INPUT", `${issue?.path.join(".")}: ${issue?.message}`);
    },
  });
  api.openAPIRegistry.registerComponent("securitySchemes", "token", {
    ...{ type: "http", scheme: "bearer", description: "A token as `duban token create` makes it." },
  });

  /** Nobody is told whether a token was wrong, has expired or was revoked. */
  const may = (scope: Scope) =>
    createMiddleware<Env>(async (c, next) => {
      const blocked = site.misses.blocked(site.visitor(c));
      if (blocked) {
        c.header("Retry-After", "60");
        return refuse(c, 429, "TOO_MANY", "Too many wrong tokens: try again in a minute.");
      }
      const [, given = ""] = /^Bearer ([\w-]+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
      const caller = await callerOf(context, given);
      if (!caller) {
        if (given) site.miss(c);
        c.header("WWW-Authenticate", "Bearer");
        return refuse(c, 401, "UNAUTHORIZED", "Expected a token that works, as Authorization: Bearer TOKEN.");
      }
      if (!caller.scopes.includes(scope)) return refuse(c, 403, "FORBIDDEN", `The token has not the scope ${scope}.`);
      c.set("caller", caller);
      return next();
    });
  const route = <Query extends z.ZodObject, Answer extends z.ZodType>(
    path: string,
    scope: Scope,
    summary: string,
    query: Query,
    answer: Answer,
  ) =>
    createRoute({
      ...{ method: "get", path, summary, description: `Scope: \`${scope}\`.`, security: [{ token: [] }] },
      middleware: may(scope),
      request: { query },
      responses: { 200: json(answer, "What was asked for."), ...refusals },
    });

  api.openapi(
    route(
      "/api/v1/organizations",
      "organizations:read",
      "Organizations that are not closed, in the order in which they came",
      organizationQuery,
      pageOf(organizationSchema),
    ),
    async (c) => {
      const { limit, cursor, district, type } = c.req.valid("query");
      const after = cursor === undefined ? 0 : Number(parse(cursor, /^\d{1,9}$/));
      const asked = { ...(district !== undefined && { district }), ...(type !== undefined && { type }) };
      const page = { organizationIds: c.var.caller.organizationIds, ...asked, after, limit: limit + 1 };
      const found = await organizationPage(db, page, context.now());
      const entries = found.slice(0, limit);
      const next = found.length > limit ? print(String(entries.at(-1)?.ordinal)) : null;
      return c.json({ entries: entries.map(({ ordinal: _, ...one }) => plain(one)), next }, 200) as never;
    },
  );

  api.openapi(
    route("/api/v1/tasks", "tasks:read", "Tasks, the earliest due first", taskQuery, pageOf(taskSchema)),
    async (c) => {
      const { limit, cursor, organization, duty, state, late } = c.req.valid("query");
      const { organizationIds } = c.var.caller;
      if (duty !== undefined && !findDuty(duty)) throw new NotFoundError(cause("no-duty", { value: printable(duty) }));
      const of = organization === undefined ? undefined : (await organizationOf(db, organization)).id;
      // What is not theirs to see is not there for them.
      if (of !== undefined && organizationIds?.includes(of) === false)
        throw new NotFoundError(cause("no-organization", { value: printable(organization ?? "") }));
      const [at = "", id = ""] = cursor === undefined ? [] : parse(cursor, /^\d{1,15} [\w-]{1,40}$/).split(" ");
      const filter = {
        ...(of !== undefined && { organizationId: of }),
        ...(organizationIds !== null && { organizationIds }),
        ...(duty !== undefined && { duty }),
        ...(state !== undefined && { state }),
        ...(cursor !== undefined && { after: { dueAt: new Date(Number(at)), id } }),
        late: late === "true",
      };
      const now = context.now();
      const found = await taskLines(db, filter, now, limit + 1);
      const lines = found.slice(0, limit);
      const last = lines.at(-1);
      const next = found.length > limit && last ? print(`${last.dueAt.getTime()} ${last.id}`) : null;
      return c.json({ entries: lines.map((line) => plain(taskData(line, now))), next }, 200) as never;
    },
  );

  api.openapi(
    route("/api/v1/report", "reports:read", "How the duties of a period were done", reportQuery, reportSchema),
    async (c) => {
      const given = Object.entries(c.req.valid("query")).filter(([, value]) => value !== undefined);
      const report = await reportOf(context, Object.fromEntries(given), c.var.caller.organizationIds);
      return c.json(plain(report), 200) as never;
    },
  );

  api.doc31("/api/v1/openapi.json", {
    openapi: "3.1.0",
    info: {
      ...{ title: "Duban 督办", version: "1" },
      description: "What programs read. A token reaches an organization, an authority's organizations, or all.",
    },
    servers: [{ url: site.deps.publicUrl }],
  });
  api.onError((error, c) => {
    if (error instanceof BadInputError || error instanceof NotFoundError) {
      const [first] = error.causes;
      const more = first ? { reason: first.reason, values: first.values } : {};
      const message = first ? causeText(first).en : error.message;
      return refuse(c, error instanceof NotFoundError ? 404 : 400, error.code, message, more);
    }
    site.deps.log("the API failed", { route: c.req.path, code: "code" in error ? String(error.code) : error.name });
    return c.json({ error: { code: "FAILED", message: "Something went wrong." } }, 500);
  });
  return api;
}

/** A cursor says nothing to who carries it. */
const print = (place: string): string => Buffer.from(place).toString("base64url");

function parse(cursor: string, shape: RegExp): string {
  const place = Buffer.from(cursor, "base64url").toString();
  if (!shape.test(place)) throw new BadInputError(cause("bad-cursor"));
  return place;
}

/** Instants as JSON writes them. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
