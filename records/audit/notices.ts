import type { Channel } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { mostNamed } from "./tasks.ts";

/** A notice that is due and has not been sent. */
export interface LateNotice {
  what: string;
  organizationId: string | null;
  shard: number;
  since: Date;
}

/**
 * Notices that should have been sent before an instant, of channels that have a transport. Paused organizations are left out: they are sent nothing.
 */
export const lateNotices = (tx: Tx, before: Date, available: readonly Channel[]): Promise<LateNotice[]> =>
  tx.$queryRaw<LateNotice[]>`
    select n.id as what, n.organization_id as "organizationId", n.shard, n.send_at as since
    from notice n left join organization o on o.id = n.organization_id
    where n.state = 'queued' and n.send_at < ${before} and o.paused_at is null and n.channel = any(${[...available]}::text[])
    order by n.send_at, n.id limit ${mostNamed}`;

/** Number of notices, by channel, that have been due since before an instant and whose channel has no transport. */
export const heldNotices = (
  tx: Tx,
  before: Date,
  available: readonly Channel[],
): Promise<{ channel: Channel; count: number; since: Date }[]> => tx.$queryRaw`
  select channel, count(*)::int as count, min(send_at) as since from notice
  where state = 'queued' and send_at < ${before} and not channel = any(${[...available]}::text[]) group by channel order by channel`;

/** Notices that have been in state `sending` since before an instant: the courier was cut off and the outcome was never established. */
export const stuckNotices = (tx: Tx, before: Date): Promise<LateNotice[]> => tx.$queryRaw<LateNotice[]>`
  select n.id as what, n.organization_id as "organizationId", n.shard, coalesce(d.created_at, n.send_at) as since
  from notice n left join delivery d on d.id = n.delivery_id
  where n.state = 'sending' and coalesce(d.created_at, n.send_at) < ${before} order by 4, n.id limit ${mostNamed}`;

/** Direct messages (about no task) that have been due since before an instant and have not been sent. */
export const lateDirect = (tx: Tx, before: Date): Promise<Omit<LateNotice, "shard">[]> => tx.$queryRaw`
  select id as what, organization_id as "organizationId", send_at as since from direct_message
  where state in ('queued', 'sending') and send_at < ${before} order by send_at, id limit ${mostNamed}`;

/** Number of notices that should have been sent before an instant, and since when the oldest has waited; the watchdog reads this. */
export async function backlog(
  tx: Tx,
  before: Date,
  available: readonly Channel[],
): Promise<{ count: number; oldest: Date | null }> {
  const rows = await tx.$queryRaw<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(n.send_at) as oldest from notice n left join organization o on o.id = n.organization_id
    where n.state = 'queued' and n.send_at < ${before} and o.paused_at is null and n.channel = any(${[...available]}::text[])`;
  return rows[0] ?? { count: 0, oldest: null };
}
