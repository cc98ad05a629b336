import { z } from "@hono/zod-openapi";
import { reachedCase } from "../../../client/api/reach.ts";
import { recordDonations } from "../../../client/kinds/donation.ts";
import { type DonorMatter, donorMatters, raiseDonorMatter } from "../../../client/kinds/donor-matters.ts";
import { notePlatform } from "../../../client/kinds/platform.ts";
import { disclosuresOfCase } from "../../../records/donations/disclosures.ts";
import { donationsOf } from "../../../records/donations/donations.ts";
import { cursorOf, placeIn } from "../cursor.ts";
import type { ApiKit } from "../kit.ts";
import { instant, nothing, pageOf, pageQuery, whole } from "../schemas.ts";
import { cents, day, key } from "./fields.ts";
import { caseParams } from "./schemas-of-tasks.ts";

const cell = (longest: number) => z.string().max(longest).optional();
const entry = z.strictObject({
  ...{ on: day, direction: z.enum(["received", "used"]) },
  amount: z.string().min(1).max(40).openapi({ description: "Yuan with at most two decimals.", example: "1250.00" }),
  ...{ goods: cell(400), purpose: cell(400) },
  donor: cell(200).openapi({ description: "Only where the donor agreed to be named." }),
  key: z.string().min(1).max(80).openapi({ description: "Receipt number: with the same one it is recorded once." }),
});
const totalsSchema = z
  .object({
    ...{ case: z.string(), recorded: whole, known: whole, receivedCents: cents, usedCents: cents },
    ...{ receipts: whole, uses: whole },
  })
  .openapi("DonationsRecorded");
const disclosureSchema = z
  .object({
    ...{ period: z.string(), dueAt: instant, publishedAt: instant.nullable(), lateAt: instant.nullable() },
    ...{ hash: z.string().nullable(), task: z.string() },
  })
  .openapi("Disclosure");
const notedSchema = z
  .object({
    case: z.string(),
    period: z.string(),
    address: z.string(),
    on: z.string(),
    time: z.string(),
    changed: z.boolean(),
  })
  .openapi("PlatformNoted");

const donationSchema = z
  .object({
    ...{ id: z.string(), on: z.string(), direction: z.enum(["received", "used"]), cents, key: z.string() },
    ...{ goods: z.string(), purpose: z.string(), recordedAt: instant },
    donor: z.string().openapi({ description: "Empty: anonymous." }),
  })
  .openapi("Donation");
const matterSchema = z
  .object({ case: z.string(), task: z.string(), dueAt: instant, created: z.boolean() })
  .openapi("MatterRaised");
const matters = Object.keys(donorMatters) as [DonorMatter, ...DonorMatter[]];

/** Position after a page of entries: day, instant of recording, id. */
const placeShape = /^\d{4}-\d\d-\d\d \d{1,15} [\w-]{1,40}$/;

/** Donations of campaigns and their disclosures. A disclosure is published by submitting its task. */
export function donationRoutes(kit: ApiKit): void {
  const { context } = kit.site.deps;
  kit.act(
    {
      ...{ path: "/api/v1/cases/{case}/donations", scope: "donations:write", params: caseParams },
      summary: "Record donations and their use, all or nothing; an entry whose key is on record is passed over",
      body: z.strictObject({
        entries: z.array(entry).min(1).max(5_000),
        confirmed: z.boolean().default(false).openapi({
          description: "Record them although more is used than was received, as when it was paid in advance.",
        }),
      }),
      answer: totalsSchema,
    },
    async (inner, { caller, actor, params, body: { entries, confirmed } }) => {
      const { id } = await reachedCase(inner, caller, params.case);
      const rows = entries.map(({ goods = "", purpose = "", donor = "", ...one }) => ({
        ...one,
        goods,
        purpose,
        donor,
      }));
      const { recorded, known, totals } = await recordDonations(inner, { caseId: id, rows, actor, confirmed });
      const { received, used, receipts, uses } = totals;
      return { case: id, recorded, known, receivedCents: received, usedCents: used, receipts, uses };
    },
  );
  kit.get(
    {
      ...{ path: "/api/v1/cases/{case}/donations", scope: "donations:read", params: caseParams },
      summary: "Donations of a campaign and their use, the newest day first",
      ...{ query: z.object(pageQuery), answer: pageOf(donationSchema) },
    },
    async (caller, params, { limit, cursor }) => {
      const { id } = await reachedCase(context, caller, params.case);
      const [on = "", at = "", last = ""] = cursor === undefined ? [] : placeIn(cursor, placeShape).split(" ");
      const after = cursor === undefined ? undefined : { on, at: new Date(Number(at)), id: last };
      const found = await donationsOf(context.db, { caseId: id }, { limit: limit + 1, after });
      const entries = found.slice(0, limit);
      const end = entries.at(-1);
      const next = found.length > limit && end ? cursorOf(`${end.on} ${end.at.getTime()} ${end.id}`) : null;
      return {
        entries: entries.map(({ at: recordedAt, caseId: _, title: __, ...one }) => ({ ...one, recordedAt })),
        next,
      };
    },
  );
  kit.act(
    {
      ...{ path: "/api/v1/cases/{case}/matters", scope: "donations:write", params: caseParams },
      summary: "Raise what happens beside a campaign: a donor's question, a changed use, dealings with a related party",
      description: "It becomes a task with a term of its own: 20, 10 and 30 days. The same key raises it once.",
      body: z.strictObject({
        ...{ matter: z.enum(matters), what: z.string().trim().min(1).max(2_000) },
        on: day.optional().openapi({ description: "When it was asked, decided or done; without it, today." }),
        key,
      }),
      answer: matterSchema,
    },
    async (inner, { caller, actor, params, body: { matter, what, on, key: own } }) => {
      const { id } = await reachedCase(inner, caller, params.case);
      const raised = { caseId: id, matter, what, key: own, actor, ...(on !== undefined && { on }) };
      const { taskId, dueAt, created } = await raiseDonorMatter(inner, raised);
      return { case: id, task: taskId, dueAt, created };
    },
  );
  kit.get(
    {
      ...{ path: "/api/v1/cases/{case}/disclosures", scope: "tasks:read", params: caseParams, query: nothing },
      summary: "Disclosures of a campaign: when they are due, when they were published, with which hash",
      answer: z.object({ entries: z.array(disclosureSchema) }),
    },
    async (caller, params) => {
      const { id } = await reachedCase(context, caller, params.case);
      const found = await disclosuresOfCase(context.db, id);
      return {
        entries: found.map(({ period, dueAt, publishedAt, lateAt, hash, taskId }) => {
          return { period, dueAt, publishedAt, lateAt, hash, task: taskId };
        }),
      };
    },
  );
  kit.act(
    {
      path: "/api/v1/cases/{case}/disclosures/{period}/platform",
      ...{
        scope: "donations:write",
        summary: "Note where and when a disclosure appeared on the unified platform (慈善中国)",
      },
      params: caseParams.extend({ period: z.string().min(1).max(40) }),
      body: z.strictObject({
        ...{
          address: z.string().min(1).max(400),
          on: day,
          time: z.string().min(1).max(10).openapi({ example: "16:30" }),
        },
      }),
      answer: notedSchema,
    },
    async (inner, { caller, actor, params: { period, ...params }, body }) => {
      const { id } = await reachedCase(inner, caller, params.case);
      const { changed } = await notePlatform(inner, { caseId: id, period, ...body, actor });
      return { case: id, period, ...body, changed };
    },
  );
}
