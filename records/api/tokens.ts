import { hash, randomBytes } from "node:crypto";
import type { Scope } from "../../domain/api/scopes.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { isHeldAt, isStayingAt } from "../roster/held.ts";
import { newId } from "../rows.ts";

/** An API token: what a program may read or do, and for which organizations. */
export interface ApiToken {
  id: string;
  name: string;
  /** Set: one organization, in which the program acts as the person. Only a person: the organizations that the person oversees. Both null: all. */
  organizationId: string | null;
  personId: string | null;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** Prefix of every token. It identifies a token that is found in a file, to people and to secret scanners. */
const prefix = "duban_";
/** Minimum interval between two recorded uses of a token, in milliseconds. */
const usedMs = 60_000;
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

/**
 * Looks up a token, and records that it was used, at most once a minute. Tokens of persons who have left and of closed organizations are not
 * found. `hasPart`: the person as whom it acts in an organization holds a role there now.
 */
export async function findToken(
  tx: Statements,
  given: string,
  now: Date,
): Promise<(ApiToken & { hasPart: boolean }) | null> {
  if (!shape.test(given)) return null;
  const before = new Date(now.getTime() - usedMs);
  const rows = await tx.$queryRaw<(ApiToken & { hasPart: boolean })[]>`
    with found as (
    select ${columns}, a.organization_id is null or a.person_id is null or exists (
      select 1 from holding h where h.organization_id = a.organization_id and h.person_id = a.person_id and ${isHeldAt(now)}) as "hasPart"
    from api_token a left join person p on p.id = a.person_id left join organization o on o.id = a.organization_id
    where a.hash = ${hashOf(given)} and a.revoked_at is null and (a.expires_at is null or a.expires_at > ${now})
      and ${isStayingAt(now)} and o.closed_at is null),
    used as (
      update api_token a set last_used_at = ${now} from found f
      where a.id = f.id and (a.last_used_at is null or a.last_used_at <= ${before}))
    select * from found`;
  return rows[0] ?? null;
}

/** A token with the name of its owner, as lists show it. */
export interface TokenLine extends ApiToken {
  /** Code of the organization, or name of the person, to whom it belongs. */
  of: string | null;
  /** Name of the person as whom a token of an organization acts. */
  as: string | null;
}

/** All tokens, newest first. */
export async function tokenLines(tx: Statements): Promise<TokenLine[]> {
  return tx.$queryRaw<TokenLine[]>`
    select ${columns},
      coalesce(o.code, p.name) as of, case when a.organization_id is not null then p.name end as "as"
    from api_token a left join person p on p.id = a.person_id left join organization o on o.id = a.organization_id
    order by a.created_at desc, a.id`;
}

/** Revokes a token. @returns true: revoked now; null: it was revoked before; false: there is no such token */
export async function revokeToken(tx: Tx, id: string, now: Date): Promise<boolean | null> {
  const changed =
    await tx.$executeRaw`update api_token set revoked_at = ${now} where id = ${id} and revoked_at is null`;
  if (changed > 0) return true;
  const there = await tx.$queryRaw<unknown[]>`select 1 from api_token where id = ${id}`;
  return there.length > 0 ? null : false;
}
