import { reachedOrganization } from "../../../client/api/reach.ts";
import { taskData } from "../../../client/api/task-data.ts";
import { reportOf } from "../../../client/reporting/report.ts";
import { findDuty } from "../../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../../domain/errors.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { printable } from "../../../domain/roster/cell.ts";
import { organizationPage } from "../../../records/api/pages.ts";
import { taskLines } from "../../../records/views/listings.ts";
import { cursorOf, placeIn } from "../cursor.ts";
import type { ApiKit } from "../kit.ts";
import {
  nothing,
  organizationQuery,
  organizationSchema,
  pageOf,
  reportQuery,
  reportSchema,
  taskQuery,
  taskSchema,
} from "../schemas.ts";

/** Lists of organizations and tasks, and the report. */
export function readingRoutes(kit: ApiKit): void {
  const { context } = kit.site.deps;
  const { db } = context;

  kit.get(
    {
      path: "/api/v1/organizations",
      scope: "organizations:read",
      summary: "Organizations that are not closed, in the order in which they came",
      params: nothing,
      query: organizationQuery,
      answer: pageOf(organizationSchema),
    },
    async ({ organizationIds }, _params, { limit, cursor, district, type }) => {
      const after = cursor === undefined ? 0 : Number(placeIn(cursor, /^\d{1,9}$/));
      const asked = { ...(district !== undefined && { district }), ...(type !== undefined && { type }) };
      const page = { organizationIds, ...asked, after, limit: limit + 1 };
      const found = await organizationPage(db, page, context.now());
      const entries = found.slice(0, limit);
      const next = found.length > limit ? cursorOf(String(entries.at(-1)?.ordinal)) : null;
      return { entries: entries.map(({ ordinal: _, ...one }) => one), next };
    },
  );

  kit.get(
    {
      path: "/api/v1/tasks",
      scope: "tasks:read",
      summary: "Tasks, the earliest due first",
      params: nothing,
      query: taskQuery,
      answer: pageOf(taskSchema),
    },
    async (caller, _params, { limit, cursor, organization, duty, state, late }) => {
      const { organizationIds } = caller;
      if (duty !== undefined && !findDuty(duty)) throw new NotFoundError(cause("no-duty", { value: printable(duty) }));
      const of = organization === undefined ? undefined : (await reachedOrganization(context, caller, organization)).id;
      const [at = "", id = ""] = cursor === undefined ? [] : placeIn(cursor, /^\d{1,15} [\w-]{1,40}$/).split(" ");
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
      const next = found.length > limit && last ? cursorOf(`${last.dueAt.getTime()} ${last.id}`) : null;
      return { entries: lines.map((line) => taskData(line, now)), next };
    },
  );

  kit.get(
    {
      path: "/api/v1/report",
      scope: "reports:read",
      summary: "How the duties of a period were done",
      params: nothing,
      query: reportQuery,
      answer: reportSchema,
    },
    ({ organizationIds }, _params, query) => {
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      return reportOf(context, Object.fromEntries(given), organizationIds);
    },
  );
}
