import { z } from "@hono/zod-openapi";
import { reachedCase } from "../../../client/api/reach.ts";
import { recordDonations } from "../../../client/kinds/donation.ts";
import { notePlatform } from "../../../client/kinds/platform.ts";
import { disclosuresOfCase } from "../../../records/donations/disclosures.ts";
import type { ApiKit } from "../kit.ts";
import { instant, nothing, whole } from "../schemas.ts";
import { cents, day } from "./fields.ts";
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

/** What a campaign received and used, and its disclosures; they are published by handing in their tasks. */
export function donationRoutes(kit: ApiKit): void {
  const { context } = kit.site.deps;
  kit.act(
    {
      ...{ path: "/api/v1/cases/{case}/donations", scope: "donations:write", params: caseParams },
      summary: "Record donations and their use, all or nothing; an entry whose key is on record is passed over",
      body: z.strictObject({ entries: z.array(entry).min(1).max(5_000) }),
      answer: totalsSchema,
    },
    async (inner, { caller, actor, params, body: { entries } }) => {
      const { id } = await reachedCase(inner, caller, params.case);
      const rows = entries.map(({ goods = "", purpose = "", donor = "", ...one }) => ({
        ...one,
        goods,
        purpose,
        donor,
      }));
      const { recorded, known, totals } = await recordDonations(inner, { caseId: id, rows, actor });
      const { received, used, receipts, uses } = totals;
      return { case: id, recorded, known, receivedCents: received, usedCents: used, receipts, uses };
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
