import { hash } from "node:crypto";
import { officeRoles } from "../../domain/terms.ts";
import { goesAlong, Prisma, type Statements, type Tx } from "../../prisma/client.ts";
import { isHeldAt } from "../roster/held.ts";
import { tableOf } from "../rows.ts";

/** One line of the audit log of a case. */
export interface NewEvent {
  caseId: string;
  taskId: string | null;
  organizationId: string;
  at: Date;
  /** A person's id, `administrator` or `system`. */
  actor: string;
  verb: string;
  before?: unknown;
  after?: unknown;
}

export interface EventRow extends NewEvent {
  id: bigint;
  /** Token of the program that performed the act, and its name; null: no program did. */
  tokenId: string | null;
  program: string | null;
  previous: string;
  hash: string;
}

/** Hash of a log line: SHA-256 in hex over the previous line's hash and this line's fields; the token, where there is one, comes last. */
export function hashOf(previous: string, event: NewEvent & { tokenId?: string | null }): string {
  const { caseId, taskId, organizationId, at, actor, verb, tokenId } = event;
  const words = [previous, caseId, taskId ?? "", organizationId, written(at), actor, verb];
  const by = tokenId ? [tokenId] : [];
  return hash("sha256", JSON.stringify([...words, canonical(event.before), canonical(event.after), ...by]), "hex");
}

/** Attributes the rest of this transaction to a program's token. */
export async function actByToken(tx: Statements, tokenId: string): Promise<void> {
  await tx.$queryRaw`select set_config('duban.token', ${tokenId}, true)`;
}

/** Lines with their hashes, and the new last line of each log. */
export interface Chained {
  lines: readonly (NewEvent & { tokenId: string | null; previous: string; hash: string })[];
  heads: ReadonlyMap<string, string>;
}

/**
 * Appends lines to the logs of cases. The cases' rows are locked in the order of their ids, so that two writers neither fork a chain nor deadlock.
 * Call it once in a transaction, as late as possible.
 * @param read the heads of their logs, if the cases are already locked
 */
export async function appendEvents(tx: Statements, events: readonly NewEvent[], read?: Promise<Heads>): Promise<void> {
  if (events.length === 0) return;
  const { lines, heads } = follow(events, await (read ?? lockHeads(tx, casesOf(events))));
  const last = [...heads].map(([id, hash]) => ({ id, hash }));
  // The line and the record of which line is last are written together, so that removed lines are detected (records/audit/chains.ts).
  await goesAlong(
    tx,
    tx.$executeRaw`
      with lines as (${insertLines(lines)})${recordContact(events)}
      update "case" c set log_head = r.hash from ${tableOf(last, { id: "text", hash: "text" })} where c.id = r.id`,
  );
}

/** Locks cases whose logs are appended to later in the transaction. Lock nothing in between. */
export function lockHeads(tx: Statements, cases: readonly string[]): Promise<Heads> {
  const read = readHeads(tx, cases, { lock: true });
  // `appendEvents` awaits it; if an earlier statement fails, nobody does.
  read.catch(() => undefined);
  return read;
}

/**
 * Computes the hashes of new lines for a caller that writes the cases itself and sets the log's head in the same statement: updating a row twice in a
 * transaction costs twice and checks its foreign keys again. The caller also inserts the lines (`insertLines`), in the same transaction.
 * @param cases "new": the cases are not inserted yet; `locked`: the caller has locked them until commit, and knows these last hashes
 */
export async function chain(
  tx: Statements,
  events: readonly NewEvent[],
  cases: "new" | { locked: ReadonlyMap<string, string> },
): Promise<Chained> {
  const known = cases === "new" ? new Map<string, string>() : cases.locked;
  const unknown = cases === "new" ? [] : casesOf(events).filter((id) => !known.has(id));
  const { heads, tokenId } = await readHeads(tx, unknown, { lock: false });
  return follow(events, { heads: new Map([...known, ...heads]), tokenId });
}

function follow(events: readonly NewEvent[], { tokenId, heads }: Heads): Chained {
  const lines = events.map((event) => {
    const previous = heads.get(event.caseId) ?? "";
    const own = hashOf(previous, { ...event, tokenId });
    heads.set(event.caseId, own);
    return { ...event, tokenId, previous, hash: own };
  });
  return { lines, heads };
}

/** Roles that count as contact with an organization: neither supervisors, who are outside it, nor its members and volunteers. */
const ownRoles = [...officeRoles, "staff"] as const;

/**
 * Part of a statement: records that somebody of the organization acted, at most once an hour. Acts of one organization do not wait for each other: a
 * row that another transaction has locked is skipped, because that transaction or the next act records it.
 */
function recordContact(events: readonly NewEvent[]): Prisma.Sql {
  const voices = events.flatMap(({ organizationId, actor, at }) =>
    actor === "system" || actor === "administrator" ? [] : [{ organizationId, actor, at }],
  );
  if (voices.length === 0) return Prisma.empty;
  return Prisma.sql`, contact as (
    update organization set heard_at = h.at from (
      select o.id, r.at from ${tableOf(voices, { organizationId: "text", actor: "text", at: "timestamptz" })}
      join organization o on o.id = r."organizationId"
      where (o.heard_at is null or o.heard_at < r.at - interval '1 hour') and exists (
        select 1 from holding h where h.organization_id = o.id and h.person_id = r.actor
          and h.role in (${Prisma.join([...ownRoles])}) and ${isHeldAt(Prisma.sql`r.at`)})
      for no key update of o skip locked) h
    where organization.id = h.id)`;
}

/** SQL that inserts log lines, as a statement or as part of one. */
export const insertLines = (lines: Chained["lines"]): Prisma.Sql => Prisma.sql`
  insert into event (case_id, task_id, organization_id, at, actor, verb, before, after, token_id, previous, hash)
  select r."caseId", r."taskId", r."organizationId", r.at, r.actor, r.verb, r.before, r.after, r."tokenId", r.previous, r.hash
  from ${tableOf(lines, columns)} order by r.place`;

const casesOf = (events: readonly NewEvent[]): string[] => [...new Set(events.map(({ caseId }) => caseId))].sort();

const columns = {
  ...({
    caseId: "text",
    taskId: "text",
    organizationId: "text",
    at: "timestamptz",
    actor: "text",
    verb: "text",
  } as const),
  ...({ before: "jsonb", after: "jsonb", tokenId: "text", previous: "text", hash: "text" } as const),
};

/** The last line of each chain, and the token to which the next line is attributed. */
export interface Heads {
  heads: Map<string, string>;
  tokenId: string | null;
}

/** Reads the heads. @param lock locks the cases until commit, in the order of their ids */
async function readHeads(tx: Statements, cases: readonly string[], { lock }: { lock: boolean }): Promise<Heads> {
  const rows = await tx.$queryRaw<{ caseId: string | null; head: string | null; tokenId: string | null }[]>`
    select c.id as "caseId", c.log_head as head, t.id as "tokenId"
    from (select nullif(current_setting('duban.token', true), '') as id) t
    left join (select id, log_head from "case" where id = any(${[...cases]}::text[]) order by id
      ${lock ? Prisma.sql`for no key update` : Prisma.empty}) c on true`;
  const heads = new Map<string, string>();
  const unknown: string[] = [];
  for (const { caseId, head } of rows) {
    if (caseId === null) continue;
    if (head === null) unknown.push(caseId);
    else heads.set(caseId, head);
  }
  for (const { caseId, hash } of await lastLines(tx, unknown)) heads.set(caseId, hash);
  return { heads, tokenId: rows[0]?.tokenId ?? null };
}

/** Last lines of cases written by a version of the program that did not store the head. */
async function lastLines(tx: Statements, cases: readonly string[]): Promise<{ caseId: string; hash: string }[]> {
  if (cases.length === 0) return [];
  return tx.$queryRaw<{ caseId: string; hash: string }[]>`
    select c.id as "caseId", e.hash from unnest(${[...cases]}::text[]) as c(id)
    cross join lateral (select hash from event where case_id = c.id order by id desc limit 1) e`;
}

export async function eventsOf(tx: Tx, caseId: string): Promise<EventRow[]> {
  return tx.$queryRaw<EventRow[]>`
    select e.id, e.case_id as "caseId", e.task_id as "taskId", e.organization_id as "organizationId", e.at, e.actor, e.verb, e.before,
           e.after, e.token_id as "tokenId", a.name as program, e.previous, e.hash
    from event e left join api_token a on a.id = e.token_id where e.case_id = ${caseId} order by e.id`;
}

/** The recorded last line of a case's log; null: it was never recorded. */
export async function logHead(tx: Tx, caseId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ head: string | null }[]>`select log_head as head from "case" where id = ${caseId}`;
  return rows[0]?.head ?? null;
}

/** Whether lines were removed from the end: the recorded head is not among the lines. Lines of a version that does not record heads may follow it. */
export const isCutOff = (events: readonly EventRow[], head: string | null): boolean =>
  head !== null && !events.some(({ hash }) => hash === head);

/** Verifies a chain. @returns id of the first line whose hash does not follow from the one before; null: the chain is intact */
export function brokenAt(events: readonly EventRow[]): bigint | null {
  let previous = "";
  for (const event of events) {
    if (event.previous !== previous || event.hash !== hashOf(previous, event)) return event.id;
    previous = event.hash;
  }
  return null;
}

/** Serializes with sorted keys, because PostgreSQL's jsonb returns keys in its own order. */
function canonical(value: unknown): unknown {
  if (typeof value !== "object") return value ?? null;
  if (value === null) return null;
  if (value instanceof Date) return written(value);
  if (Array.isArray(value)) return value.map(canonical);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const one = (value as Readonly<Record<string, unknown>>)[key];
    if (one === undefined) continue;
    // Assigned, it would be no key of its own.
    if (key === "__proto__") Object.defineProperty(sorted, key, { value: canonical(one), enumerable: true });
    else sorted[key] = canonical(one);
  }
  return sorted;
}

let lastInstant = Number.NaN;
let lastWritten = "";

/** `2031-03-03T01:00:00.000Z`. The lines of a transaction have few instants between them: the last one is remembered. */
function written(instant: Date): string {
  const at = instant.getTime();
  if (at !== lastInstant) {
    lastWritten = instant.toISOString();
    lastInstant = at;
  }
  return lastWritten;
}
