import { type Wake, wakeCourier, wakeRound } from "../domain/ids.ts";
import { Prisma, type Statements } from "../prisma/client.ts";
import { rowsOf } from "./rows.ts";
import { traceparent } from "./trace.ts";

/** A request to wake a workflow, written in the transaction that gave the reason. */
export interface Nudge extends Wake {
  id: bigint;
  signal: string;
  starts: boolean;
  /** Trace of the transaction that wrote it; null: not traced. */
  trace: string | null;
}

/** PostgreSQL channel on which new nudges are announced. */
export const nudgeChannel = "duban_nudge";

/** In milliseconds: how far the clock of another writer may differ from ours. */
const clockSkewMs = 5_000;
/** In milliseconds: a workflow that should have woken this long ago may not be running, and is nudged whatever instant it sleeps to. */
const overdueMs = 120_000;

/** Wakes workflows unconditionally, such as a case workflow after a task settled. */
export async function nudge(tx: Statements, wakes: readonly Wake[], now: Date): Promise<void> {
  if (wakes.length === 0) return;
  const unique = [...new Map(wakes.map((wake) => [wake.workflowId, wake])).values()];
  await tx.$executeRaw`
    insert into nudge (workflow_id, workflow_type, task_queue, signal, args, created_at, starts, trace)
    select r."workflowId", r."workflowType", r."taskQueue", 'nudge', r.args, ${now}, coalesce(r.starts, true), ${traceparent()}::text
    from jsonb_to_recordset(${rowsOf(unique)}) as r("workflowId" text, "workflowType" text, "taskQueue" text, args jsonb, starts bool)`;
  // Sent at commit to the relay, in case the writer dies before it has flushed the nudge itself.
  await tx.$executeRaw`select pg_notify(${nudgeChannel}, '')`;
}

/** Wakes rounds whose next rung is now earlier than the instant they sleep to. */
export async function nudgeRounds(
  tx: Statements,
  due: readonly { round: string; at: Date }[],
  now: Date,
): Promise<void> {
  await nudgeSleepers(
    tx,
    due.map(({ round, at }) => ({ wake: wakeRound(round), at })),
    now,
  );
}

/** Wakes couriers that have a notice due earlier than the instant they sleep to. */
export async function nudgeCouriers(
  tx: Statements,
  due: readonly { shard: number; at: Date }[],
  now: Date,
): Promise<void> {
  await nudgeSleepers(
    tx,
    due.map(({ shard, at }) => ({ wake: wakeCourier(shard), at })),
    now,
  );
}

/**
 * Nudges those workflows that would sleep too long. The row is share-locked until commit: the workflow cannot store a new instant in between, so that
 * it may be nudged once too often but never too seldom. Without a row or an instant the workflow is awake or was never started.
 */
async function nudgeSleepers(tx: Statements, due: readonly { wake: Wake; at: Date }[], now: Date): Promise<void> {
  if (due.length === 0) return;
  const earliest = new Map<string, { wake: Wake; at: Date }>();
  for (const one of due) {
    const known = earliest.get(one.wake.workflowId);
    if (!known || one.at < known.at) earliest.set(one.wake.workflowId, one);
  }
  const ids = [...earliest.keys()].sort();
  const sleepers = await tx.$queryRaw<{ id: string; until: Date | null }[]>`
    select id, until from sleeper where id in (${Prisma.join(ids)}) order by id for share`;
  const until = new Map(sleepers.map((sleeper) => [sleeper.id, sleeper.until]));
  const wakes = [...earliest.values()].filter(({ wake, at }) => {
    const sleepsTo = until.get(wake.workflowId);
    return !sleepsTo || at < sleepsTo || now.getTime() - sleepsTo.getTime() > overdueMs;
  });
  await nudge(
    tx,
    wakes.map(({ wake }) => wake),
    now,
  );
}

/** Records that the workflow is awake: every change nudges it from now on. */
export async function markAwake(tx: Statements, id: string): Promise<void> {
  await tx.$executeRaw`insert into sleeper (id, until) values (${id}, null) on conflict (id) do update set until = null`;
}

/** Records that the workflow polls until it sleeps again: what is due from `since` on is found without a nudge. */
export async function markPolling(tx: Statements, id: string, since: Date): Promise<void> {
  const until = new Date(since.getTime() - clockSkewMs);
  await tx.$executeRaw`update sleeper set until = ${until} where id = ${id}`;
}

/** Records that the workflow sleeps, to an instant computed in the same statement. @returns that instant */
export async function markAsleep(tx: Statements, id: string, until: Prisma.Sql): Promise<Date | null> {
  await tx.$queryRaw`select 1 from sleeper where id = ${id} for update`;
  const rows = await tx.$queryRaw<{ until: Date | null }[]>`
    update sleeper set until = (${until}) where id = ${id} returning until`;
  return rows[0]?.until ?? null;
}

/**
 * Pending nudges, at most `limit`: rounds, couriers and circulars first, so that no reminder waits behind a mass of starting cases; then the oldest.
 */
export async function waitingNudges(tx: Statements, limit = 1_000): Promise<Nudge[]> {
  return tx.$queryRaw<Nudge[]>`
    select id, workflow_id as "workflowId", workflow_type as "workflowType", task_queue as "taskQueue", signal, args, starts, trace
    from nudge order by (workflow_type in ('round', 'courier', 'distribution')) desc, id limit ${limit}`;
}

export async function dropNudges(tx: Statements, ids: readonly bigint[]): Promise<void> {
  if (ids.length > 0) await tx.$executeRaw`delete from nudge where id in (${Prisma.join([...ids])})`;
}

/** Number of pending nudges, and since when the oldest waits; for doctor and the watchdog. */
export async function nudgeLag(tx: Statements): Promise<{ count: number; oldest: Date | null }> {
  const rows = await tx.$queryRaw<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(created_at) as oldest from nudge`;
  return rows[0] ?? { count: 0, oldest: null };
}

/** Rounds, and shards of couriers, that have stored an instant to sleep to. */
export async function sleepersOf(tx: Statements): Promise<{ rounds: string[]; shards: number[] }> {
  const rows = await tx.$queryRaw<{ id: string }[]>`select id from sleeper where until is not null order by id`;
  const ids = rows.map(({ id }) => id);
  return {
    rounds: ids.filter((id) => id.startsWith("round-")),
    shards: ids.flatMap((id) => (id.startsWith("courier-") ? [Number(id.slice("courier-".length))] : [])),
  };
}
