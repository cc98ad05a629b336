import { type CheckName, countGaps, type Gap } from "../../domain/audit/checks.ts";
import type { Channel } from "../../domain/terms.ts";
import { type AuditRow, forgetAudits, insertAudit, lastAudit } from "../../records/audit/audits.ts";
import { checkChains } from "../../records/audit/chains.ts";
import type { ActContext } from "../context.ts";
import type { EngineView } from "./engine-view.ts";
import { type FoundGap, gapsOfEngine, gapsOfRecords } from "./find.ts";
import { repair } from "./repair.ts";

export interface AuditOptions {
  by: AuditRow["by"];
  /** Null: the engine does not respond. */
  engine: EngineView | null;
  /** Repair gaps where that is safe. */
  fix?: boolean;
  /** The engine was restored from a backup or replaced. */
  rejoin?: boolean;
  /** Maximum number of log lines to verify; each audit continues where the last one ended. @default 100,000 */
  lines?: number;
  /** Channels that have a provider. @default all */
  available?: readonly Channel[];
}

export interface AuditOutcome {
  at: Date;
  tookMs: number;
  gaps: readonly Gap[];
  /** The gaps that `fix` repaired. */
  repaired: readonly Gap[];
  left: readonly Gap[];
  counts: Partial<Record<CheckName, number>>;
  /** Number of log lines verified, whether the end was reached, and when it was last reached. */
  chains: { lines: number; whole: boolean; wholeAt: Date | null };
}

/** Checks that are skipped while the engine is unreachable. */
const checksOfEngine = ["schedule", "round", "case-workflow", "workflow-behind", "workflow-orphan", "courier"] as const;
/** Number of lines read and hashed within a second or two: of a city's log, each nightly audit verifies a part. */
const usualLines = 100_000;
/** In milliseconds: how long audits are kept. */
const keptMs = 400 * 86_400_000;

/** Searches, outside the engine, for anything that would keep a duty from being pursued, and stores the result. */
export async function audit(context: ActContext, options: AuditOptions): Promise<AuditOutcome> {
  const { db } = context;
  const { by, engine, fix = false, rejoin = false, lines = usualLines, available } = options;
  const at = context.now();
  const began = performance.now();
  const last = await lastAudit(db);
  const records = await gapsOfRecords(context, at, available);
  const ofEngine = engine === null ? null : await gapsOfEngine(context, engine, at, { rejoin }).catch(() => null);
  const away: FoundGap = { check: "engine", organizationId: null, what: "temporal", since: null };
  const checked = await checkChains(db, last?.chainsThrough ?? "", lines);
  const broken = checked.broken.map(({ check, organizationId, caseId, since }) => ({
    ...{ check, organizationId, what: caseId, since },
  }));
  const gaps: FoundGap[] = [...(ofEngine ?? [away]), ...records, ...broken];
  const repairs = fix && (gaps.length > 0 || rejoin);
  const left = repairs ? await repair(context, ofEngine && engine, gaps, at, { rejoin }) : gaps;
  const repaired = gaps.filter((gap) => !left.includes(gap));
  const counts: AuditOutcome["counts"] = countGaps(gaps);
  if (!ofEngine) for (const name of checksOfEngine) delete counts[name];
  const whole = checked.through === "";
  const wholeAt = whole ? at : (last?.chainsWholeAt ?? null);
  const tookMs = Math.round(performance.now() - began);
  const sum = (some: readonly Gap[]): number => some.reduce((all, { count = 1 }) => all + count, 0);
  await insertAudit(db, {
    ...{ at, by, tookMs, gaps: counts, found: sum(gaps), repaired: sum(repaired), leftOpen: sum(left) },
    ...{ chainsThrough: checked.through, chainsWholeAt: wholeAt },
  });
  await forgetAudits(db, new Date(at.getTime() - keptMs));
  return { at, tookMs, gaps, repaired, left, counts, chains: { lines: checked.lines, whole, wholeAt } };
}
