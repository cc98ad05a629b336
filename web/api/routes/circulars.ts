import { z } from "@hono/zod-openapi";
import { organizationsIssuable } from "../../../client/api/reach.ts";
import { type IssuedCircular, issueCircular, withdrawCircular } from "../../../client/cases/circulars.ts";
import type { ActContext } from "../../../client/context.ts";
import { issueCall } from "../../../client/kinds/call.ts";
import { NotFoundError } from "../../../domain/errors.ts";
import { circularEvents, circularSources, circularUrgencies } from "../../../domain/procedures/circular.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { printable } from "../../../domain/roster/cell.ts";
import { organizationTypes } from "../../../domain/terms.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { circularLines, circularsNamed, coverageOfCircular } from "../../../records/views/circular-coverage.ts";
import type { ApiKit } from "../kit.ts";
import { instant, nothing, whole } from "../schemas.ts";
import { day, key, line, organizationCode, reason } from "./fields.ts";

const circularParams = z.object({
  circular: z.string().min(1).max(40).openapi({ description: "Id of the circular." }),
});
const circularSchema = z
  .object({
    ...{ id: z.string(), event: z.enum(circularEvents), title: z.string(), source: z.enum(circularSources) },
    ...{ urgency: z.enum(circularUrgencies), issuedAt: instant, withdrawnAt: instant.nullable(), organizations: whole },
  })
  .openapi("Circular");
const counts = { asked: whole, done: whole, submitted: whole, late: whole };
const coverageSchema = z
  .object({
    ...{ organizations: whole, reached: whole, done: whole, late: whole, silent: whole, underWay: whole },
    steps: z.array(z.object({ duty: z.string(), step: z.string(), ...counts })),
  })
  .openapi("Coverage");
const issuedSchema = z.object({ circular: z.string(), created: z.boolean(), organizations: whole }).openapi("Issued");
const withdrawnSchema = z
  .object({ circular: z.string(), changed: z.boolean(), organizations: whole, goesOn: whole })
  .openapi("Withdrawn");
const issueBody = z.strictObject({
  ...{ event: z.enum(circularEvents), source: z.enum(circularSources), title: line(200) },
  ...{ text: z.string().max(20_000).default(""), urgency: z.enum(circularUrgencies).default("routine") },
  types: z.array(z.enum(organizationTypes)).max(8).default([]),
  districts: z.array(line(80)).max(200).default([]),
  organizations: z.array(organizationCode).max(2_000).default([]),
  ...{ replyBy: day.optional(), key: key.optional() },
});

/** Circulars: issue, list, progress. */
export function circularRoutes(kit: ApiKit): void {
  const { context } = kit.site.deps;
  const reading = { scope: "circulars:read" } as const;
  kit.get(
    {
      ...{
        ...reading,
        path: "/api/v1/circulars",
        summary: "Circulars that concern an organization of the token, the newest first",
      },
      params: nothing,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      answer: z.object({ entries: z.array(circularSchema) }),
    },
    async ({ organizationIds }, _params, { limit }) => ({
      entries: await circularLines(context.db, organizationIds, limit),
    }),
  );
  kit.get(
    {
      ...{ ...reading, path: "/api/v1/circulars/{circular}/coverage", summary: "How far a circular has come" },
      ...{ params: circularParams, query: nothing, answer: coverageSchema },
    },
    async ({ organizationIds }, { circular }) => {
      const found = await known(context, circular);
      const coverage = await coverageOfCircular(context.db, found.id, organizationIds, context.now());
      if (organizationIds !== null && coverage.organizations === 0) throw none(circular);
      return coverage;
    },
  );
  const acting = { scope: "circulars:write" } as const;
  kit.act(
    {
      ...{
        ...acting,
        path: "/api/v1/circulars",
        summary: "Issue a policy or a call; everyone whom it concerns is asked",
      },
      description: "As a person: to the organizations of which they are the authority.",
      ...{ params: nothing, body: issueBody, answer: issuedSchema },
    },
    async (inner, { caller, actor, body: { event, replyBy, key: own, ...what } }) => {
      const among = await organizationsIssuable(inner, caller);
      const input = {
        ...{ ...what, actor },
        ...(among !== null && { among }),
        // The token's id is part of the key, so that keys of two tokens never collide.
        ...(own !== undefined && { key: `api-${caller.id}-${own}` }),
      };
      const issued: IssuedCircular =
        event === "call-issued"
          ? await issueCall(inner, { ...input, ...(replyBy !== undefined && { replyBy }) }, zone)
          : await issueCircular(inner, { ...input, event });
      return { circular: issued.id, created: issued.created, organizations: issued.organizations };
    },
  );
  kit.act(
    {
      ...{ ...acting, path: "/api/v1/circulars/{circular}/withdraw", params: circularParams, answer: withdrawnSchema },
      summary: "Withdraw a circular that one has issued: what is open of it ends",
      body: z.strictObject({ reason }),
    },
    async (inner, { caller, actor, params: { circular }, body }) => {
      const { id } = await known(inner, circular);
      const { organizations } = await coverageOfCircular(inner.db, id, caller.organizationIds, inner.now());
      if (caller.organizationIds !== null && organizations === 0) throw none(circular);
      return { circular: id, ...(await withdrawCircular(inner, { id, reason: body.reason, actor })) };
    },
  );
}

const none = (given: string): NotFoundError => new NotFoundError(cause("no-circular", { value: printable(given) }));

async function known({ db }: Pick<ActContext, "db">, id: string): Promise<{ id: string }> {
  const found = (await circularsNamed(db, id)).find((one) => one.id === id);
  if (!found) throw none(id);
  return found;
}
