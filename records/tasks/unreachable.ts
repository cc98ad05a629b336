import { type Duties, find, type Holder } from "../../domain/tasks/people.ts";
import { lastDoers } from "../../domain/tasks/role-chain.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { officeRoles, type Role } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isReachable } from "../roster/addresses.ts";
import { hasLeftAt, isHeldAt, isStayingAt } from "../roster/held.ts";
import { byOrganization, rowsOf } from "../rows.ts";

/** Looked at in one go: a city has fewer unreachable doers, or another trouble. */
const most = 5_000;

const heldAt = (now: Date): Prisma.Sql => Prisma.sql`${isHeldAt(now)}
    and ${isStayingAt(now)}`;

/** Offices `h` of an organization and their people `p`, and whether those can be reached: each looked up by its index. */
const holdersIn = (organizationId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (select * from holding where organization_id = ${organizationId} offset 0) h
  cross join lateral (select p.left_at, ${isReachable} as reachable from person p where p.id = h.person_id offset 0) p`;

/** As the index of these roles has them. */
const inLastPlace = Prisma.raw(`h.role in (${lastDoers.map((role) => `'${role}'`).join(", ")})`);

/** An organization in which somebody cannot be reached, or in which a task may be without a doer; and who is there. */
export interface DoubtfulOrganization {
  id: string;
  /** Somebody there cannot be reached. */
  unreached: boolean;
  /** Nobody who holds an office there has a working address: whatever is sent there, nobody reads it. */
  mute: boolean;
  roles: readonly Role[];
  people: readonly string[];
}

/**
 * Organizations in which somebody cannot be reached, and those in which a task may be without a doer. A person has an address
 * from the first day on: who has no working one has one that failed. "offset 0": each is looked up by its index.
 * @param among a condition on the organization `o`
 */
export const doubtfulOrganizations = (tx: Tx, among: Prisma.Sql, now: Date): Promise<DoubtfulOrganization[]> =>
  tx.$queryRaw<DoubtfulOrganization[]>`
  select d.id, here.*
  from (
    select o.id from address a
    cross join lateral (select p.id, p.left_at from person p where p.id = a.person_id and not ${isReachable} offset 0) p
    cross join lateral (select * from holding where person_id = p.id offset 0) h
    join organization o on o.id = h.organization_id
    where a.state <> 'ok' and ${heldAt(now)} and ${among}
    union
    select o.id from organization o where o.closed_at is null and ${among} and not exists (
      select 1 from holding h where h.organization_id = o.id and ${inLastPlace}
        and ${isHeldAt(now)}
        and not exists (select 1 from person p where p.id = h.person_id and ${hasLeftAt(now)}))) d
  cross join lateral (
    select coalesce(array_agg(h.role), '{}') as roles, coalesce(array_agg(h.person_id), '{}') as people,
      coalesce(bool_or(not p.reachable), false) as unreached,
      not coalesce(bool_or(p.reachable and h.role in (${Prisma.join([...officeRoles])})), false) as mute
    from ${holdersIn(Prisma.sql`d.id`)} where ${heldAt(now)}) here`;

/** Who holds a role in organizations, in the order in which they came, and whether they can be reached. */
export type ReachedHolders = ReadonlyMap<string, readonly (Holder & { reachable: boolean })[]>;

export async function reachedHolders(tx: Tx, organizationIds: readonly string[], now: Date): Promise<ReachedHolders> {
  if (organizationIds.length === 0) return new Map();
  const holders = await tx.$queryRaw<(Holder & { organizationId: string; reachable: boolean })[]>`
    select o.id as "organizationId", h.person_id as "personId", h.role, p.reachable
    from unnest(${[...new Set(organizationIds)]}::text[]) o(id)
    cross join lateral ${holdersIn(Prisma.sql`o.id`)}
    where ${heldAt(now)} order by h.from_at, h.id`;
  return byOrganization(holders);
}

/** A task that nobody hears of: nobody is there who does it, or nobody of those with a working address. */
export interface UnreachedTask {
  id: string;
  organizationId: string;
  openedAt: Date;
  /** Nobody at all is there. */
  vacant: boolean;
}

/** What is known of the roster already; absent: it is read. */
type Holders = (organizationIds: readonly string[]) => Promise<ReachedHolders>;

/**
 * Open tasks whose doer is nobody with a working address, the earliest due first. Who does a task is a rule of the domain, so
 * only tasks of organizations where somebody cannot be reached, and those in whose own roles nobody is, are read and asked about.
 * @param within a condition on the task `t` or its organization `o`
 * @param doubtful of all that are looked at, the {@link doubtfulOrganizations}; joined with them in one statement, people were looked
 * for at every open task of the city
 */
async function unreachedTasks(
  tx: Tx,
  within: Prisma.Sql,
  now: Date,
  doubtful: readonly DoubtfulOrganization[],
  holdersIn: Holders = (ids) => reachedHolders(tx, ids, now),
): Promise<UnreachedTask[]> {
  if (doubtful.length === 0) return [];
  const tasks = await tx.$queryRaw<(Duties & { id: string; organizationId: string; openedAt: Date })[]>`
    select t.id, t.organization_id as "organizationId", t.roles, t.person_id as "personId", t.passed_by_id as "passedById",
      t.verifier, t.did_ids as "didIds", t.opened_at as "openedAt"
    from jsonb_to_recordset(${rowsOf(doubtful)}) as here(id text, unreached boolean, roles text[], people text[])
    cross join lateral (select * from organization where id = here.id offset 0) o
    cross join lateral (
      select * from task where organization_id = o.id and state in (${Prisma.join([...doing])}) and settled_at is null offset 0) t
    where ${within} and (here.unreached or not (here.roles && t.roles or coalesce(t.person_id = any(here.people), false)))
    order by t.due_at, t.id limit ${most}`;
  const here = await holdersIn(tasks.map(({ organizationId }) => organizationId));
  return tasks.flatMap((task) => {
    const people = here.get(task.organizationId) ?? [];
    const reached = new Set(people.filter((holder) => holder.reachable).map(({ personId }) => personId));
    const doers = find("doer", task, people).people;
    const { id, organizationId, openedAt } = task;
    return doers.some((one) => reached.has(one)) ? [] : [{ id, organizationId, openedAt, vacant: doers.length === 0 }];
  });
}

/** Ids of open tasks whose doer is nobody with a working address. */
export async function unreachableTasks(
  tx: Tx,
  within: Prisma.Sql,
  now: Date,
  doubtful: readonly DoubtfulOrganization[],
  holders?: Holders,
): Promise<string[]> {
  return (await unreachedTasks(tx, within, now, doubtful, holders)).map(({ id }) => id);
}

interface Missing {
  what: string;
  organizationId: string;
  since: Date;
}

/** The same of all organizations that are neither paused nor closed: where nobody is there at all, and where nobody can be reached. */
export async function doersMissing(tx: Tx, now: Date): Promise<{ vacant: Missing[]; unreached: Missing[] }> {
  const at = Prisma.sql`o.paused_at is null and o.closed_at is null`;
  const doubtful = await doubtfulOrganizations(tx, at, now);
  const rows = (await unreachedTasks(tx, Prisma.sql`${at} and t.waits_for = 0`, now, doubtful)).map(
    ({ id, organizationId, openedAt, vacant }) => ({ what: id, organizationId, since: openedAt, vacant }),
  );
  return { vacant: rows.filter(({ vacant }) => vacant), unreached: rows.filter(({ vacant }) => !vacant) };
}
