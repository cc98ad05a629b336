import { createHmac, hash } from "node:crypto";
import type { LanguageCode } from "../../domain/terms.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { isStayingAt } from "../roster/held.ts";
import { newId, rowsOf } from "../rows.ts";

/**
 * `task`: one person's page of one task · `session`: opens the board · `my`: opens a person's own pages, once · `calendar`: a person's calendar feed.
 */
export type LinkPurpose = "task" | "session" | "my" | "calendar";

/** A link to one person's page of one task. */
export interface WantedLink {
  personId: string;
  taskId: string;
}

export interface Link {
  nonce: string;
  /** Null in a session: the administrator of the installation. */
  personId: string | null;
  /** Null in a session. */
  taskId: string | null;
  expiresAt: Date;
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const length = 12;
/** Number of values that half of a code can take. */
const half = 62n ** BigInt(length / 2);
const shape = /^[0-9A-Za-z]{12}$/;
const day = 86_400_000;

/** The code of a link: the first 12 base62 characters (71 bits) of HMAC-SHA256(secret, nonce). */
export function codeOf(secretKey: string, nonce: string): string {
  const number = BigInt(`0x${createHmac("sha256", secretKey).update(nonce).digest("hex")}`) % (half * half);
  // Each half is below 2^53, which JavaScript represents exactly.
  return inBase62(Number(number % half)) + inBase62(Number(number / half));
}

function inBase62(number: number): string {
  let digits = "";
  let rest = number;
  for (let i = 0; i < length / 2; i++) {
    digits += alphabet[rest % 62];
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** SHA-256 of a code in hex; the code itself is not stored. */
export const hashOfCode = (code: string): string => hash("sha256", code, "hex");

/** Key of a link in the result of {@link makeLinks}. */
export const linkKey = ({ personId, taskId }: Pick<Link, "personId" | "taskId">): string => `${personId}/${taskId}`;

/**
 * A link for each person and task: the existing one while it works, otherwise a new one. An existing link with less than half of its days left is
 * extended to the full term, so that a link in today's mail works tomorrow.
 * @param days number of days for which a link works
 * @returns codes by `person/task` ({@link linkKey})
 */
export async function makeLinks(
  tx: Statements,
  wanted: readonly WantedLink[],
  now: Date,
  secretKey: string,
  days: number,
): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  const missing = new Map(wanted.map((one) => [linkKey(one), one]));
  if (missing.size === 0) return codes;
  const found = await sought(tx, [...missing.values()]);
  const dead: string[] = [];
  const renewed: string[] = [];
  for (const link of found) {
    const code = codeOf(secretKey, link.nonce);
    // After the secret was changed, the stored links match no code.
    if (link.revokedAt || link.expiresAt <= now || hashOfCode(code) !== link.hash) dead.push(link.nonce);
    else {
      codes.set(linkKey(link), code);
      missing.delete(linkKey(link));
      if (link.expiresAt.getTime() - now.getTime() < (days * day) / 2) renewed.push(link.nonce);
    }
  }
  const expiresAt = new Date(now.getTime() + days * day);
  if (renewed.length > 0)
    await tx.$executeRaw`update link set expires_at = ${expiresAt} where nonce in (${Prisma.join(renewed)})`;
  if (dead.length > 0) await tx.$executeRaw`delete from link where nonce in (${Prisma.join(dead)})`;
  if (missing.size === 0) return codes;
  const rows = [...missing.values()].map((one) => {
    const nonce = newId() + newId();
    return { ...one, nonce, hash: hashOfCode(codeOf(secretKey, nonce)) };
  });
  // Another transaction may have inserted the same link at the same time; then its nonce is used.
  const made = await tx.$queryRaw<Link[]>`
    insert into link (nonce, hash, purpose, person_id, task_id, expires_at, created_at)
    select r.nonce, r.hash, 'task', r."personId", r."taskId", ${expiresAt}, ${now}
    from jsonb_to_recordset(${rowsOf(rows)}) as r(nonce text, hash text, "personId" text, "taskId" text)
    on conflict (person_id, task_id, purpose) do update set expires_at = greatest(link.expires_at, excluded.expires_at)
    returning nonce, person_id as "personId", task_id as "taskId", expires_at as "expiresAt"`;
  for (const link of made) codes.set(linkKey(link), codeOf(secretKey, link.nonce));
  return codes;
}

type Found = Link & { hash: string; revokedAt: Date | null };

/** "offset 0" makes PostgreSQL look up each link by its key; in a free join it reads all links of the city for each page. */
async function sought(tx: Statements, wanted: readonly WantedLink[]): Promise<Found[]> {
  return tx.$queryRaw<Found[]>`
    select l.nonce, l.hash, l.person_id as "personId", l.task_id as "taskId", l.expires_at as "expiresAt", l.revoked_at as "revokedAt"
    from unnest(${wanted.map((one) => one.personId)}::text[], ${wanted.map((one) => one.taskId)}::text[]) as r("personId", "taskId")
    cross join lateral (select * from link l where l.person_id = r."personId" and l.task_id = r."taskId" and l.purpose = 'task'
                        offset 0) l`;
}

/**
 * Inserts a new link that opens the board. Existing links keep their term.
 * @param personId null: the administrator of the installation
 * @param days number of days for which it works
 * @returns its code
 */
export async function insertBoardLink(
  tx: Statements,
  personId: string | null,
  now: Date,
  secretKey: string,
  days: number,
): Promise<string> {
  const nonce = newId() + newId();
  const code = codeOf(secretKey, nonce);
  await tx.$executeRaw`
    insert into link (nonce, hash, purpose, person_id, expires_at, created_at)
    values (${nonce}, ${hashOfCode(code)}, 'session', ${personId}, ${new Date(now.getTime() + days * day)}, ${now})`;
  return code;
}

/** Inserts a link that opens a person's own pages, once. @returns its nonce, from which the code is derived when it is sent */
export async function insertMyLink(
  tx: Statements,
  personId: string,
  { now, expiresAt, secretKey }: { now: Date; expiresAt: Date; secretKey: string },
): Promise<string> {
  const nonce = newId() + newId();
  await tx.$executeRaw`
    insert into link (nonce, hash, purpose, person_id, expires_at, created_at)
    values (${nonce}, ${hashOfCode(codeOf(secretKey, nonce))}, 'my', ${personId}, ${expiresAt}, ${now})`;
  return nonce;
}

/** Number of such links that a person was sent since an instant. */
export async function myLinksSince(tx: Statements, personId: string, since: Date): Promise<number> {
  const rows = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from link where person_id = ${personId} and purpose = 'my' and created_at > ${since}`;
  return rows[0]?.n ?? 0;
}

/** Uses up a link. @returns false: it was used before */
export async function useLink(tx: Tx, nonce: string, now: Date): Promise<boolean> {
  const changed =
    await tx.$executeRaw`update link set revoked_at = ${now} where nonce = ${nonce} and revoked_at is null`;
  return changed > 0;
}

/** The link of a code; null: unknown, expired, revoked, for another purpose, or of a person who has left. */
export async function findLink(tx: Tx, code: string, purpose: LinkPurpose, now: Date): Promise<Link | null> {
  if (!shape.test(code)) return null;
  const rows = await tx.$queryRaw<Link[]>`
    select l.nonce, l.person_id as "personId", l.task_id as "taskId", l.expires_at as "expiresAt"
    from link l left join person p on p.id = l.person_id
    where l.hash = ${hashOfCode(code)} and l.purpose = ${purpose} and l.revoked_at is null and l.expires_at > ${now}
      and (l.person_id is null or (p.id is not null and ${isStayingAt(now)}))`;
  return rows[0] ?? null;
}

/** Minimum interval between two recorded openings of a link, in milliseconds. */
const openedMs = 60_000;

/** The task and the person of a link that was opened. */
export interface OpenedLink {
  taskId: string;
  /** Case and organization of the task. */
  near: { caseId: string; organizationId: string };
  reader: { id: string; name: string; language: LanguageCode };
}

/** Finds a task's link and its person, and records that it was opened, at most once a minute. Null: as in {@link findLink}. */
export async function openTaskLink(tx: Statements, code: string, now: Date): Promise<OpenedLink | null> {
  if (!shape.test(code)) return null;
  const before = new Date(now.getTime() - openedMs);
  const [found] = await tx.$queryRaw<
    { taskId: string; caseId: string; organizationId: string; id: string; name: string; language: LanguageCode }[]
  >`
    with found as (
      select l.nonce, t.id as "taskId", t.case_id as "caseId", t.organization_id as "organizationId", p.id, p.name, p.language
      from link l join person p on p.id = l.person_id join task t on t.id = l.task_id
      where l.hash = ${hashOfCode(code)} and l.purpose = 'task' and l.revoked_at is null and l.expires_at > ${now} and ${isStayingAt(now)}),
    opened as (
      update link l set opened_at = ${now} from found f
      where l.nonce = f.nonce and (l.opened_at is null or l.opened_at <= ${before}))
    select "taskId", "caseId", "organizationId", id, name, language from found`;
  if (!found) return null;
  const { taskId, caseId, organizationId, ...reader } = found;
  return { taskId, near: { caseId, organizationId }, reader };
}

/** When the links of tasks were last opened, by the person to whom each belongs. */
export async function openingsOf(
  tx: Tx,
  taskIds: readonly string[],
): Promise<{ taskId: string; personId: string; at: Date }[]> {
  if (taskIds.length === 0) return [];
  return tx.$queryRaw<{ taskId: string; personId: string; at: Date }[]>`
    select l.task_id as "taskId", l.person_id as "personId", l.opened_at as at
    from unnest(${[...taskIds]}::text[]) as wanted(id)
    cross join lateral (select distinct person_id from notice where task_id = wanted.id offset 0) n
    cross join lateral (select * from link where person_id = n.person_id and task_id = wanted.id and purpose = 'task' offset 0) l
    where l.opened_at is not null`;
}

/** Years for which a calendar link works: calendars are subscribed to for years. */
const calendarYears = 10;

/** The working link of a person's calendar feed. */
export async function calendarLinkOf(tx: Statements, personId: string, now: Date): Promise<{ nonce: string } | null> {
  const rows = await tx.$queryRaw<{ nonce: string }[]>`
    select nonce from link where person_id = ${personId} and purpose = 'calendar' and revoked_at is null and expires_at > ${now}
    order by created_at desc, nonce limit 1`;
  return rows[0] ?? null;
}

/** Revokes the links of a person's calendar feed. */
export async function endCalendarLinks(tx: Tx, personId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    update link set revoked_at = ${now} where person_id = ${personId} and purpose = 'calendar' and revoked_at is null`;
}

/** Inserts a link of a person's calendar feed. */
export async function insertCalendarLink(tx: Tx, personId: string, now: Date, secretKey: string): Promise<void> {
  const nonce = newId() + newId();
  const expiresAt = new Date(now.getTime() + calendarYears * 365 * day);
  await tx.$executeRaw`
    insert into link (nonce, hash, purpose, person_id, expires_at, created_at)
    values (${nonce}, ${hashOfCode(codeOf(secretKey, nonce))}, 'calendar', ${personId}, ${expiresAt}, ${now})`;
}
