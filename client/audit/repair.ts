import { checks, type Gap } from "../../domain/audit/checks.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { nudge } from "../../records/nudges.ts";
import { logCases, wakeTasks } from "../../records/tasks/pauses.ts";
import type { ActContext } from "../context.ts";
import { releaseWorkOfLeavers } from "../registry/leavers.ts";
import type { EngineView } from "./engine-view.ts";
import { allLoops, type FoundGap } from "./find.ts";

/** Tasks or organizations in one transaction. */
const page = 1_000;

/**
 * Repairs gaps where that is safe: wakes workflows that do not run, gives tasks a next step, and returns the tasks of leavers to their role.
 * Idempotent, because workflows read the database and a notice of a rung is written once.
 * @param rejoin the engine was restored: everything reads the rows again
 * @param engine null: unreachable; nudges are written and wait for it
 * @returns the gaps that were not repaired
 */
export async function repair(
  context: ActContext,
  engine: EngineView | null,
  gaps: readonly FoundGap[],
  now: Date,
  { rejoin = false }: { rejoin?: boolean } = {},
): Promise<FoundGap[]> {
  const { db } = context;
  const of = (check: Gap["check"]): FoundGap[] => gaps.filter((gap) => gap.check === check);
  const noStep = of("step-missing").map(({ what }) => what);
  for (const ids of pages(noStep))
    await db.$transaction((tx) => wakeTasks(tx, Prisma.sql`t.id = any(${ids}::text[])`, now));
  const left = [...new Set(of("holder-left").flatMap(({ organizationId }) => organizationId ?? []))];
  for (const ids of pages(left)) await db.$transaction((tx) => releaseIn(tx, context, ids, now));
  const other = [...of("workflow-behind"), ...of("workflow-orphan")];
  const undone = new Set<Gap["check"]>();
  try {
    // Before the nudges are sent: a workflow that is started anew begins from the current rows.
    if (other.length > 0)
      await engine?.terminate(
        other.map(({ what }) => what),
        "the database was restored",
      );
  } catch {
    for (const { check } of other) undone.add(check);
  }
  const again = other.length > 0 || rejoin ? await allLoops(context) : [];
  const wakes = [...gaps.flatMap(({ wake }) => wake ?? []), ...again];
  await db.$transaction((tx) => nudge(tx, wakes, now));
  try {
    const unscheduled = of("schedule").flatMap(({ shard }) => shard ?? []);
    if (unscheduled.length > 0) await engine?.schedule(unscheduled);
    await engine?.flush();
  } catch {
    engine = null;
  }
  if (engine === null) for (const check of ["nudge", "schedule"] as const) undone.add(check);
  return gaps.filter(({ check }) => !checks[check].safe || undone.has(check));
}

async function releaseIn(tx: Tx, context: ActContext, organizationIds: readonly string[], now: Date): Promise<void> {
  const { notes } = await releaseWorkOfLeavers(tx, context, organizationIds, now);
  await logCases(tx, notes, { at: now, actor: "system" });
}

function pages<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / page) }, (_, n) => all.slice(n * page, (n + 1) * page));
}
