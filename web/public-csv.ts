import type { Context } from "hono";
import { csvLine } from "../domain/csv.ts";
import type { LanguageCode } from "../domain/terms.ts";
import { word } from "../domain/words.ts";
import type { Statements } from "../prisma/client.ts";
import { donationsOf, type PublicDonation } from "../records/donations.ts";
import { yuan } from "./public-campaigns.ts";

/** Entries in one read: as many as are kept for a reader who takes his time. */
const perRead = 500;

const header: Readonly<Record<LanguageCode, readonly string[]>> = {
  "zh-CN": ["项目", "日期", "收支", "金额（元）", "物资", "用途", "捐赠人（已同意公开）"],
  en: ["campaign", "day", "direction", "amount (yuan)", "goods", "purpose", "donor (who agreed)"],
};

/** All entries of an organization, read on as they are taken. */
export async function entriesAsCsv(
  c: Context,
  db: Statements,
  {
    code,
    organizationId,
    language,
    until,
  }: { code: string; organizationId: string; language: LanguageCode; until: Date },
): Promise<Response> {
  const encoder = new TextEncoder();
  let last: PublicDonation | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // A spreadsheet takes it for UTF-8 by the mark alone.
      controller.enqueue(encoder.encode(`\ufeff${csvLine(header[language])}`));
    },
    async pull(controller) {
      const entries = await donationsOf(db, { organizationId }, { limit: perRead, after: last, until });
      last = entries.at(-1);
      const text = entries.map(({ title, on, direction, cents, goods, purpose, donor }) =>
        csvLine([title, on, word("direction", direction, language), yuan(cents), goods, purpose, donor]),
      );
      if (text.length > 0) controller.enqueue(encoder.encode(text.join("")));
      if (entries.length < perRead) controller.close();
    },
  });
  // Asked for the headers alone, nothing is read.
  if (c.req.raw.method === "HEAD") await stream.cancel();
  return c.body(stream, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="donations.csv"; filename*=UTF-8''donations-${encodeURIComponent(code)}.csv`,
    "X-Content-Type-Options": "nosniff",
  }) as Response;
}
