import { hash, randomBytes } from "node:crypto";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { newId } from "../rows.ts";
import { isStayingAt } from "./held.ts";

/** `board`: signed in to the board · `device`: a device remembered after an access code, for verdicts by link. */
export type SessionKind = "board" | "device";

export interface NewSession {
  kind: SessionKind;
  /** Null: the administrator of the installation. */
  personId: string | null;
  /** Nonce of the link that began the session. */
  link?: string;
  expiresAt: Date;
}

export interface SessionRow {
  id: string;
  personId: string | null;
  link: string | null;
  expiresAt: Date;
}

const shape = /^[\w-]{32}$/;
const hashOf = (token: string): string => hash("sha256", token, "hex");

/**
 * Inserts a session.
 * @returns the token for the cookie: 192 random bits, of which only the hash is stored; null: its link was revoked meanwhile
 */
export async function insertSession(
  tx: Tx,
  { kind, personId, link, expiresAt }: NewSession,
  now: Date,
): Promise<string | null> {
  const token = randomBytes(24).toString("base64url");
  const values = Prisma.sql`${newId()}, ${hashOf(token)}, ${kind}, ${personId}::text, ${link ?? null}::text, ${now}::timestamptz, ${expiresAt}::timestamptz`;
  // Locked: a transaction that revokes the link either commits before this one or ends this session too.
  const from = link
    ? Prisma.sql`select ${values} from link where nonce = ${link} and revoked_at is null for share`
    : Prisma.sql`values (${values})`;
  const added = await tx.$executeRaw`
    insert into session (id, hash, kind, person_id, link, created_at, expires_at) ${from}`;
  return added > 0 ? token : null;
}

/** The session of a token; null: unknown, expired, revoked, of another kind, or of a person who has left. */
export async function findSession(tx: Tx, token: string, kind: SessionKind, now: Date): Promise<SessionRow | null> {
  if (!shape.test(token)) return null;
  const rows = await tx.$queryRaw<SessionRow[]>`
    select s.id, s.person_id as "personId", s.link, s.expires_at as "expiresAt"
    from session s left join person p on p.id = s.person_id
    where s.hash = ${hashOf(token)} and s.kind = ${kind} and s.revoked_at is null and s.expires_at > ${now}
      and (s.person_id is null or (p.id is not null and ${isStayingAt(now)}))`;
  return rows[0] ?? null;
}

/** Ends a session and revokes its link, which remains in the browser history of a shared device. */
export async function endSession(tx: Tx, { id, link }: Pick<SessionRow, "id" | "link">, now: Date): Promise<void> {
  await tx.$executeRaw`update session set revoked_at = ${now} where id = ${id} and revoked_at is null`;
  if (link) await tx.$executeRaw`update link set revoked_at = ${now} where nonce = ${link} and revoked_at is null`;
}

/** Owners of sessions: some people, the administrator (null), or everybody. */
export type Whose = readonly string[] | null | "all";

const whose = (who: Whose): Prisma.Sql =>
  who === "all"
    ? Prisma.sql`true`
    : who === null
      ? Prisma.sql`person_id is null`
      : Prisma.sql`person_id = any(${[...who]}::text[])`;

/** Ends sessions and remembered devices, and access codes that could begin one, including those not sent yet. @returns number of ended sessions */
export async function endSessions(tx: Tx, who: Whose, now: Date): Promise<number> {
  await tx.$executeRaw`
    update direct_message set state = 'dropped', finished_at = ${now}
    where state = 'queued' and kind = 'code'
      and subject_id in (select id from access_code where used_at is null and expires_at > ${now} and ${whose(who)})`;
  await tx.$executeRaw`update access_code set used_at = ${now} where used_at is null and expires_at > ${now} and ${whose(who)}`;
  return tx.$executeRaw`
    update session set revoked_at = ${now} where revoked_at is null and expires_at > ${now} and ${whose(who)}`;
}

/** Revokes links that open the board or a person's own pages. @returns number of links */
export async function endBoardLinks(tx: Tx, who: Whose, now: Date): Promise<number> {
  return tx.$executeRaw`
    update link set revoked_at = ${now}
    where purpose in ('session', 'my', 'calendar') and revoked_at is null and expires_at > ${now} and ${whose(who)}`;
}

/** Revokes the task links of some people; their next messages carry new links. */
export async function endTaskLinks(tx: Tx, people: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    update link set revoked_at = ${now}
    where purpose = 'task' and revoked_at is null and expires_at > ${now} and ${whose(people)}`;
}

/** Whether a link to the board was ever made for the administrator. */
export async function administratorHasLink(tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from link where purpose = 'session' and person_id is null limit 1`;
  return rows.length > 0;
}
