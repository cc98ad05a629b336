import type { Addresses, AddressKind } from "../../domain/channels/channel.ts";
import { addressOf } from "../../domain/channels/index.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { type LanguageCode, type Role, roles } from "../../domain/terms.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { newId, rowsOf } from "../rows.ts";
import { type Touched, wakeTasks } from "../tasks/pauses.ts";
import { addressesColumn, addressesIn, insertAddresses, isReachable, peopleAt, writeAddresses } from "./addresses.ts";
import { hasNotEndedAt, isHeldAt, isStayingAt } from "./held.ts";
import type { RoleChange } from "./roster.ts";

export interface PersonRow {
  id: string;
  name: string;
  addresses: Addresses;
  language: LanguageCode;
  /** The hour at which they prefer routine notices; null: no preference. */
  dailyHour: number | null;
  routineChannel: string | null;
  leftAt: Date | null;
}

/** A person as a roster or a form describes them; with at least one address. */
export interface NewPerson extends Readonly<Partial<Record<AddressKind, string>>> {
  name: string;
  language: LanguageCode;
}

const columns = Prisma.sql`p.id, p.name, p.language, p.daily_hour as "dailyHour", p.routine_channel as "routineChannel", p.left_at as "leftAt", ${addressesColumn}`;

/** People of an id, an e-mail address or a telephone number (E.164). Several people may share a telephone number. */
export async function peopleNamed(tx: Tx, named: string): Promise<PersonRow[]> {
  return tx.$queryRaw<PersonRow[]>`
    select ${columns} from person p where p.id = any(array${peopleAt(named)} || ${named}::text) order by p.ordinal`;
}

/** People by id, including those who have left. */
export async function peopleById(tx: Tx, ids: readonly string[]): Promise<PersonRow[]> {
  return tx.$queryRaw<PersonRow[]>`
    select ${columns} from person p where p.id = any(${[...ids]}::text[]) order by p.ordinal`;
}

/** The one person who matches: by e-mail address, otherwise by telephone number and name. */
export async function knownPerson(tx: Tx, person: NewPerson): Promise<PersonRow | null> {
  const found = await tx.$queryRaw<PersonRow[]>`
    select ${columns} from person p
    where p.id = any(array${peopleAt(person.email ?? null)} || array${peopleAt(person.phone ?? null)}) order by p.ordinal`;
  const emailOf = (one: PersonRow) => addressOf(one, "email");
  const byPhone = (one: PersonRow): boolean =>
    person.phone !== undefined && addressOf(one, "phone") === person.phone && one.name === person.name;
  return (
    found.find((one) => person.email !== undefined && emailOf(one) === person.email) ??
    found.find((one) => byPhone(one) && (emailOf(one) === null || person.email === undefined)) ??
    null
  );
}

export async function insertPerson(tx: Tx, person: NewPerson, now: Date): Promise<string> {
  const id = newId();
  await tx.$executeRaw`
    insert into person (id, name, language, ordinal, shard, created_at)
    select ${id}, ${person.name}, ${person.language}, n, (n / 1000)::int, ${now}
    from nextval(pg_get_serial_sequence('person', 'ordinal')) as n`;
  await insertAddresses(tx, [{ id, given: addressesIn(person) }]);
  return id;
}

/**
 * Sets the name of a person who never held a role, which they had entered themselves, if at all. @returns false: the person held a role and keeps
 * their name
 */
export async function nameOutsider(tx: Tx, id: string, name: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update person set name = ${name} where id = ${id} and not exists (select 1 from holding where person_id = ${id})`;
  return changed > 0;
}

/**
 * Writes the given addresses of a known person; they replace others and are tried again if they had failed. A known e-mail address is kept. A person
 * who had left has returned.
 */
export async function completePerson(tx: Tx, known: PersonRow, person: NewPerson): Promise<void> {
  await tx.$executeRaw`update person set left_at = null where id = ${known.id}`;
  const { email, ...others } = addressesIn(person);
  const given = { ...others, ...(email && { email: addressOf(known, "email") ?? email }) };
  await writeAddresses(tx, [{ id: known.id, given }], { again: true });
}

/** Fields of a person that can be written: name, preferences, and one address of each kind. */
export type WrittenPerson = Pick<PersonRow, "id" | "name" | "language" | "dailyHour" | "routineChannel"> &
  Record<AddressKind, string | null>;

/** Overwrites the fields of a person. A changed address is in state `ok` again. */
export async function writePerson(
  tx: Tx,
  { id, name, language, dailyHour, routineChannel, ...given }: WrittenPerson,
): Promise<void> {
  await tx.$executeRaw`
    update person set name = ${name}, language = ${language}, daily_hour = ${dailyHour}, routine_channel = ${routineChannel}
    where id = ${id}`;
  await writeAddresses(tx, [{ id, given }]);
}

/** Gives a role to a person. @returns false: they held it already */
export async function holdRole(
  tx: Tx,
  { organizationId, personId, role }: { organizationId: string; personId: string; role: Role },
  now: Date,
): Promise<boolean> {
  const added = await tx.$executeRaw`
    insert into holding (id, organization_id, person_id, role, from_at)
    select ${newId()}, ${organizationId}, ${personId}, ${role}, ${now}
    where not exists (select 1 from holding where organization_id = ${organizationId} and person_id = ${personId} and role = ${role}
                      and ${hasNotEndedAt(now, "")})
    on conflict do nothing`;
  return added > 0;
}

/** Ends the roles that a person holds, in one organization or, with null, in all; the person has then left. @returns the ended roles */
export async function endHoldings(
  tx: Tx,
  personId: string,
  organizationId: string | null,
  now: Date,
): Promise<RoleChange[]> {
  const where = organizationId === null ? Prisma.sql`true` : Prisma.sql`organization_id = ${organizationId}`;
  const rows = await tx.$queryRaw<RoleChange[]>`
    update holding set until_at = ${now}
    where person_id = ${personId} and ${hasNotEndedAt(now, "")} and ${where}
    returning organization_id as "organizationId", person_id as "personId", role, false as held`;
  if (organizationId === null)
    await tx.$executeRaw`update person set left_at = ${now} where id = ${personId} and left_at is null`;
  return rows;
}

/** Those of the given people who hold no role anywhere. */
export async function withoutRole(tx: Tx, personIds: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from unnest(${[...personIds]}::text[]) as id
    where not exists (select 1 from holding h where h.person_id = id and ${hasNotEndedAt(now)})`;
  return rows.map(({ id }) => id);
}

/** Those of the given roles that another person held before. The first holder of a role has no predecessor. */
export async function formerlyHeld(
  tx: Tx,
  roles: readonly Pick<RoleChange, "organizationId" | "personId" | "role">[],
): Promise<(one: Pick<RoleChange, "organizationId" | "personId" | "role">) => boolean> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    select r."organizationId" || '/' || r."personId" || '/' || r.role as name
    from jsonb_to_recordset(${rowsOf(roles)}) as r("organizationId" text, "personId" text, role text)
    where exists (select 1 from holding h where h.organization_id = r."organizationId" and h.role = r.role and h.person_id <> r."personId")`;
  const held = new Set(rows.map(({ name }) => name));
  return ({ organizationId, personId, role }) => held.has(`${organizationId}/${personId}/${role}`);
}

/** A task that was one person's own and was cancelled because they left. */
export interface CancelledTask extends Touched {
  parentTaskId: string | null;
  workflowType: string | null;
  personId: string;
}

/**
 * Cancels one-person tasks whose person no longer holds any of the roles for which they were requested. They are not reassigned.
 * @param own steps that are one person's own, by kind
 */
export async function cancelOwnTasks(
  tx: Tx,
  organizationIds: readonly string[],
  own: readonly { kind: string; step: string }[],
  now: Date,
): Promise<CancelledTask[]> {
  if (organizationIds.length === 0) return [];
  const chosen = await tx.$queryRaw<{ id: string; parentTaskId: string | null }[]>`
    select t.id, t.parent_task_id as "parentTaskId" from task t join "case" c on c.id = t.case_id
    join jsonb_to_recordset(${rowsOf(own)}) as s(kind text, step text) on s.kind = c.kind and s.step = t.step
    where t.organization_id = any(${[...organizationIds]}::text[]) and t.state in (${Prisma.join([...doing])}) and t.person_id is not null
      and not exists (select 1 from holding h where h.organization_id = t.organization_id and h.person_id = t.person_id
                      and h.role = any(t.roles) and ${isHeldAt(now)})`;
  if (chosen.length === 0) return [];
  const ids = chosen.map(({ id }) => id);
  // A covering task is locked before the tasks that it covers, as in every verb.
  const locked = [...ids, ...chosen.flatMap(({ parentTaskId }) => parentTaskId ?? [])];
  await tx.$queryRaw`
    select 1 from task where id = any(${locked}::text[]) order by (parent_task_id is not null), id for update`;
  return tx.$queryRaw<CancelledTask[]>`
    update task t set state = 'cancelled', settled_at = ${now}, next_at = null
    from "case" c where c.id = t.case_id and t.id = any(${ids}::text[]) and t.state in (${Prisma.join([...doing])})
    returning t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.round, t.parent_task_id as "parentTaskId",
      c.workflow_type as "workflowType", t.person_id as "personId"`;
}

/**
 * Returns open tasks to their role if the doer no longer holds a role in the organization: the role's holders are now asked. An acknowledgement by
 * the person who left no longer counts.
 */
export async function releaseTasks(tx: Tx, organizationIds: readonly string[], now: Date): Promise<Touched[]> {
  if (organizationIds.length === 0) return [];
  const released = await tx.$queryRaw<Touched[]>`
    with chosen as (
      select t.id from task t
      cross join lateral (select coalesce(t.person_id, case when t.state = 'acknowledged' then (
        select e.actor from event e where e.task_id = t.id and e.verb = 'acknowledge' order by e.id desc limit 1) end) as id) doer
      where t.organization_id = any(${[...organizationIds]}::text[]) and t.state in (${Prisma.join([...doing])})
        and exists (select 1 from person p where p.id = doer.id)
        and not exists (select 1 from holding h where h.organization_id = t.organization_id and h.person_id = doer.id
                        and ${isHeldAt(now)})
      order by t.id for update of t)
    update task t set person_id = null, state = case when t.state = 'acknowledged' then 'open' else t.state end
    from chosen where t.id = chosen.id
    returning t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.round`;
  const ids = released.map(({ id }) => id);
  if (ids.length > 0) await wakeTasks(tx, Prisma.sql`t.id = any(${ids}::text[])`, now);
  return released;
}

export interface HeldRole extends PersonRow {
  role: Role;
  since: Date;
}

/** Holders of roles in an organization, in the order of the roles. */
export async function peopleOf(tx: Tx, organizationId: string, now: Date): Promise<HeldRole[]> {
  return tx.$queryRaw<HeldRole[]>`
    select ${columns}, h.role, h.from_at as since from holding h join person p on p.id = h.person_id
    where h.organization_id = ${organizationId} and ${isHeldAt(now)}
      and ${isStayingAt(now)}
    order by array_position(${[...roles]}::text[], h.role), h.from_at, p.ordinal`;
}

export interface PersonLine extends PersonRow {
  /** Roles with the organization's code, in the order in which they were given. */
  holds: { organization: string; role: Role; since: Date }[];
}

export interface PersonFilter {
  organizationId?: string;
  /** Only role holders without a working address. */
  unreachable?: boolean;
  limit: number;
}

/** People in the order in which they were added, with the roles that they hold now. */
export async function personLines(tx: Tx, filter: PersonFilter, now: Date): Promise<PersonLine[]> {
  const { organizationId, unreachable, limit } = filter;
  const held = Prisma.sql`h.person_id = p.id and ${isHeldAt(now)}
    ${organizationId === undefined ? Prisma.empty : Prisma.sql`and h.organization_id = ${organizationId}`}`;
  const conditions = [
    Prisma.sql`${isStayingAt(now)}`,
    ...(organizationId === undefined && !unreachable
      ? []
      : [Prisma.sql`exists (select 1 from holding h where ${held})`]),
    ...(unreachable ? [Prisma.sql`not ${isReachable}`] : []),
  ];
  const rows = await tx.$queryRaw<PersonRow[]>`
    select ${columns} from person p where ${Prisma.join(conditions, " and ")} order by p.ordinal limit ${limit}`;
  const roles = await tx.$queryRaw<{ personId: string; organization: string; role: Role; since: Date }[]>`
    select p.id as "personId", o.code as organization, h.role, h.from_at as since
    from person p join holding h on ${held} join organization o on o.id = h.organization_id
    where p.id = any(${rows.map(({ id }) => id)}::text[]) order by h.from_at, o.ordinal, h.id`;
  const holds = new Map<string, PersonLine["holds"]>();
  for (const { personId, ...one } of roles) holds.set(personId, [...(holds.get(personId) ?? []), one]);
  return rows.map((row) => ({ ...row, holds: holds.get(row.id) ?? [] }));
}
