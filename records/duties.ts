import type { Profile } from "../domain/catalogue/applies.ts";
import type { Start } from "../domain/planning/start.ts";
import type { Zone } from "../domain/terms.ts";
import { Prisma, type Tx } from "../prisma/client.ts";
import { isLateAt } from "./tasks/lateness.ts";

/** Organizations with the same profile, to which the same duties apply. */
export interface ProfileGroup extends Profile {
  district: string;
  zone: Zone;
  paused: boolean;
  organizations: number;
  /** How its duties start; only in a group of one organization. */
  start?: Start;
}

/** Groups of all organizations that are not closed. */
export async function profileGroups(tx: Tx): Promise<ProfileGroup[]> {
  return tx.$queryRaw<ProfileGroup[]>`
    select type, types, party, qualified, registration, marks, charity, supervised, district, zone, paused_at is not null as paused, count(*)::int as organizations
    from organization where closed_at is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;
}

/** A group for each of the given organizations. */
export async function profilesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ProfileGroup>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<(ProfileGroup & { id: string })[]>`
    select id, type, types, party, qualified, registration, marks, charity, supervised, district, zone, paused_at is not null as paused, 1 as organizations,
      jsonb_build_object('id', id, 'joined', joined_on, 'gentle', not at_once) as start
    from organization where closed_at is null and id = any(${[...new Set(ids)]}::text[])`;
  return new Map(rows.map(({ id, ...profile }) => [id, profile]));
}

export interface DutyCount {
  duty: string;
  /** Open tasks. */
  open: number;
  /** Those of them whose doer is late. */
  late: number;
}

export async function dutyCounts(tx: Tx, organizationId: string | null, now: Date): Promise<DutyCount[]> {
  const which = organizationId === null ? Prisma.sql`true` : Prisma.sql`t.organization_id = ${organizationId}`;
  return tx.$queryRaw<DutyCount[]>`
    select t.duty, count(*)::int as open, count(*) filter (where ${isLateAt(now)})::int as late
    from task t where t.settled_at is null and ${which} group by t.duty`;
}

/** Number of open tasks by escalation policy. */
export async function policyCounts(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRaw<{ policy: string; open: number }[]>`
    select case when state = 'submitted' then verifier_policy else policy end as policy, count(*)::int as open
    from task where settled_at is null group by 1`;
  return new Map(rows.map((row) => [row.policy, row.open]));
}
