import type { Context } from "hono";
import { csvLine } from "../../domain/roster/csv.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { Statements } from "../../prisma/client.ts";
import { donationsOf, type PublicDonation } from "../../records/donations/donations.ts";
import type { PortalDeps } from "../deps.ts";
import { streamed } from "../http/stream-file.ts";
import { yuan } from "./public-words.ts";

/** Number of entries in one read; this many are in memory for a slow reader. */
const perRead = 500;

const header: Readonly<Record<LanguageCode, readonly string[]>> = {
  "zh-CN": ["项目", "日期", "收支", "金额（元）", "物资", "用途", "捐赠人（已同意公开）"],
  en: ["campaign", "day", "direction", "amount (yuan)", "goods", "purpose", "donor (who agreed)"],
};

/** All entries of an organization as CSV, read as they are sent. */
export function entriesAsCsv(
  c: Context,
  db: Statements,
  {
    code,
    organizationId,
    language,
    until,
    log,
  }: Partial<Pick<PortalDeps, "log">> & { code: string; organizationId: string; language: LanguageCode; until: Date },
): Response {
  const encoder = new TextEncoder();
  // The byte order mark makes spreadsheets read the file as UTF-8.
  let lines: string[] | null = [`\ufeff${csvLine(header[language])}`];
  let last: PublicDonation | undefined;
  const next = async (): Promise<Uint8Array | null> => {
    if (!lines) return null;
    const text = lines.join("");
    const entries = await donationsOf(db, { organizationId }, { limit: perRead, after: last, until });
    last = entries.at(-1);
    const read = entries.map(({ title, on, direction, cents, goods, purpose, donor }) =>
      csvLine([title, on, word("direction", direction, language), yuan(cents), goods, purpose, donor]),
    );
    lines = read.length > 0 ? read : null;
    return encoder.encode(text);
  };
  return c.body(streamed(c, next, log ? { log } : {}), 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="donations.csv"; filename*=UTF-8''donations-${encodeURIComponent(code)}.csv`,
    "X-Content-Type-Options": "nosniff",
  }) as Response;
}
