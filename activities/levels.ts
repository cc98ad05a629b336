import { wakePlanner } from "../domain/ids.ts";
import { projectKind } from "../domain/procedures/kinds/project.ts";
import { instantAt } from "../domain/time/zones.ts";
import { wakeCases } from "../records/cases/workflows.ts";
import { daysToCome, markBegun, organizationsIn, runningCases } from "../records/levels.ts";
import { nudge } from "../records/nudges.ts";
import type { Deps } from "./deps.ts";

/**
 * Wakes the planners of shards in which a level has begun to hold; they open and supersede the cases that depend on it.
 * @returns the next day on which a level begins anywhere, in epoch milliseconds; null: none
 */
export async function beginLevels(deps: Deps, now: number): Promise<{ nextAt: number | null }> {
  const at = new Date(now);
  const nextAt = await deps.db.$transaction(async (tx) => {
    const shards = new Set<number>();
    const running = new Set<string>();
    const begun: string[] = [];
    const next: number[] = [];
    for (const { id, from, ...scope } of await daysToCome(tx)) {
      const reached = await organizationsIn(tx, scope);
      const days = reached.map(({ zone, shard }) => ({ shard, begins: instantAt(from, "00:00", zone).getTime() }));
      // Recurring steps of a running project sleep to a day of their own, which may change.
      if (days.some(({ begins }) => begins <= now))
        for (const id of await runningCases(tx, scope, projectKind)) running.add(id);
      for (const { shard, begins } of days) (begins <= now ? shards : null)?.add(shard);
      const later = days.filter(({ begins }) => begins > now).map(({ begins }) => begins);
      if (later.length === 0) begun.push(id);
      next.push(...later);
    }
    await markBegun(tx, begun, at);
    await nudge(tx, [...shards].map(wakePlanner), at);
    await wakeCases(tx, [...running], at);
    return next.length > 0 ? Math.min(...next) : null;
  });
  await deps.flush();
  return { nextAt };
}
