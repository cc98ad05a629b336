import { hash } from "node:crypto";
import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { performOnce } from "../../client/api/perform.ts";
import { type Caller, callerOf } from "../../client/api/tokens.ts";
import type { ActContext, Actor } from "../../client/context.ts";
import { ApiError } from "../../domain/api/api-error.ts";
import type { Scope } from "../../domain/api/scopes.ts";
import { refusalStatuses } from "../../domain/api/statuses.ts";
import { jsonOf } from "../../domain/reasons/error-output.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { FormFile } from "../http/multipart.ts";
import { RateLimit } from "../http/rate-limit.ts";
import type { Site } from "../http/site.ts";
import { answerWith, failure, type Refusal, refusalOf } from "./refusal.ts";
import { bearer, forbidden, idempotencyKey, read, readBody, requestHash } from "./request.ts";
import { errorSchema, formSchema, keyHeader } from "./schemas.ts";

/** Maximum number of requests of a token in a minute. */
export const perMinute = 600;
const window = 60_000;

/** The description of a route. */
interface Described<Params extends z.ZodObject, Answer extends z.ZodType> {
  /** In OpenAPI notation: `/api/v1/tasks/{task}`. */
  path: string;
  scope: Scope;
  summary: string;
  description?: string;
  params: Params;
  answer: Answer;
}
interface Reading<Params extends z.ZodObject, Query extends z.ZodObject, Answer extends z.ZodType>
  extends Described<Params, Answer> {
  query: Query;
}
interface Acting<Params extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType>
  extends Described<Params, Answer> {
  method?: "post" | "patch";
  body: Body;
  /** Set: the route accepts files in a form. Converts the form's other fields to the body. */
  form?: (fields: Readonly<Record<string, string>>) => unknown;
}

/** The caller of an act and its input. */
export interface Asked<Params, Body> {
  caller: Caller;
  actor: Actor;
  params: Params;
  body: Body;
  files: readonly FormFile[];
}

/** What all API routes share: authentication, rate limit, errors, and idempotent acts. */
export class ApiKit {
  readonly app = new OpenAPIHono();
  readonly site: Site;
  readonly #requests: RateLimit;
  constructor(site: Site) {
    this.site = site;
    this.#requests = new RateLimit(site.deps.context.now, { allowed: perMinute, window });
    this.app.openAPIRegistry.registerComponent("securitySchemes", "token", {
      ...{ type: "http", scheme: "bearer", description: "A token as `duban token create` makes it." },
    });
  }

  /** Adds a route that reads. A list has its next page in `next` and in the header `Link` (RFC 8288). */
  get<Params extends z.ZodObject, Query extends z.ZodObject, Answer extends z.ZodType>(
    route: Reading<Params, Query, Answer>,
    work: (caller: Caller, params: z.output<Params>, query: z.output<Query>) => Promise<unknown>,
  ): void {
    this.#describe("get", route, { query: route.query });
    this.app.get(honoPath(route.path), (c) =>
      this.#answer(c, async () => {
        const caller = await this.#enter(c, route.scope);
        const params = read(route.params, c.req.param());
        const found = await work(caller, params, read(route.query, c.req.query()));
        const body = jsonOf(found);
        const tag = `W/"${hash("sha256", body, "base64url").slice(0, 27)}"`;
        c.header("ETag", tag);
        c.header("Cache-Control", "private, no-cache");
        this.#linkNext(c, found);
        const known = (c.req.header("if-none-match") ?? "").split(/\s*,\s*/);
        return known.includes(tag) ? c.body(null, 304) : answerWith(c, { status: 200, body });
      }),
    );
  }

  /** Adds a route that acts, in one transaction and once for each idempotency key. */
  act<Params extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType>(
    route: Acting<Params, Body, Answer>,
    work: (context: ActContext, asked: Asked<z.output<Params>, z.output<Body>>) => Promise<unknown>,
  ): void {
    const { method = "post", form } = route;
    this.#describe(method, route, {
      headers: keyHeader,
      body: {
        required: true,
        content: {
          "application/json": { schema: route.body },
          ...(form && { "multipart/form-data": { schema: formSchema } }),
        },
      },
    });
    this.app.on(method.toUpperCase(), honoPath(route.path), (c) =>
      this.#answer(c, async () => {
        const caller = await this.#enter(c, route.scope);
        const { actor } = caller;
        if (actor === null) throw forbidden(route.scope);
        const key = idempotencyKey(c);
        const params = read(route.params, c.req.param());
        const given = await readBody(this.site, c, form);
        const asked = { caller, actor, params, body: read(route.body, given.value), files: given.files };
        const { status, body, replayed } = await performOnce(
          this.site.deps.context,
          { tokenId: caller.id, act: `${c.req.method} ${c.req.path}`, key, request: requestHash(c, given) },
          async (context) => ({ status: 200, body: jsonOf(await work(context, asked)) }),
          (error) => lasting(refusalOf(c, error)),
        );
        if (replayed) c.header("Idempotency-Replayed", "true");
        return answerWith(c, { status, body });
      }),
    );
  }

  async #answer(c: Context, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      const refusal = refusalOf(c, error);
      if (refusal) {
        if (refusal.status === 401) c.header("WWW-Authenticate", "Bearer");
        if (refusal.status === 503) c.header("Retry-After", "5");
        return answerWith(c, refusal);
      }
      const code = error instanceof Error ? ("code" in error ? String(error.code) : error.name) : "Error";
      this.site.deps.log("the API failed", { route: c.req.path, code });
      return answerWith(c, failure(c));
    }
  }

  /** Authenticates a request. The error does not say whether the token is wrong, expired or revoked. */
  async #enter(c: Context, scope: Scope): Promise<Caller> {
    const { site } = this;
    if (site.misses.blocked(site.visitor(c))) {
      c.header("Retry-After", "60");
      throw new ApiError("TOO_MANY", cause("too-many-tokens"));
    }
    const given = bearer(c);
    const caller = await callerOf(site.deps.context, given);
    if (!caller) {
      if (given) site.miss(c);
      throw new ApiError("UNAUTHORIZED", cause("token-missing"));
    }
    this.#count(c, caller);
    if (!caller.scopes.includes(scope)) throw forbidden(scope);
    return caller;
  }

  /** Counts the request and sets the headers of draft-ietf-httpapi-ratelimit-headers. */
  #count(c: Context, { id }: Caller): void {
    const blocked = this.#requests.blocked(id);
    if (!blocked) this.#requests.count(id);
    const { left, seconds } = this.#requests.rest(id);
    c.header("RateLimit-Policy", `"token";q=${perMinute};w=${window / 1000}`);
    c.header("RateLimit", `"token";r=${left};t=${seconds}`);
    if (!blocked) return;
    c.header("Retry-After", String(seconds));
    throw new ApiError("TOO_MANY", cause("too-many-requests", { allowed: perMinute, seconds }));
  }

  #linkNext(c: Context, found: unknown): void {
    const next = typeof found === "object" && found !== null && "next" in found ? found.next : null;
    if (typeof next !== "string") return;
    const query = new URLSearchParams({ ...c.req.query(), cursor: next });
    c.header("Link", `<${this.site.deps.publicUrl}${c.req.path}?${query}>; rel="next"`);
  }

  #describe(
    method: "get" | "post" | "patch",
    { path, scope, summary, description, params, answer }: Described<z.ZodObject, z.ZodType>,
    request: object,
  ): void {
    const refusals = Object.fromEntries(
      Object.entries(refusalStatuses)
        .filter(([status]) => method !== "get" || !["409", "413", "422"].includes(status))
        .map(([status, said]) => [status, json(errorSchema, said)]),
    );
    this.app.openAPIRegistry.registerPath(
      createRoute({
        ...{ method, path, summary, operationId: operationId(method, path), tags: [path.split("/")[3] ?? ""] },
        description: [description, `Scope: \`${scope}\`.`].filter(Boolean).join(" "),
        security: [{ token: [] }],
        request: { ...(Object.keys(params.shape).length > 0 && { params }), ...request },
        responses: {
          200: json(answer, method === "get" ? "What was asked for." : "It is done, or was done already."),
          ...(method === "get" && { 304: { description: "As it was." } }),
          ...refusals,
        },
      }),
    );
  }
}

/** A temporary refusal (503) is not stored, so that the same key can be used again. */
const lasting = (refusal: Refusal | null): Refusal | null => (refusal?.status === 503 ? null : refusal);

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");
const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  content: { "application/json": { schema } },
  description,
});
/** `POST /api/v1/tasks/{task}/submit` → `postTasksTaskSubmit` */
const operationId = (method: string, path: string): string =>
  method +
  path.replace("/api/v1", "").replace(/[/{}-]+(\w)?/g, (_, first: string | undefined) => (first ?? "").toUpperCase());
