import type { Circular } from "../../domain/procedures/circular.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { type OrganizationRow, organizationColumns } from "../roster/holders.ts";

/** The file attached to a circular. */
export interface CircularFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
}

const columns = Prisma.sql`x.id, x.key, x.event, x.source, x.title, x.text, x.urgency, x.types, x.districts,
  x.organization_ids as "organizationIds", x.facts, x.issued_by as "issuedBy", x.issued_at as "issuedAt",
  x.withdrawn_at as "withdrawnAt", x.withdrawn_because as "withdrawnBecause"`;

/** SQL: organization `o` is addressed by circular `x`. */
const addressed = Prisma.sql`case when cardinality(x.organization_ids) > 0 then o.id = any(x.organization_ids)
      else (cardinality(x.types) = 0 or o.type = any(x.types) or o.types && x.types) and (cardinality(x.districts) = 0 or o.district = any(x.districts)) end`;

/** SQL: circular `x` concerns organization `o`: it is addressed, existed when the circular was issued and is not closed. */
const concerned = Prisma.sql`o.closed_at is null and o.created_at <= x.issued_at and ${addressed}`;

/** Inserts a circular once by its key. @returns false: a circular of this key exists */
export async function insertCircular(tx: Tx, circular: Circular, file: CircularFile | null): Promise<boolean> {
  const { id, key, event, source, title, text, urgency, issuedBy, issuedAt } = circular;
  const inserted = await tx.$executeRaw`
    insert into circular (id, key, event, source, title, text, urgency, types, districts, organization_ids, facts,
                          file_name, file_mime, file_bytes, issued_by, issued_at)
    values (${id}, ${key}, ${event}, ${source}, ${title}, ${text}, ${urgency}, ${[...circular.types]}::text[],
            ${[...circular.districts]}::text[], ${[...circular.organizationIds]}::text[], ${JSON.stringify(circular.facts)}::jsonb,
            ${file?.name ?? ""}, ${file?.mime ?? ""}, ${file ? Buffer.from(file.bytes) : null}, ${issuedBy}, ${issuedAt})
    on conflict (key) do nothing`;
  return inserted > 0;
}

export async function findCircularByKey(tx: Tx, key: string): Promise<Circular | null> {
  const rows = await tx.$queryRaw<Circular[]>`select ${columns} from circular x where x.key = ${key}`;
  return rows[0] ?? null;
}

export type Whom = Pick<Circular, "types" | "districts" | "organizationIds">;

/** How many organizations that are not closed an address would concern, and which of the given ones are among them. */
export async function concernedAmong(
  tx: Tx,
  { types, districts, organizationIds }: Whom,
  among: readonly string[],
): Promise<{ all: number; own: string[] }> {
  const rows = await tx.$queryRaw<{ id: string; own: boolean }[]>`
    select o.id, o.id in (select unnest(${[...among]}::text[])) as own
    from (select ${[...types]}::text[] as types, ${[...districts]}::text[] as districts,
                 ${[...organizationIds]}::text[] as organization_ids) x, organization o
    where o.closed_at is null and ${addressed} order by o.ordinal`;
  return { all: rows.length, own: rows.flatMap(({ id, own }) => (own ? [id] : [])) };
}

/** Number of organizations that a circular concerns, by shard. */
export async function shardsConcerned(tx: Tx, id: string): Promise<{ shard: number; organizations: number }[]> {
  return tx.$queryRaw<{ shard: number; organizations: number }[]>`
    select o.shard, count(*)::int as organizations from circular x, organization o
    where x.id = ${id} and ${concerned} group by o.shard order by o.shard`;
}

/** Circulars that have not been distributed to every organization of a shard, oldest first; withdrawn ones are left out. */
export async function pendingCirculars(tx: Tx, shard: number): Promise<Circular[]> {
  return tx.$queryRaw<Circular[]>`
    select ${columns} from circular x
    where x.withdrawn_at is null
      and not exists (select 1 from circular_shard s where s.circular_id = x.id and s.shard = ${shard})
    order by x.issued_at, x.id`;
}

/** Organizations of a shard that a circular concerns, in the order in which they were added. */
export async function organizationsConcerned(tx: Tx, id: string, shard: number): Promise<OrganizationRow[]> {
  return tx.$queryRaw<OrganizationRow[]>`
    select ${organizationColumns} from circular x, organization o
    where x.id = ${id} and o.shard = ${shard} and ${concerned} order by o.ordinal`;
}

export interface OpenCase {
  id: string;
  organizationId: string;
  duty: string;
  facts: Record<string, unknown>;
  /** Null: the case needs no workflow of its own; its round is sufficient. */
  workflowType: string | null;
}

/**
 * Open cases of a circular in some organizations, with their tasks. Both are locked, so that no task that further tasks depend on settles, and no
 * case is cancelled, in between. Tasks are locked before cases, as in every verb.
 */
export async function lockCasesOf(tx: Tx, id: string, organizationIds: readonly string[]): Promise<OpenCase[]> {
  const ids = [...organizationIds];
  await tx.$queryRaw`
    select t.id from task t join "case" c on c.id = t.case_id
    where c.circular_id = ${id} and c.organization_id = any(${ids}::text[]) and t.settled_at is null order by t.id for update of t`;
  return tx.$queryRaw<OpenCase[]>`
    select c.id, c.organization_id as "organizationId", c.duty, c.facts, c.workflow_type as "workflowType" from "case" c
    where c.circular_id = ${id} and c.organization_id = any(${ids}::text[]) and c.state = 'open' order by c.id for no key update`;
}

/** Cases of a circular in some organizations, in whatever state, as `organization/duty`. */
export async function casesKnown(tx: Tx, id: string, organizationIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    select organization_id || '/' || duty as name from "case"
    where circular_id = ${id} and organization_id = any(${[...organizationIds]}::text[])`;
  return new Set(rows.map(({ name }) => name));
}

/** Marks a circular as distributed to all organizations of the shard that it concerns. Its cases that have nothing left to do are settled. */
export async function markDistributed(tx: Tx, id: string, shard: number, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into circular_shard (circular_id, shard, done_at) values (${id}, ${shard}, ${now}) on conflict do nothing`;
  await tx.$executeRaw`
    update "case" c set state = 'done', settled_at = ${now},
      outcome = coalesce((select t.state from task t where t.case_id = c.id order by t.settled_at desc limit 1), 'closed')
    from organization o
    where c.circular_id = ${id} and o.id = c.organization_id and o.shard = ${shard} and c.state = 'open'
      and c.workflow_type is null and not exists (select 1 from task t where t.case_id = c.id and t.settled_at is null)`;
}

/** The circular that a case is about: its own, or that of the case from which it came. */
export interface CircularAbout
  extends Pick<
    Circular,
    "id" | "title" | "text" | "source" | "urgency" | "issuedAt" | "withdrawnAt" | "withdrawnBecause"
  > {
  fileName: string;
  fileSize: number;
}

export async function circularOfCase(tx: Tx, caseId: string): Promise<CircularAbout | null> {
  const rows = await tx.$queryRaw<CircularAbout[]>`
    select x.id, x.title, x.text, x.source, x.urgency, x.issued_at as "issuedAt", x.file_name as "fileName",
           x.withdrawn_at as "withdrawnAt", x.withdrawn_because as "withdrawnBecause", coalesce(octet_length(x.file_bytes), 0) as "fileSize"
    from "case" c left join "case" p on p.id = c.parent_id join circular x on x.id = coalesce(c.circular_id, p.circular_id)
    where c.id = ${caseId}`;
  return rows[0] ?? null;
}

export { columns as circularColumns, concerned };
