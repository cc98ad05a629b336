import { type Duties, find, type Holder } from "../../domain/tasks/people.ts";
import { lastDoers } from "../../domain/tasks/role-chain.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { officeRoles, type Role } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { isReachable } from "../roster/addresses.ts";
import { hasLeftAt, isHeldAt, isStayingAt } from "../roster/held.ts";
import { byOrganization, rowsOf } from "../rows.ts";

/** Maximum number of tasks processed at once; more unreachable doers than this have a common cause. */
const most = 5_000;

const heldAt = (now: Date): Prisma.Sql => Prisma.sql`${isHeldAt(now)}
    and ${isStayingAt(now)}`;

/** SQL: office holders `h` of an organization, people `p`, and whether each can be reached; looked up by index. */
const holdersIn = (organizationId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (select * from holding where organization_id = ${organizationId} offset 0) h
  cross join lateral (select p.left_at, ${isReachable} as reachable from person p where p.id = h.person_id offset 0) p`;

/** Literal, so that the partial index of these roles is used. */
const inLastPlace = Prisma.raw(`h.role in (${lastDoers.map((role) => `'${role}'`).join(", ")})`);

/** An organization that has an unreachable person or may have a task without a doer, with its role holders. */
export interface DoubtfulOrganization {
  id: string;
  /** Somebody there has no working address. */
  unreached: boolean;
  /** No office holder there has a working address, so that nothing sent there is read. */
  mute: boolean;
  roles: readonly Role[];
  people: readonly string[];
}

/**
 * Organizations that have an unreachable person, and those that may have a task without a doer. Everybody has an address from the beginning; a person
 * without a working one has one that failed. "offset 0" makes PostgreSQL look up each organization by its index.
 * @param among SQL condition on organization `o`
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

/** Role holders of organizations in the order in which they were added, and whether each can be reached. */
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

/** A task that reaches nobody: it has no doer, or none with a working address. */
export interface UnreachedTask {
  id: string;
  organizationId: string;
  openedAt: Date;
  /** It has no doer at all. */
  vacant: boolean;
}

/** Role holders that the caller knows already; absent: they are read. */
type Holders = (organizationIds: readonly string[]) => Promise<ReachedHolders>;

/**
 * Open tasks none of whose doers has a working address, earliest due first. The domain decides who a task's doers are; therefore only tasks of
 * doubtful organizations are read and passed to it.
 * @param within SQL condition on task `t` or its organization `o`
 * @param doubtful the {@link doubtfulOrganizations} among those looked at. A join with them in one statement looked up people for every open task of
 * the city
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

/** Ids of open tasks none of whose doers has a working address. */
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

/** The same for all organizations that are neither paused nor closed: tasks without a doer, and tasks whose doers cannot be reached. */
export async function doersMissing(tx: Tx, now: Date): Promise<{ vacant: Missing[]; unreached: Missing[] }> {
  const at = Prisma.sql`o.paused_at is null and o.closed_at is null`;
  const doubtful = await doubtfulOrganizations(tx, at, now);
  const rows = (await unreachedTasks(tx, Prisma.sql`${at} and t.waits_for = 0`, now, doubtful)).map(
    ({ id, organizationId, openedAt, vacant }) => ({ what: id, organizationId, since: openedAt, vacant }),
  );
  return { vacant: rows.filter(({ vacant }) => vacant), unreached: rows.filter(({ vacant }) => !vacant) };
}
