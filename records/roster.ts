import type { Roster, RosterPerson } from "../domain/roster.ts";
import { dateIn } from "../domain/zones.ts";
import type { Tx } from "../prisma/client.ts";
import { newId, rowsOf } from "./rows.ts";

export interface Imported {
  /** Organizations that are new. */
  created: number;
  /** Organizations that were there. */
  updated: number;
  people: number;
  /** Holdings that the sheet no longer names. */
  ended: number;
}

/**
 * Writes a sheet: organizations by code, people by e-mail (else telephone and name), and who holds which role from now on. What
 * the sheet no longer says of its organizations ends now. Set-wise: its cost is that of a handful of statements.
 * @param roster without errors: an import is all or nothing
 */
export async function importRoster(tx: Tx, roster: Roster, now: Date): Promise<Imported> {
  const organizations = await writeOrganizations(tx, roster, now);
  const people = await writePeople(tx, roster.people, now);
  const holdings = roster.organizations.flatMap(({ code, people: held }) =>
    held.map(({ role, person }) => ({
      id: newId(),
      organizationId: organizations.ids.get(code),
      personId: people.get(person.key),
      role,
    })),
  );
  await tx.$executeRaw`
    create temporary table named on commit drop as
    select r.id, r."organizationId" as organization_id, r."personId" as person_id, r.role
    from jsonb_to_recordset(${rowsOf(holdings)}) as r(id text, "organizationId" text, "personId" text, role text)`;
  await tx.$executeRaw`analyze named`;
  const ended = await tx.$executeRaw`
    update holding h set until_at = ${now}
    where h.until_at is null and h.organization_id in (select organization_id from named)
      and not exists (select 1 from named n where n.organization_id = h.organization_id and n.person_id = h.person_id and n.role = h.role)`;
  await tx.$executeRaw`
    insert into holding (id, organization_id, person_id, role, from_at)
    select n.id, n.organization_id, n.person_id, n.role, ${now} from named n
    where not exists (select 1 from holding h where h.organization_id = n.organization_id and h.person_id = n.person_id
                      and h.role = n.role and h.until_at is null)
    on conflict do nothing`;
  await tx.$executeRaw`drop table named`;
  const { created, updated } = organizations;
  return { created, updated, people: roster.people.length, ended };
}

async function writeOrganizations(
  tx: Tx,
  roster: Roster,
  now: Date,
): Promise<{ ids: ReadonlyMap<string, string>; created: number; updated: number }> {
  const rows = roster.organizations.map(({ row: _, people: __, ...fields }) => ({
    ...fields,
    id: newId(),
    joinedOn: dateIn(now, fields.zone),
  }));
  const written = await tx.$queryRaw<{ id: string; code: string; created: boolean }[]>`
    insert into organization (id, code, name, type, registration, zone, district, party, qualified, language, ordinal, shard,
                              joined_on, created_at)
    select r.id, r.code, r.name, r.type, r.registration, r.zone, r.district, r.party, r.qualified, r.language, r.ordinal,
           (r.ordinal / 1000)::int, r."joinedOn", ${now}
    from (select x.*, nextval(pg_get_serial_sequence('organization', 'ordinal')) as ordinal
          from jsonb_to_recordset(${rowsOf(rows)}) as x(id text, code text, name text, type text, registration text, zone text,
            district text, party bool, qualified bool, language text, "joinedOn" date)) r
    on conflict (code) do update set name = excluded.name, type = excluded.type, registration = excluded.registration,
      zone = excluded.zone, district = excluded.district, party = excluded.party, qualified = excluded.qualified,
      language = excluded.language
    returning id, code, (xmax = 0) as created`;
  const created = written.filter((row) => row.created).length;
  return { ids: new Map(written.map((row) => [row.code, row.id])), created, updated: written.length - created };
}

/** @returns ids by the sheet's keys */
async function writePeople(tx: Tx, people: readonly RosterPerson[], now: Date): Promise<ReadonlyMap<string, string>> {
  const known = await knownPeople(tx, people);
  const ids = new Map<string, string>();
  const rows = people.map(({ key, name, email, phone, language }) => {
    const id = known.get(key) ?? newId();
    ids.set(key, id);
    return { id, name, email: email ?? null, phone: phone ?? null, language };
  });
  const there = new Set(known.values());
  const isNew = (row: { id: string }): boolean => !there.has(row.id);
  await tx.$executeRaw`
    insert into person (id, name, email, phone, language, ordinal, shard, created_at)
    select r.id, r.name, r.email, r.phone, r.language, r.ordinal, (r.ordinal / 1000)::int, ${now}
    from (select x.*, nextval(pg_get_serial_sequence('person', 'ordinal')) as ordinal
          from jsonb_to_recordset(${rowsOf(rows.filter(isNew))}) as x(id text, name text,
            email text, phone text, language text)) r`;
  // A mended number is tried again; what the sheet leaves empty stays as it is.
  await tx.$executeRaw`
    update person p set name = r.name, phone = coalesce(r.phone, p.phone),
      phone_state = case when r.phone is not null and r.phone <> p.phone then 'ok' else p.phone_state end, left_at = null
    from jsonb_to_recordset(${rowsOf(rows.filter((row) => !isNew(row)))}) as r(id text, name text, phone text) where p.id = r.id`;
  return ids;
}

async function knownPeople(tx: Tx, people: readonly RosterPerson[]): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map();
  const rows = people.map(({ key, name, email, phone }) => ({ key, name, email: email ?? null, phone: phone ?? null }));
  const found = await tx.$queryRaw<{ key: string; id: string }[]>`
    select distinct on (r.key) r.key, p.id
    from jsonb_to_recordset(${rowsOf(rows)}) as r(key text, name text, email text, phone text)
    join person p on (r.email is not null and p.email = r.email) or (r.email is null and p.email is null and p.phone = r.phone and p.name = r.name)
    order by r.key, p.ordinal`;
  return new Map(found.map((row) => [row.key, row.id]));
}

/** Shards in which organizations lie. */
export async function shardsOfCodes(tx: Tx, codes: readonly string[]): Promise<number[]> {
  const rows = await tx.$queryRaw<{ shard: number }[]>`
    select distinct shard from organization where code = any(${[...codes]}::text[]) order by shard`;
  return rows.map((row) => row.shard);
}
