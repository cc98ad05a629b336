import { z } from "@hono/zod-openapi";
import { organizationsIssuable } from "../../../client/api/reach.ts";
import type { Caller } from "../../../client/api/tokens.ts";
import type { ActContext, Actor } from "../../../client/context.ts";
import type { LevelInput } from "../../../client/registry/level-input.ts";
import { levelsStanding, undoOf } from "../../../client/registry/level-standing.ts";
import { previewLevel, setLevel } from "../../../client/registry/levels.ts";
import { levels, organizationTypes } from "../../../domain/terms.ts";
import type { LevelRow } from "../../../records/levels.ts";
import type { ApiKit } from "../kit.ts";
import { instant, nothing, text, whole } from "../schemas.ts";
import { day, line } from "./fields.ts";

const scope = {
  ...{ hazard: z.string(), level: z.enum(levels), district: z.string(), type: z.enum([...organizationTypes, ""]) },
  from: z.string().openapi({ example: "2026-12-01" }),
};
const set = { id: z.string(), ...scope, because: z.string(), setAt: instant };
const levelSchema = z
  .object({ ...set, next: z.array(z.object(set)).openapi({ description: "Set for days to come." }) })
  .openapi("Level");
const levelsSchema = z.object({ today: z.string(), entries: z.array(levelSchema) });
const previewSchema = z
  .object({
    ...{ ...scope, title: text, organizations: whole, reached: whole, opens: whole, superseded: whole },
    ...{ kept: whole, missed: whole, mails: whole, sms: whole, changed: z.boolean() },
  })
  .openapi("LevelPreview");
const because = line(1_000);
const consent = {
  because: because.optional().openapi({ description: "Needed where it is not only a preview." }),
  preview: z.boolean().default(false).openapi({ description: "Nothing is set: what it would bring is told." }),
};

/** Hazard levels: read, set, undo. */
export function levelRoutes(kit: ApiKit): void {
  const { context } = kit.site.deps;
  kit.get(
    {
      ...{
        path: "/api/v1/levels",
        scope: "levels:read",
        summary: "Levels of hazards as they stand, and those that are set for days to come",
      },
      ...{ params: nothing, query: nothing, answer: levelsSchema },
    },
    async () => {
      const { today, standing } = await levelsStanding(context);
      return { today, entries: standing.map(({ now, next }) => ({ ...shown(now), next: next.map(shown) })) };
    },
  );
  const acting = { scope: "levels:write", answer: previewSchema } as const;
  kit.act(
    {
      ...{
        ...acting,
        path: "/api/v1/levels",
        summary: "Set the level of a hazard from a day on, or see what it would bring",
      },
      description: "As a person: where every organization that it reaches is one of which they are the authority.",
      params: nothing,
      body: z.strictObject({
        ...{ hazard: z.string().min(1).max(60), level: z.enum(levels), district: line(80).optional() },
        ...{ type: z.enum(organizationTypes).optional(), from: day.optional(), ...consent },
      }),
      answer: previewSchema,
    },
    async (inner, { caller, actor, body: { because: why, preview, district, type, from, hazard, level } }) => {
      const input = {
        ...{ hazard, level },
        ...(district !== undefined && { district }),
        ...(type !== undefined && { type }),
        ...(from !== undefined && { from }),
      };
      return setOrPreview(inner, { caller, actor }, input, { why, preview });
    },
  );
  kit.act(
    {
      ...{ ...acting, path: "/api/v1/levels/{level}/undo", summary: "Undo a level: what holds without it is set" },
      params: z.object({ level: z.string().min(1).max(40).openapi({ description: "Id of the level." }) }),
      body: z.strictObject(consent),
    },
    async (inner, { caller, actor, params, body: { because: why, preview } }) => {
      const { hazard, level, district, type, from } = await undoOf(inner, params.level);
      return setOrPreview(inner, { caller, actor }, { hazard, level, district, type, from }, { why, preview });
    },
  );
}

const shown = ({ id, hazard, level, district, type, from, because: why, setAt }: LevelRow) => ({
  ...{ id, hazard, level, district, type, from, because: why, setAt },
});

async function setOrPreview(
  context: ActContext,
  { caller, actor }: { caller: Caller; actor: Actor },
  input: Omit<LevelInput, "because" | "actor">,
  { why = "", preview }: { why: string | undefined; preview: boolean },
): Promise<object> {
  const among = await organizationsIssuable(context, caller);
  const wanted = { ...input, ...(among !== null && { among }) };
  if (preview) return { ...(await previewLevel(context, wanted)), changed: false };
  const done = await setLevel(context, { ...wanted, because: why, actor });
  return { ...done.preview, changed: done.changed };
}
