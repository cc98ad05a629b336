import { fieldColumns, type RosterFields } from "../../domain/roster/columns.ts";
import { pinyinOf } from "../../domain/roster/pinyin.ts";
import type { Roster } from "../../domain/roster/roster.ts";
import type { Role } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { newId, rowsOf, tableOf } from "../rows.ts";
import { renameDisclosers } from "../views/disclosers.ts";
import { type PeopleWritten, writePeople } from "./roster-people.ts";

export interface Imported {
  /** Number of new organizations. */
  created: number;
  /** Number of organizations that existed before. */
  updated: number;
  people: number;
  /** Number of holdings that ended because the sheet no longer lists them. */
  ended: number;
}

/** A role that a person received or lost. */
export interface RoleChange {
  organizationId: string;
  personId: string;
  role: Role;
  held: boolean;
}

/** Changes to organizations that existed before; new organizations are not listed. */
export interface RosterChanges {
  roles: RoleChange[];
  /** Organizations whose registration or party organization changed. */
  registered: string[];
}

/** A field of an organization that the sheet changes. */
export interface FieldChange {
  organizationId: string;
  code: string;
  field: string;
  from: string;
  to: string;
}

/** Everything that a sheet changed. */
export interface RosterWritten {
  imported: Imported;
  changes: RosterChanges;
  fields: FieldChange[];
  people: Pick<PeopleWritten, "renamed" | "readdressed">;
}

/** {@link writeRoster} in one transaction; returns only the numbers. For tests and benchmarks. */
export async function importRoster(tx: Tx, roster: Roster, now: Date): Promise<Imported> {
  return (await writeRoster(tx, roster, now, true)).imported;
}

/**
 * Writes a sheet: organizations by code, people by e-mail address (otherwise telephone number and name), and role holders from now on. Holdings of
 * its organizations that the sheet no longer lists end now. Set-wise: the number of statements does not depend on the number of rows.
 * @param roster a sheet without errors: an import is all or nothing
 * @param atOnce new organizations have no gentle start (domain/planning/start.ts)
 */
export async function writeRoster(tx: Tx, roster: Roster, now: Date, atOnce = false): Promise<RosterWritten> {
  await lockRoster(tx);
  const organizations = await writeOrganizations(tx, roster.organizations, now, atOnce);
  const { ids: people, renamed, readdressed } = await writePeople(tx, roster, organizations.known, now);
  const holdings = roster.organizations.flatMap(({ code, people: held }) => {
    const organizationId = organizations.ids.get(code);
    return held.map(({ role, person }) => ({ organizationId, personId: people.get(person.key), role }));
  });
  await tx.$executeRaw`
    create temporary table named on commit drop as
    select r."organizationId" as organization_id, r."personId" as person_id, r.role
    from ${tableOf(holdings, { organizationId: "text", personId: "text", role: "text" })} order by 1, 3, 2`;
  await tx.$executeRaw`analyze named`;
  const ended = await tx.$queryRaw<RoleChange[]>`
    update holding h set until_at = ${now}
    where h.until_at is null and h.organization_id in (select organization_id from named)
      and not exists (select 1 from named n where n.organization_id = h.organization_id and n.person_id = h.person_id and n.role = h.role)
    returning h.organization_id as "organizationId", h.person_id as "personId", h.role, false as held`;
  // Ids are generated here because no statement needs to return them, which is quicker. No conflict clause is needed: writers of people are
  // serialized.
  const insert = Prisma.sql`
    insert into holding (id, organization_id, person_id, role, from_at)
    select left(replace(gen_random_uuid()::text, '-', ''), 20), n.organization_id, n.person_id, n.role, ${now} from named n
    where not exists (select 1 from holding h where h.organization_id = n.organization_id and h.person_id = n.person_id
                      and h.role = n.role and (h.until_at is null or h.from_at = ${now}))`;
  // In an import of only new organizations nothing counts as a change, and a city's holdings need not be returned.
  const held: RoleChange[] = [];
  if (organizations.known.length === 0) await tx.$executeRaw(insert);
  else
    held.push(
      ...(await tx.$queryRaw<RoleChange[]>`
        with added as (${insert} returning organization_id, person_id, role)
        select a.organization_id as "organizationId", a.person_id as "personId", a.role, true as held
        from added a where a.organization_id = any(${organizations.known}::text[])`),
    );
  await tx.$executeRaw`drop table named`;
  const { created, updated, registered, fields } = organizations;
  return {
    imported: { created, updated, people: roster.people.length, ended: ended.length },
    changes: { roles: [...ended, ...held], registered },
    fields,
    people: { renamed, readdressed },
  };
}

/** The stored fields of an organization before the import. */
type Before = RosterFields & { id: string };

/** Fields in which a row differs from the stored organization. */
export function changesOf(before: Before, row: RosterFields | undefined): FieldChange[] {
  if (!row) return [];
  return fieldColumns.flatMap((field): FieldChange[] => {
    // A sheet without the column leaves the field unchanged. The first of the types is reported as the type.
    if (row[field] === null || (field === "types" && furtherTypes(before) === furtherTypes(row))) return [];
    const [from, to] = [before[field], row[field]].map((value) =>
      Array.isArray(value) ? value.join(field === "types" ? "|" : "; ") : String(value ?? ""),
    );
    return from === to ? [] : [{ organizationId: before.id, code: before.code, field, from: from ?? "", to: to ?? "" }];
  });
}

const furtherTypes = ({ types }: Pick<RosterFields, "types">): string => types.slice(1).join();

/** Writes the fields of organizations, by code; role holders are left unchanged. */
export async function writeOrganizations(
  tx: Tx,
  organizations: readonly RosterFields[],
  now: Date,
  atOnce = false,
): Promise<{
  ids: ReadonlyMap<string, string>;
  /** Ids of organizations that existed before. */
  known: string[];
  registered: string[];
  fields: FieldChange[];
  created: number;
  updated: number;
}> {
  const before = await tx.$queryRaw<Before[]>`
    select id, ${Prisma.raw(fieldColumns.join(", "))} from organization where code = any(${organizations.map(({ code }) => code)}::text[])`;
  const rows = organizations.map((fields) => ({
    ...Object.fromEntries(fieldColumns.map((field) => [field, fields[field]])),
    id: newId(),
    pinyin: pinyinOf(fields.name),
    joinedOn: dateIn(now, fields.zone),
  }));
  // All rows have the column, or none has it.
  const marked = organizations.some(({ marks }) => marks !== null);
  const told = organizations.flatMap(({ code, supervised }) => (supervised === null ? [] : [code]));
  const written = await tx.$queryRaw<{ id: string; code: string; created: boolean }[]>`
    insert into organization (id, code, name, pinyin, type, registration, zone, district, party, qualified, language, charity, supervised,
                              at_once, types, marks, ordinal, shard, joined_on, created_at)
    select r.id, r.code, r.name, r.pinyin, r.type, r.registration, r.zone, r.district, r.party, r.qualified, r.language, r.charity,
           coalesce(r.supervised, true), ${atOnce}, array(select jsonb_array_elements_text(r.types)),
           array(select jsonb_array_elements_text(case jsonb_typeof(r.marks) when 'array' then r.marks else '[]' end)), r.ordinal,
           (r.ordinal / 1000)::int, r."joinedOn", ${now}
    from (select x.*, nextval(pg_get_serial_sequence('organization', 'ordinal')) as ordinal
          from jsonb_to_recordset(${rowsOf(rows)}) as x(id text, code text, name text, pinyin text, type text, registration text, zone text,
            district text, party bool, qualified bool, language text, charity bool, supervised bool,
            types jsonb, marks jsonb, "joinedOn" date)) r
    on conflict (code) do update set name = excluded.name, pinyin = excluded.pinyin, type = excluded.type, registration = excluded.registration,
      zone = excluded.zone, district = excluded.district, party = excluded.party, qualified = excluded.qualified,
      language = excluded.language, types = excluded.types, charity = coalesce(excluded.charity, organization.charity),
      supervised = case when organization.code = any(${told}::text[]) then excluded.supervised else organization.supervised end,
      marks = case when ${marked} then excluded.marks else organization.marks end
    returning id, code, (xmax = 0) as created`;
  const created = written.filter((row) => row.created).length;
  await renameDisclosers(
    tx,
    before.map(({ id }) => id),
  );
  const said = new Map(organizations.map((row) => [row.code, row]));
  const fields = before.flatMap((one) => changesOf(one, said.get(one.code)));
  const registered = new Set(
    fields.flatMap(({ organizationId, field }) =>
      field === "registration" || field === "party" ? [organizationId] : [],
    ),
  );
  return {
    ids: new Map(written.map((row) => [row.code, row.id])),
    known: before.map(({ id }) => id),
    registered: [...registered],
    fields,
    created,
    updated: written.length - created,
  };
}

/** Sets whether all duties of an organization begin at once, or gently with a month of their own for long periods. */
export async function writeStart(tx: Tx, organizationId: string, atOnce: boolean): Promise<void> {
  await tx.$executeRaw`update organization set at_once = ${atOnce} where id = ${organizationId}`;
}

/** Serializes writers of organizations and people until commit, so that two of them do not insert the same person. */
export async function lockRoster(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('duban.roster'))`;
}

/** Organizations by code, with their shards. */
export async function organizationsOfCodes(tx: Tx, codes: readonly string[]): Promise<{ id: string; shard: number }[]> {
  return tx.$queryRaw<{ id: string; shard: number }[]>`
    select id, shard from organization where code = any(${[...codes]}::text[])`;
}
