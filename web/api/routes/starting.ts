import { z } from "@hono/zod-openapi";
import { byAdministrator, overseenOrganization, reachedCase, reachedOrganization } from "../../../client/api/reach.ts";
import { cancelCase } from "../../../client/cases/cases.ts";
import { reportEvent } from "../../../client/cases/report-event.ts";
import { startAny } from "../../../client/cases/start-any.ts";
import { reportHazard } from "../../../client/kinds/hazard.ts";
import { events } from "../../../domain/catalogue/duty.ts";
import { severities } from "../../../domain/procedures/severity.ts";
import type { ApiKit } from "../kit.ts";
import { instant, nothing } from "../schemas.ts";
import { day, key, line, organizationCode, reason } from "./fields.ts";
import { caseParams } from "./schemas-of-tasks.ts";

const started = { case: z.string(), created: z.boolean() };
const startedSchema = z
  .object({ ...started, task: z.string().nullable(), dueAt: instant.nullable(), duty: z.string() })
  .openapi("Started");
const raisedSchema = z
  .object({
    event: z.enum(events),
    organization: z.string(),
    cases: z.array(z.object({ ...started, duty: z.string() })),
  })
  .openapi("Raised");
const cancelledSchema = z.object({ case: z.string(), changed: z.boolean() }).openapi("CaseCancelled");
const hazardSchema = z.object({ ...started, organization: z.string() }).openapi("HazardReported");

/** Starting cases, raising events, and reporting hazards. */
export function startingRoutes(kit: ApiKit): void {
  const common = { scope: "cases:write", params: nothing } as const;
  kit.act(
    {
      ...{ ...common, path: "/api/v1/cases", summary: "Start a case of a duty because something happened" },
      description: "As a person: in organizations over which they have a say. The same key starts it once.",
      body: z.strictObject({
        ...{ organization: organizationCode, duty: z.string().min(1).max(20) },
        ...{ about: line(2_000).optional(), due: day.optional(), key: key.optional() },
      }),
      answer: startedSchema,
    },
    async (context, { caller, actor, body: { organization: named, duty, about = "", due, key: own } }) => {
      const organization = await overseenOrganization(context, caller, named);
      const { caseId, created, task } = await startAny(context, {
        ...{ organization: organization.id, duty, about, duePlace: "due", actor },
        ...(due !== undefined && { due }),
        ...(own !== undefined && { key: own }),
      });
      return { case: caseId, created, task: task?.id ?? null, dueAt: task?.dueAt ?? null, duty };
    },
  );
  kit.act(
    {
      ...{ scope: "cases:write", path: "/api/v1/cases/{case}/cancel", params: caseParams },
      summary: "Cancel a case: what is open of it ends, and whoever was asked is told",
      description: "As the administrator alone: a person releases from single tasks, by waiving them.",
      ...{ body: z.strictObject({ reason }), answer: cancelledSchema },
    },
    async (context, { caller, actor, params, body }) => {
      const { id } = await reachedCase(context, caller, params.case);
      byAdministrator(caller, "cancel");
      return { case: id, ...(await cancelCase(context, { caseId: id, reason: body.reason, actor })) };
    },
  );
  kit.act(
    {
      ...{
        ...common,
        path: "/api/v1/events",
        summary: "Record that something happened: each duty that names it starts",
      },
      description:
        "As a person: in organizations over which they have a say. The same event with the same key is recorded once.",
      body: z.strictObject({
        ...{ event: z.enum(events), organization: organizationCode, about: line(2_000).optional() },
        ...{ on: day.optional(), key },
      }),
      answer: raisedSchema,
    },
    async (context, { caller, actor, body: { event, organization: named, about = "", on, key: own } }) => {
      const { id, code } = await overseenOrganization(context, caller, named);
      const told = { event, organization: id, about, onPlace: "on", key: own, actor };
      const cases = await reportEvent(context, { ...told, ...(on !== undefined && { on }) });
      return { event, organization: code, cases: cases.map(({ caseId, ...one }) => ({ case: caseId, ...one })) };
    },
  );
  kit.act(
    {
      ...{
        path: "/api/v1/hazards",
        scope: "hazards:write",
        summary: "Report a hazard: whoever is responsible is told at once",
      },
      description: "As a person: in organizations in which they have a part. As JSON, or as a form with photos.",
      params: nothing,
      body: z.strictObject({
        ...{ organization: organizationCode, what: line(400), severity: z.enum(severities), key: key.optional() },
      }),
      form: (fields) => fields,
      answer: hazardSchema,
    },
    async (context, { caller, actor, body: { organization: named, what, severity, key: own }, files }) => {
      const { id, code } = await reachedOrganization(context, caller, named);
      const report = { organizationId: id, what, severity, files, actor };
      const { caseId, created } = await reportHazard(context, { ...report, ...(own !== undefined && { key: own }) });
      return { case: caseId, created, organization: code };
    },
  );
}
