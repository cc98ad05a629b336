import { z } from "@hono/zod-openapi";
import { reachedOrganization } from "../../../client/api/reach.ts";
import { comeBack, goAway } from "../../../client/registry/absences.ts";
import { changePerson } from "../../../client/registry/change-person.ts";
import { importOrganizations } from "../../../client/registry/importing.ts";
import { pauseOrganization, resumeOrganization, setOrganization } from "../../../client/registry/organizations.ts";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { RefusedError } from "../../../domain/errors.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { languageCodes, roles } from "../../../domain/terms.ts";
import type { ApiKit, Asked } from "../kit.ts";
import { instant, nothing, whole } from "../schemas.ts";
import { day, organizationCode, personNamed } from "./fields.ts";

const cells = z
  .record(z.string().min(1).max(60), z.string().max(2_000))
  .openapi({ description: "Cells by the columns of a sheet (examples/README.md)." });
const notified = z.object({ people: whole, tasks: whole });
const importSchema = z
  .object({
    ...{ created: whole, updated: whole, people: whole, ended: whole, notified, preview: z.boolean() },
    changes: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  })
  .openapi("Imported");
const changesSchema = z
  .object({ code: z.string(), changes: z.array(z.record(z.string(), z.unknown())) })
  .openapi("OrganizationChanged");
const organizationParams = z.object({ organization: organizationCode });
const personParams = z.object({ person: personNamed });

/** Organizations and people, for tokens of the whole installation; and absences. */
export function registryRoutes(kit: ApiKit): void {
  organizationRoutes(kit);
  personRoutes(kit);
  absenceRoutes(kit);
}

function organizationRoutes(kit: ApiKit): void {
  const common = { scope: "organizations:write" } as const;
  kit.act(
    {
      ...{ ...common, path: "/api/v1/organizations/import", params: nothing, answer: importSchema },
      summary: "Import organizations with their people, all or nothing",
      body: z.strictObject({
        ...{ rows: z.array(cells).min(1).max(2_000), preview: z.boolean().default(false) },
        rename: z
          .boolean()
          .default(false)
          .openapi({ description: "People whom a row calls otherwise take that name." }),
        atOnce: z
          .boolean()
          .default(false)
          .openapi({ description: "New ones are asked for everything from the first day on." }),
      }),
    },
    async (context, { body: { rows, preview, rename, atOnce } }) => {
      const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const sheet = [header, ...rows.map((row) => header.map((column) => row[column] ?? ""))];
      const done = await importOrganizations(context, sheet, { preview, rename, atOnce });
      return { ...done, preview };
    },
  );
  kit.act(
    {
      ...{ ...common, method: "patch", path: "/api/v1/organizations/{organization}" },
      ...{ summary: "Say otherwise what an organization is", params: organizationParams },
      ...{ body: cells, answer: changesSchema },
    },
    (context, { params, body }) => setOrganization(context, params.organization, body),
  );
  for (const [verb, work] of [
    ["pause", pauseOrganization],
    ["resume", resumeOrganization],
  ] as const)
    kit.act(
      {
        ...{ ...common, path: `/api/v1/organizations/{organization}/${verb}`, params: organizationParams },
        summary: verb === "pause" ? "Pause: nothing is planned, asked or reminded there" : "Resume what was paused",
        ...{ body: z.strictObject({}), answer: z.object({ changed: z.boolean(), tasks: whole }) },
      },
      (context, { params, actor }) => work(context, params.organization, actor),
    );
}

function personRoutes(kit: ApiKit): void {
  const common = { scope: "people:write" } as const;
  const text = z.string().min(1).max(200);
  kit.act(
    {
      ...{ ...common, path: "/api/v1/people", summary: "Have a person hold a role from now on", params: nothing },
      body: z.strictObject({
        ...{ organization: organizationCode, role: z.enum(roles), name: text, email: text.optional() },
        ...{ phone: text.optional(), language: z.enum(languageCodes).optional() },
      }),
      answer: z
        .object({ personId: z.string(), created: z.boolean(), added: z.boolean(), notified })
        .openapi("PersonAdded"),
    },
    async (context, { body: { email, phone, language, ...who } }) => {
      const given = { ...who, ...(email && { email }), ...(phone && { phone }), ...(language && { language }) };
      const { toldBefore: _, ...added } = await addPerson(context, given);
      return added;
    },
  );
  kit.act(
    {
      ...{ ...common, method: "patch", path: "/api/v1/people/{person}", params: personParams },
      summary: "Change a person's name, addresses, language or preferences",
      body: z.strictObject({
        ...{ name: text.optional(), email: text.optional(), phone: text.optional(), language: text.optional() },
        ...{ hour: text.optional(), channel: text.optional() },
      }),
      answer: z.object({ personId: z.string(), changed: z.array(z.string()), notified }).openapi("PersonChanged"),
    },
    (context, { params, body }) => {
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      return changePerson(context, params.person, Object.fromEntries(given));
    },
  );
  kit.act(
    {
      ...{ ...common, path: "/api/v1/people/{person}/leave", params: personParams },
      summary: "End what a person holds, in one organization or in all",
      body: z.strictObject({ organization: organizationCode.optional() }),
      answer: z.object({ personId: z.string(), organizations: whole, tasks: whole, notified }).openapi("PersonLeft"),
    },
    (context, { params, actor, body: { organization } }) =>
      leave(context, params.person, { actor, ...(organization !== undefined && { organization }) }),
  );
}

function absenceRoutes(kit: ApiKit): void {
  const common = { scope: "absences:write", params: nothing } as const;
  const description = "A token of an organization: of the person as whom it acts, and there alone.";
  const absence = z.object({ absence: z.string(), organizationId: z.string(), from: instant, until: instant });
  kit.act(
    {
      ...{
        ...common,
        description,
        path: "/api/v1/absences",
        summary: "Somebody is away, and who does their work meanwhile",
      },
      body: z.strictObject({
        ...{ person: personNamed.optional(), delegate: personNamed, organization: organizationCode.optional() },
        ...{ from: day, until: day },
      }),
      answer: z.object({ entries: z.array(absence.extend({ created: z.boolean() })) }).openapi("Away"),
    },
    async (context, asked) => {
      const { delegate, from, until } = asked.body;
      const whose = await ownAbsence(context, asked);
      const made = await goAway(context, { ...whose, delegate, from, until, actor: asked.actor });
      return { entries: made.map(({ created, ...one }) => ({ ...shown(one), created })) };
    },
  );
  kit.act(
    {
      ...{ ...common, description, path: "/api/v1/absences/end", summary: "Somebody is back earlier, or does not go" },
      body: z.strictObject({ person: personNamed.optional(), organization: organizationCode.optional() }),
      answer: z.object({ entries: z.array(absence) }).openapi("Back"),
    },
    async (context, asked) => ({ entries: (await comeBack(context, await ownAbsence(context, asked))).map(shown) }),
  );
}

const shown = ({
  id,
  organizationId,
  from,
  until,
}: {
  id: string;
  organizationId: string;
  from: Date;
  until: Date;
}) => ({
  ...{ absence: id, organizationId, from, until },
});

/** Checks whose absence is concerned: a token that acts as a person is limited to that person's own. @throws {RefusedError} */
async function ownAbsence(
  context: Parameters<typeof reachedOrganization>[0],
  {
    caller,
    actor,
    body: { person, organization },
  }: Asked<unknown, { person?: string | undefined; organization?: string | undefined }>,
): Promise<{ person: string; organization?: string }> {
  const [only] = caller.organizationIds ?? [];
  const named = organization ?? only;
  const where = named === undefined ? {} : { organization: (await reachedOrganization(context, caller, named)).id };
  if (typeof actor !== "object") return { person: person ?? "", ...where };
  if (person !== undefined && person !== actor.personId) throw new RefusedError(cause("own-absence-alone"));
  return { person: actor.personId, ...where };
}
