import { type Gap, latestAt } from "../../domain/audit/checks.ts";
import { caseOfWorkflow, type Wake, wakeCourier, wakePlanner, wakeRound } from "../../domain/ids.ts";
import { type Channel, channels } from "../../domain/terms.ts";
import { heldNotices, type LateNotice, lateDirect, lateNotices, stuckNotices } from "../../records/audit/notices.ts";
import * as tasks from "../../records/audit/tasks.ts";
import {
  existingCases,
  idleCases,
  lateNudges,
  restoredAt,
  type Wanted,
  wantedCases,
  wantedCouriers,
  wantedRounds,
} from "../../records/audit/workflows.ts";
import { directShard } from "../../records/messages/direct-messages.ts";
import { shardsOfOrganizations } from "../../records/roster/holders.ts";
import { doersMissing } from "../../records/tasks/unreachable.ts";
import type { ActContext } from "../context.ts";
import type { EngineView } from "./engine-view.ts";
import { unplanned } from "./plan.ts";

/** A gap, with the workflow whose wake-up repairs it, if there is one. */
export interface FoundGap extends Gap {
  wake?: Wake;
  /** Shard of a planner that has no Schedule. */
  shard?: number;
}

/** Gaps that are visible in the database alone. @param available channels that have a provider */
export async function gapsOfRecords(
  context: ActContext,
  now: Date,
  available: readonly Channel[] = channels,
): Promise<FoundGap[]> {
  const { db } = context;
  const of = (check: Gap["check"], rows: readonly Omit<Gap, "check">[]): Gap[] =>
    rows.map(({ organizationId, what, since }) => ({ check, organizationId, what, since }));
  const noticeBefore = latestAt("notice", now);
  const carrying = (check: Gap["check"], rows: readonly LateNotice[]): FoundGap[] =>
    rows.map(({ shard, ...row }) => ({ ...row, check, wake: wakeCourier(shard) }));
  const { vacant, unreached } = await doersMissing(db, now);
  return [
    ...(await lateNudges(db, latestAt("nudge", now))).map(({ workflowId, since }) => ({
      ...{ check: "nudge" as const, organizationId: null, what: workflowId, since },
    })),
    ...(await unplanned(context, now)).map(({ shard, ...gap }) => ({ ...gap, wake: wakePlanner(shard) })),
    ...of("case-idle", await idleCases(db, noticeBefore)),
    ...of("step-missing", await tasks.withoutStep(db)),
    ...(await tasks.lateRounds(db, latestAt("step", now))).map(({ round, tasks: count, since }) => ({
      ...{ check: "step-late" as const, organizationId: null, what: round, since, count, wake: wakeRound(round) },
    })),
    ...of("wait-endless", await tasks.waitingForNothing(db)),
    ...of("set-aside", await tasks.setAside(db)),
    ...of("holder-left", await tasks.ofLeavers(db, now)),
    ...of("nobody", vacant),
    ...of("unreachable", unreached),
    ...carrying("notice-late", await lateNotices(db, noticeBefore, available)),
    ...carrying(
      "notice-late",
      (await lateDirect(db, noticeBefore)).map((one) => ({ ...one, shard: directShard })),
    ),
    ...(await heldNotices(db, noticeBefore, available)).map(({ channel, count, since }) => ({
      ...{ check: "notice-held" as const, organizationId: null, what: channel, since, count },
    })),
    ...carrying("notice-stuck", await stuckNotices(db, noticeBefore)),
  ];
}

/**
 * Workflows that the engine should be running and is not, and workflows that it should not be running.
 * @param rejoin the engine was restored or replaced: whatever it ran until then is based on other rows
 */
export async function gapsOfEngine(
  { db }: ActContext,
  engine: EngineView,
  now: Date,
  { rejoin = false }: { rejoin?: boolean } = {},
): Promise<FoundGap[]> {
  const rounds = await wantedRounds(db);
  const cases = await wantedCases(db);
  const couriers = await wantedCouriers(db);
  const missing = new Set(await engine.missing([...rounds, ...cases, ...couriers].map(({ wake }) => wake.workflowId)));
  if (missing.size > 0) {
    // A workflow that has ended by itself meanwhile is no longer wanted.
    const still = [...(await wantedRounds(db)), ...(await wantedCases(db)), ...(await wantedCouriers(db))];
    const wanted = new Set(still.map(({ wake }) => wake.workflowId));
    for (const id of missing) if (!wanted.has(id)) missing.delete(id);
  }
  const gapOf = (check: Gap["check"], { wake, organizationId, caseId, since }: Wanted): FoundGap => ({
    ...{ check, organizationId, what: caseId ?? wake.workflowId, since, wake },
  });
  const dead = ({ wake }: Wanted): boolean => missing.has(wake.workflowId);
  const scheduled = await engine.scheduledShards();
  const shards = scheduled ? await shardsOfOrganizations(db) : [];
  return [
    ...shards
      .filter((shard) => !scheduled?.has(shard))
      .map((shard) => ({
        check: "schedule" as const,
        organizationId: null,
        what: `plan-${shard}`,
        since: null,
        shard,
      })),
    ...rounds.filter((one) => dead(one) || one.oversleeps).map((one) => gapOf("round", one)),
    ...cases.filter(dead).map((one) => gapOf("case-workflow", one)),
    ...couriers.filter(dead).map((one) => gapOf("courier", one)),
    ...(await strangers(db, engine, { cases, since: rejoin ? now : await restoredAt(db) })),
  ];
}

/**
 * Workflows of cases that do not exist, or that ran before the database was restored. Rounds and couriers read the rows each time they wake; a case
 * workflow keeps its position and must be started anew.
 */
async function strangers(
  db: ActContext["db"],
  engine: EngineView,
  { cases, since }: { cases: readonly Wanted[]; since: Date | null },
): Promise<FoundGap[]> {
  const running = (await engine.running()) ?? [];
  const own = running.flatMap(({ workflowId, startedAt }) => {
    const caseId = caseOfWorkflow(workflowId);
    return caseId === null ? [] : [{ workflowId, startedAt, caseId }];
  });
  const existing = await existingCases(
    db,
    own.map(({ caseId }) => caseId),
  );
  const wanted = new Map(cases.map((one) => [one.wake.workflowId, one]));
  return own.flatMap(({ workflowId, startedAt, caseId }): FoundGap[] => {
    const about = { what: workflowId, since: startedAt };
    if (!existing.has(caseId)) return [{ check: "workflow-orphan", organizationId: null, ...about }];
    if (since === null || startedAt >= since) return [];
    const { wake, organizationId = null } = wanted.get(workflowId) ?? {};
    return [{ check: "workflow-behind", organizationId, ...about, ...(wake && { wake }) }];
  });
}

/** Rounds, couriers and planners: once woken, they read the rows again. */
export async function allLoops({ db }: ActContext): Promise<Wake[]> {
  const shards = await shardsOfOrganizations(db);
  return [
    ...[...(await wantedRounds(db)), ...(await wantedCouriers(db))].map(({ wake }) => wake),
    ...shards.map(wakePlanner),
  ];
}
