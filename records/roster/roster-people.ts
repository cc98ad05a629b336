import type { Roster, RosterPerson } from "../../domain/roster/roster.ts";
import type { Tx } from "../../prisma/client.ts";
import { newId, rowsOf, tableOf } from "../rows.ts";
import { addressesIn, insertAddresses, writeAddresses } from "./addresses.ts";
import { isHeldAt, isStayingAt } from "./held.ts";

/** A difference between a sheet and a known person. */
export interface PersonChange {
  personId: string;
  name: string;
  field: "name" | "email" | "phone";
  from: string | null;
  to: string;
}

export interface PeopleWritten {
  /** Ids by the sheet's keys. */
  ids: ReadonlyMap<string, string>;
  /** People whose address was known under another name; people who never held a role and entered their name themselves are left out. */
  renamed: PersonChange[];
  /** People whose e-mail address or telephone number changed. `reached`: notices are sent to that address. */
  readdressed: (PersonChange & { reached: boolean })[];
}

interface Row {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  language: string;
}

/**
 * Writes the people of a sheet, each once.
 * @param there ids of the sheet's organizations that existed before
 */
export async function writePeople(tx: Tx, roster: Roster, there: readonly string[], now: Date): Promise<PeopleWritten> {
  const found = await knownPeople(tx, roster.people);
  const known = there.length === 0 ? found : new Map([...found, ...(await sameName(tx, roster, found, there, now))]);
  const ids = new Map<string, string>();
  const rows = roster.people.map(({ key, name, email, phone, language }): Row => {
    const id = known.get(key) ?? newId();
    ids.set(key, id);
    return { id, name, email: email ?? null, phone: phone ?? null, language };
  });
  const before = new Set(known.values());
  await insertPeople(
    tx,
    rows.filter(({ id }) => !before.has(id)),
    now,
  );
  return {
    ids,
    ...(await updatePeople(
      tx,
      rows.filter(({ id }) => before.has(id)),
    )),
  };
}

async function insertPeople(tx: Tx, rows: readonly Row[], now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into person (id, name, language, ordinal, shard, created_at)
    select n.id, n.name, n.language, n.ordinal, (n.ordinal / 1000)::int, ${now}
    from (select r.*, nextval(pg_get_serial_sequence('person', 'ordinal')) as ordinal
          from ${tableOf(rows, { id: "text", name: "text", language: "text" })}) n order by n.id`;
  await insertAddresses(tx, rows.map(given));
}

/** The addresses in the sheet; an empty cell leaves the stored address unchanged. */
const given = ({ id, ...row }: Row) => ({ id, given: addressesIn(row) });

/** Updates people. A changed address is in state `ok` again; people who already match the sheet are not written. */
async function updatePeople(tx: Tx, rows: readonly Row[]): Promise<Pick<PeopleWritten, "renamed" | "readdressed">> {
  if (rows.length === 0) return { renamed: [], readdressed: [] };
  const written = await tx.$queryRaw<(Row & Changed)[]>`
    with r as materialized (
      select * from jsonb_to_recordset(${rowsOf(rows)}) as x(id text, name text, email text, phone text))
    select r.id, r.name, coalesce(r.email, m.value) as email, coalesce(r.phone, s.value) as phone, p.language, p.name as "oldName",
      m.value as "oldEmail", s.value as "oldPhone", coalesce(m.state = 'ok', false) as "mailed",
      exists (select 1 from holding h where h.person_id = p.id) as held
    from r join person p on p.id = r.id
    left join address m on m.person_id = p.id and m.channel = 'email'
    left join address s on s.person_id = p.id and s.channel = 'sms'
    where p.name <> r.name or coalesce(r.email, m.value) is distinct from m.value
      or coalesce(r.phone, s.value) is distinct from s.value or p.left_at is not null`;
  await tx.$executeRaw`
    update person p set name = r.name, left_at = null
    from jsonb_to_recordset(${rowsOf(written.map(({ id, name }) => ({ id, name })))}) as r(id text, name text) where p.id = r.id`;
  await writeAddresses(tx, written.map(given));
  const change = (one: Row, field: PersonChange["field"], from: string | null): PersonChange => ({
    ...{ personId: one.id, name: one.name, field, from },
    to: one[field] ?? "",
  });
  return {
    renamed: written
      .filter(({ held, name, oldName }) => held && name !== oldName)
      .map((one) => change(one, "name", one.oldName)),
    readdressed: written.flatMap((one) => {
      const mail = one.email !== one.oldEmail ? [{ ...change(one, "email", one.oldEmail), reached: true }] : [];
      const byPhone = one.oldEmail === null || !one.mailed;
      const phone = one.phone !== one.oldPhone ? [{ ...change(one, "phone", one.oldPhone), reached: byPhone }] : [];
      return [...mail, ...phone];
    }),
  };
}

interface Changed {
  oldName: string;
  oldEmail: string | null;
  oldPhone: string | null;
  /** Mail has reached them. */
  mailed: boolean;
  /** They hold or held a role. */
  held: boolean;
}

async function knownPeople(tx: Tx, people: readonly RosterPerson[]): Promise<ReadonlyMap<string, string>> {
  const [there] = await tx.$queryRaw<{ any: boolean }[]>`select exists (select 1 from person) as any`;
  if (people.length === 0 || !there?.any) return new Map();
  const rows = people.map(({ key, name, email, phone }) => ({ key, name, email: email ?? null, phone: phone ?? null }));
  // One join for each kind of key: a join with "or" cannot be hashed and takes seconds more for a city.
  const found = await tx.$queryRaw<{ key: string; id: string }[]>`
    with r as materialized (
      select * from jsonb_to_recordset(${rowsOf(rows)}) as x(key text, name text, email text, phone text))
    select r.key, m.person_id as id from r join address m on m.channel = 'email' and m.value = r.email
    union all
    (select distinct on (r.key) r.key, p.id
     from r join address s on s.channel = 'sms' and s.value = r.phone join person p on p.id = s.person_id and p.name = r.name
     where r.email is null and not exists (select 1 from address m where m.person_id = p.id and m.channel = 'email')
     order by r.key, p.ordinal)`;
  return new Map(found.map((row) => [row.key, row.id]));
}

/**
 * Known people at a new address: the sheet has their name and role in the same organization at an unknown address, and no longer has their old one.
 * If two people match, the row is a new person.
 */
async function sameName(
  tx: Tx,
  { organizations, people }: Roster,
  found: ReadonlyMap<string, string>,
  there: readonly string[],
  now: Date,
): Promise<readonly (readonly [string, string])[]> {
  const fresh = new Set(people.filter(({ key }) => !found.has(key)));
  if (fresh.size === 0) return [];
  const rows = organizations.flatMap(({ code, people: held }) =>
    [...new Set(held.map(({ person }) => person))]
      .filter((person) => fresh.has(person))
      .map(({ key, name }) => ({ key, name, code })),
  );
  const candidates = await tx.$queryRaw<{ key: string; id: string }[]>`
    select distinct r.key, p.id from jsonb_to_recordset(${rowsOf(rows)}) as r(key text, name text, code text)
    join organization o on o.code = r.code and o.id = any(${[...there]}::text[])
    join holding h on h.organization_id = o.id and ${isHeldAt(now)}
    join person p on p.id = h.person_id and p.name = r.name and ${isStayingAt(now)}
    where not (p.id = any(${[...found.values()]}::text[]))`;
  const times = (list: readonly string[]): ((one: string) => number) => {
    const counts = new Map<string, number>();
    for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
    return (one) => counts.get(one) ?? 0;
  };
  const keys = times(candidates.map(({ key }) => key));
  const ids = times(candidates.map(({ id }) => id));
  return candidates.filter(({ key, id }) => keys(key) === 1 && ids(id) === 1).map(({ key, id }) => [key, id] as const);
}
