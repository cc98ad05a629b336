import { hash, randomBytes } from "node:crypto";
import type { Scope } from "../../domain/api/scopes.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { isStayingAt } from "../roster/held.ts";
import { newId } from "../rows.ts";

/** What a program may read or do, and of whom. */
export interface ApiToken {
  id: string;
  name: string;
  /** Of one organization, where it acts as the person; of the organizations that a person oversees; both null: of all. */
  organizationId: string | null;
  personId: string | null;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** How it begins: who finds one in a file knows what it is, and so does a program that looks for leaked ones. */
const prefix = "duban_";
const shape = /^duban_[\w-]{43}$/;
const hashOf = (token: string): string => hash("sha256", token, "hex");

const columns = Prisma.sql`
  a.id, a.name, a.organization_id as "organizationId", a.person_id as "personId", a.scopes, a.created_by as "createdBy",
  a.created_at as "createdAt", a.expires_at as "expiresAt", a.revoked_at as "revokedAt", a.last_used_at as "lastUsedAt"`;

/** @returns the token: 256 random bits, of which only the hash is stored */
export async function insertToken(
  tx: Tx,
  token: Omit<ApiToken, "id" | "revokedAt" | "lastUsedAt">,
): Promise<{ id: string; token: string }> {
  const id = newId();
  const given = `${prefix}${randomBytes(32).toString("base64url")}`;
  const { name, organizationId, personId, scopes, createdBy, createdAt, expiresAt } = token;
  await tx.$executeRaw`
    insert into api_token (id, hash, name, organization_id, person_id, scopes, created_by, created_at, expires_at)
    values (${id}, ${hashOf(given)}, ${name}, ${organizationId}, ${personId}, ${[...scopes]}::text[], ${createdBy}, ${createdAt}, ${expiresAt})`;
  return { id, token: given };
}

/** Of a person who has left, or an organization that was closed, none is good any more. */
export async function findToken(tx: Statements, given: string, now: Date): Promise<ApiToken | null> {
  if (!shape.test(given)) return null;
  const rows = await tx.$queryRaw<ApiToken[]>`
    select ${columns}
    from api_token a left join person p on p.id = a.person_id left join organization o on o.id = a.organization_id
    where a.hash = ${hashOf(given)} and a.revoked_at is null and (a.expires_at is null or a.expires_at > ${now})
      and ${isStayingAt(now)} and o.closed_at is null`;
  return rows[0] ?? null;
}

/** To the minute: a program that asks a hundred times a second writes once. */
export async function markUsed(tx: Statements, { id, lastUsedAt }: ApiToken, now: Date): Promise<void> {
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < 60_000) return;
  await tx.$executeRaw`
    update api_token set last_used_at = ${now} where id = ${id} and (last_used_at is null or last_used_at < ${now})`;
}

/** A token as it is listed, with whose it is. */
export interface TokenLine extends ApiToken {
  /** Code of the organization, or name of the person. */
  of: string | null;
  /** Of an organization: name of the person as whom it acts. */
  as: string | null;
}

/** All of them, the newest first. */
export async function tokenLines(tx: Statements): Promise<TokenLine[]> {
  return tx.$queryRaw<TokenLine[]>`
    select ${columns},
      coalesce(o.code, p.name) as of, case when a.organization_id is not null then p.name end as "as"
    from api_token a left join person p on p.id = a.person_id left join organization o on o.id = a.organization_id
    order by a.created_at desc, a.id`;
}

/** @returns whether there is such a token; null: it was revoked already */
export async function revokeToken(tx: Tx, id: string, now: Date): Promise<boolean | null> {
  const changed =
    await tx.$executeRaw`update api_token set revoked_at = ${now} where id = ${id} and revoked_at is null`;
  if (changed > 0) return true;
  const there = await tx.$queryRaw<unknown[]>`select 1 from api_token where id = ${id}`;
  return there.length > 0 ? null : false;
}
