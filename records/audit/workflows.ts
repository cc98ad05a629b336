import { type Wake, wakeCase, wakeCourier, wakeRound, wakeWebhooks } from "../../domain/ids.ts";
import type { Tx } from "../../prisma/client.ts";
import { workflowDue } from "../cases/workflows.ts";
import { queuedShards } from "../messages/deliveries.ts";
import { queuedDirect } from "../messages/direct-messages.ts";
import { nextMessageAt } from "../webhooks/messages.ts";

/** A workflow that should be running, and the reason. */
export interface Wanted {
  wake: Wake;
  organizationId: string | null;
  /** Case of the workflow; absent: it belongs to none. */
  caseId?: string;
  /** Since when it has had something to do. */
  since: Date;
}

/** Rounds of open tasks that have a next step. `oversleeps`: the round sleeps beyond the earliest of them. */
export async function wantedRounds(tx: Tx): Promise<(Wanted & { oversleeps: boolean })[]> {
  const rows = await tx.$queryRaw<{ round: string; next: Date; oversleeps: boolean }[]>`
    select r.round, r.next, coalesce(s.until > r.next, false) as oversleeps
    from (select round, min(next_at) as next from task where next_at is not null and settled_at is null group by round) r
    left join sleeper s on s.id = r.round
    where not exists (select 1 from nudge n where n.workflow_id = r.round) order by r.round`;
  return rows.map(({ round, next, oversleeps }) => ({
    wake: wakeRound(round),
    organizationId: null,
    since: next,
    oversleeps,
  }));
}

/** Open cases whose workflow is due and which no pending nudge will start. */
export async function wantedCases(tx: Tx): Promise<Wanted[]> {
  const rows = await tx.$queryRaw<
    { id: string; organizationId: string; type: string; workflowId: string | null; since: Date }[]
  >`
    select c.id, c.organization_id as "organizationId", c.workflow_type as type, c.workflow_id as "workflowId", c.opened_at as since
    from "case" c join organization o on o.id = c.organization_id
    where ${workflowDue} and o.closed_at is null
      and not exists (select 1 from nudge n where n.workflow_id = c.workflow_id)
    order by c.opened_at, c.id`;
  return rows.map(({ id, organizationId, type, workflowId, since }) => ({
    wake: wakeCase(type, id, workflowId ?? undefined),
    organizationId,
    caseId: id,
    since,
  }));
}

/** Couriers of shards in which notices wait, and the workflow that sends webhooks. */
export async function wantedCouriers(tx: Tx): Promise<Wanted[]> {
  const shards = [...(await queuedShards(tx)), ...(await queuedDirect(tx))];
  const told = await nextMessageAt(tx);
  const wanted = [
    ...shards.map(({ shard, at }) => ({ wake: wakeCourier(shard), organizationId: null, since: at })),
    ...(told ? [{ wake: wakeWebhooks(), organizationId: null, since: told }] : []),
  ];
  const nudged = await nudgedAmong(
    tx,
    wanted.map(({ wake }) => wake.workflowId),
  );
  return wanted.filter(({ wake }) => !nudged.has(wake.workflowId));
}

/** Those of the given workflow ids that have a pending nudge. */
async function nudgedAmong(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct workflow_id as id from nudge where workflow_id = any(${[...ids]}::text[])`;
  return new Set(rows.map(({ id }) => id));
}

/** Workflows whose nudge has been pending since before an instant. */
export const lateNudges = (tx: Tx, before: Date): Promise<{ workflowId: string; since: Date }[]> => tx.$queryRaw`
  select workflow_id as "workflowId", min(created_at) as since from nudge where created_at < ${before}
  group by workflow_id order by 2, 1`;

/** Open cases that have neither a workflow nor an open task, so that nothing would ever settle them. */
export const idleCases = (tx: Tx, before: Date): Promise<{ what: string; organizationId: string; since: Date }[]> =>
  tx.$queryRaw`
    select c.id as what, c.organization_id as "organizationId",
      coalesce((select max(t.settled_at) from task t where t.case_id = c.id), c.opened_at) as since
    from "case" c join organization o on o.id = c.organization_id
    where c.state = 'open' and c.workflow_type is null and c.opened_at < ${before} and o.closed_at is null
      and not exists (select 1 from task t where t.case_id = c.id and t.settled_at is null)
      and not exists (select 1 from "case" x where x.parent_id = c.id and x.state = 'open')
      and (c.circular_id is null or exists (
        select 1 from circular_shard s where s.circular_id = c.circular_id and s.shard = o.shard))
    order by 3, c.id`;

/** Those of the given case ids that exist. */
export async function existingCases(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`select id from "case" where id = any(${[...ids]}::text[])`;
  return new Set(rows.map(({ id }) => id));
}

/** When the database was last restored; null: never. */
export async function restoredAt(tx: Tx): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ at: Date | null }[]>`select max(at) as at from restore`;
  return rows[0]?.at ?? null;
}
