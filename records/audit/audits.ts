import type { CheckName } from "../../domain/audit/checks.ts";
import type { Tx } from "../../prisma/client.ts";

/** One nightly audit as it is stored. */
export interface AuditRow {
  at: Date;
  by: "nightly" | "command";
  tookMs: number;
  /** Number of gaps by check; a check that did not run is absent. */
  gaps: Partial<Record<CheckName, number>>;
  found: number;
  repaired: number;
  leftOpen: number;
  /** Id of the case up to which log chains were verified; empty: all of them were. */
  chainsThrough: string;
  chainsWholeAt: Date | null;
}

export async function insertAudit(tx: Tx, audit: AuditRow): Promise<void> {
  await tx.$executeRaw`
    insert into audit (at, by, took_ms, gaps, found, mended, left_open, chains_through, chains_whole_at)
    values (${audit.at}, ${audit.by}, ${audit.tookMs}, ${JSON.stringify(audit.gaps)}::jsonb, ${audit.found}, ${audit.repaired},
      ${audit.leftOpen}, ${audit.chainsThrough}, ${audit.chainsWholeAt})`;
}

/** The last audit; null: none has run yet. */
export async function lastAudit(tx: Tx): Promise<AuditRow | null> {
  const rows = await tx.$queryRaw<AuditRow[]>`
    select at, by, took_ms as "tookMs", gaps, found, mended as repaired, left_open as "leftOpen", chains_through as "chainsThrough",
      chains_whole_at as "chainsWholeAt"
    from audit order by id desc limit 1`;
  return rows[0] ?? null;
}

/** Deletes the audits from before an instant. */
export async function forgetAudits(tx: Tx, before: Date): Promise<void> {
  await tx.$executeRaw`delete from audit where at < ${before}`;
}
