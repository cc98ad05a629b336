import type { Evidence } from "../../domain/forms/evidence.ts";
import type { CaseLine } from "../../domain/messages/case-line.ts";
import { sendingLines } from "../../domain/messages/sendings.ts";
import type { LanguageCode, Role, Zone } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { type SendingRow, sendingsOf } from "../messages/sendings.ts";
import { isHeldAt, isStayingAt } from "../roster/held.ts";
import { wordingColumn } from "../tasks/tasks.ts";

/** The reader of a page. */
export interface Reader {
  id: string;
  name: string;
  language: LanguageCode;
}

export async function readerOf(tx: Tx, personId: string): Promise<Reader | null> {
  const rows = await tx.$queryRaw<Reader[]>`select id, name, language from person where id = ${personId}`;
  return rows[0] ?? null;
}

/** A person who holds roles in an organization now. */
export interface Colleague {
  id: string;
  name: string;
  roles: Role[];
}

export async function colleaguesOf(tx: Tx, organizationId: string, now: Date): Promise<Colleague[]> {
  return tx.$queryRaw<Colleague[]>`
    select p.id, p.name, array_agg(h.role order by h.from_at, h.id) as roles
    from holding h join person p on p.id = h.person_id
    where h.organization_id = ${organizationId} and ${isHeldAt(now)}
      and ${isStayingAt(now)}
    group by p.id, p.name order by p.name, p.id`;
}

/**
 * Log of a case as a page shows it, oldest first: acts, and messages when they were sent. Superseded lines are left out. @param limit only the newest
 * lines; null: all of them
 */
export async function storyOf(tx: Tx, caseId: string, limit: number | null = 200): Promise<CaseLine[]> {
  // A due rung has no line, unless it had no recipient: its messages have lines, when they were sent.
  const events = await tx.$queryRaw<CaseLine[]>`
    select e.at, case e.verb when 'told' then 'gap' else e.verb end as verb, coalesce(p.name, e.actor) as who, a.name as program, t.step, ${wordingColumn}, e.task_id as "taskId",
      e.after->>'reason' as reason,
      (e.before->>'dueAt')::timestamptz as "dueBefore", (e.after->>'dueAt')::timestamptz as "dueAfter",
      (e.after->>'askedUntil')::timestamptz as "askedUntil", e.after->>'batch' as batch, array[]::text[] as rungs,
      array(select q.name from person q where e.verb in ('delegate', 'reassign') and q.id = e.after->>'personId') as people,
      array(select jsonb_array_elements_text(case when jsonb_typeof(e.after->'nobody') = 'array' then e.after->'nobody' else '[]' end))
        as nobody
    from event e left join person p on p.id = e.actor left join task t on t.id = e.task_id
      left join api_token a on a.id = e.token_id
    where e.case_id = ${caseId} and e.verb <> 'skipped' and (e.verb <> 'told' or e.after ? 'nobody')
    order by e.id desc limit ${limit}`;
  const sent = new Map<string, SendingRow[]>();
  for (const row of await sendingsOf(tx, { caseId }, "name"))
    sent.set(row.taskStep, [...(sent.get(row.taskStep) ?? []), row]);
  const none = { program: null, reason: null, dueBefore: null, dueAfter: null, askedUntil: null, nobody: [] };
  const messages = [...sent].flatMap(([step, rows]) =>
    sendingLines(rows).map(({ who: people, steps: rungs, ...line }): CaseLine => {
      return { ...none, ...line, who: "system", step, people, rungs };
    }),
  );
  return [...events.reverse(), ...messages].sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-(limit ?? Infinity));
}

/** Evidence as a page lists it, without its bytes. */
export interface EvidenceLine extends Evidence {
  mime: string;
}

/** Evidence of all tasks of a case, oldest first. @param limit maximum number; null: all of it */
export async function evidenceOfCase(tx: Tx, caseId: string, limit: number | null = 1_000): Promise<EvidenceLine[]> {
  return tx.$queryRaw<EvidenceLine[]>`
    select e.id, e.task_id as "taskId", t.step, ${wordingColumn},
           e.round, e.type, e.name, e.mime, e.text, e.data,
           coalesce(octet_length(e.bytes), octet_length(o.bytes), 0) as size, e.sha256, p.name as who, e.at
    from evidence e join task t on t.id = e.task_id left join person p on p.id = e.person_id
      left join evidence o on o.id = e.data->>'same' and e.type = 'file'
    where t.case_id = ${caseId} order by e.at, e.round, e.type desc, e.name, e.id limit ${limit}`;
}

/** Evidence of the last submission of one task; for a version, its content. */
export async function evidenceOfTask(tx: Tx, taskId: string): Promise<EvidenceLine[]> {
  return tx.$queryRaw<EvidenceLine[]>`
    select e.id, e.task_id as "taskId", t.step, ${wordingColumn},
           e.round, e.type, e.name, e.mime, e.text, e.data,
           coalesce(octet_length(e.bytes), 0) as size, e.sha256, p.name as who, e.at
    from evidence e join task t on t.id = e.task_id left join person p on p.id = e.person_id
    where t.id = ${taskId} and e.round = t.submissions order by e.type desc, e.name, e.id`;
}

/** An organization as a page offers or names it. */
export interface OrganizationName {
  id: string;
  code: string;
  name: string;
  zone: Zone;
}

export async function organizationNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select id, name from organization where id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Those of the given organizations that are not closed. */
export async function openOrganizations(tx: Tx, ids: readonly string[]): Promise<Omit<OrganizationName, "zone">[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<Omit<OrganizationName, "zone">[]>`
    select id, code, name from organization where id = any(${[...ids]}::text[]) and closed_at is null`;
}
