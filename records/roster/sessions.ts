import { hash, randomBytes } from "node:crypto";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { newId } from "../rows.ts";
import { isStayingAt } from "./held.ts";

/** `board`: signed in at the board · `device`: remembered after a code, for verdicts behind a link. */
export type SessionKind = "board" | "device";

export interface NewSession {
  kind: SessionKind;
  /** Null: the administrator of the installation. */
  personId: string | null;
  /** Nonce of the link by which it began. */
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
 * @returns the token for the cookie: 192 random bits, of which only the hash is stored; null: its link was revoked meanwhile
 */
export async function insertSession(
  tx: Tx,
  { kind, personId, link, expiresAt }: NewSession,
  now: Date,
): Promise<string | null> {
  const token = randomBytes(24).toString("base64url");
  const values = Prisma.sql`${newId()}, ${hashOf(token)}, ${kind}, ${personId}::text, ${link ?? null}::text, ${now}::timestamptz, ${expiresAt}::timestamptz`;
  // Locked: whoever revokes the link comes before, or ends this session too.
  const from = link
    ? Prisma.sql`select ${values} from link where nonce = ${link} and revoked_at is null for share`
    : Prisma.sql`values (${values})`;
  const added = await tx.$executeRaw`
    insert into session (id, hash, kind, person_id, link, created_at, expires_at) ${from}`;
  return added > 0 ? token : null;
}

/** Null for a token that is unknown, expired, revoked, of another kind, or of a person who has left. */
export async function findSession(tx: Tx, token: string, kind: SessionKind, now: Date): Promise<SessionRow | null> {
  if (!shape.test(token)) return null;
  const rows = await tx.$queryRaw<SessionRow[]>`
    select s.id, s.person_id as "personId", s.link, s.expires_at as "expiresAt"
    from session s left join person p on p.id = s.person_id
    where s.hash = ${hashOf(token)} and s.kind = ${kind} and s.revoked_at is null and s.expires_at > ${now}
      and (s.person_id is null or (p.id is not null and ${isStayingAt(now)}))`;
  return rows[0] ?? null;
}

/** Ends one session, and the link by which it began: on a shared device that link stands in the browser's history. */
export async function endSession(tx: Tx, { id, link }: Pick<SessionRow, "id" | "link">, now: Date): Promise<void> {
  await tx.$executeRaw`update session set revoked_at = ${now} where id = ${id} and revoked_at is null`;
  if (link) await tx.$executeRaw`update link set revoked_at = ${now} where nonce = ${link} and revoked_at is null`;
}

/** Whose sessions: some people's, the administrator's (null), or everybody's. */
export type Whose = readonly string[] | null | "all";

const whose = (who: Whose): Prisma.Sql =>
  who === "all"
    ? Prisma.sql`true`
    : who === null
      ? Prisma.sql`person_id is null`
      : Prisma.sql`person_id = any(${[...who]}::text[])`;

/** Ends sessions and remembered devices, and codes that would begin one, those on their way too. @returns how many sessions */
export async function endSessions(tx: Tx, who: Whose, now: Date): Promise<number> {
  await tx.$executeRaw`
    update direct_message set state = 'dropped', finished_at = ${now}
    where state = 'queued' and kind = 'code'
      and subject_id in (select id from access_code where used_at is null and expires_at > ${now} and ${whose(who)})`;
  await tx.$executeRaw`update access_code set used_at = ${now} where used_at is null and expires_at > ${now} and ${whose(who)}`;
  return tx.$executeRaw`
    update session set revoked_at = ${now} where revoked_at is null and expires_at > ${now} and ${whose(who)}`;
}

/** Ends the links that open the board, or what is a person's own. @returns how many */
export async function endBoardLinks(tx: Tx, who: Whose, now: Date): Promise<number> {
  return tx.$executeRaw`
    update link set revoked_at = ${now}
    where purpose in ('session', 'my', 'calendar') and revoked_at is null and expires_at > ${now} and ${whose(who)}`;
}

/** Ends the links to their tasks that some people were sent: each next message has a new one. */
export async function endTaskLinks(tx: Tx, people: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    update link set revoked_at = ${now}
    where purpose = 'task' and revoked_at is null and expires_at > ${now} and ${whose(people)}`;
}

/** Whether the administrator was ever given a link to the board. */
export async function administratorHasLink(tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from link where purpose = 'session' and person_id is null limit 1`;
  return rows.length > 0;
}
