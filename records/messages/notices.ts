import type { Part } from "../../domain/messages/message.ts";
import type { Channel, Shape, Text, Urgency } from "../../domain/terms.ts";
import type { Statements, Tx } from "../../prisma/client.ts";
import { newId, rowsOf } from "../rows.ts";
import { traceparent } from "../trace.ts";

/** One notice: one task, one step, one person. */
export interface NewNotice {
  taskId: string;
  caseId: string;
  organizationId: string;
  personId: string;
  step: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  /** States of the task in which the notice is still to be sent; empty: always. */
  whileStates: readonly string[];
  dueRevision: number;
  details: NoticeDetails;
  sendAt: Date;
  notAfter: Date | null;
}

/**
 * Number of people whom one courier serves. Starting a courier costs the engine as much as sending hundreds of mails, so few are better than many.
 */
const peopleOfCourier = 50_000;

/** What a message says besides the task. */
export interface NoticeDetails {
  /** Vacant role for which the recipient stands in. */
  vacant?: string;
  belated?: boolean;
  reason?: string;
  /** Id of the person who acted; absent: the administrator or the ladder. */
  from?: string;
  /** Id of the person who now has the task; in notices to those who had it before. */
  to?: string;
  /** In notices of a change of level: the level and the day from which it holds. */
  level?: { hazard: string; title?: Text; level: string; from: string };
  /** In notices of a year's holidays: the number of due days that move. */
  calendar?: { year: number; moved: number };
  /** Id of the batch of which the act is a part. */
  batch?: string;
  /** Rung or verb that caused the notice; the footer explains it. */
  because?: string;
}

/**
 * Inserts notices, each once (task, step, person, channel).
 * @returns shards of the recipients, each with the earliest instant
 */
export async function insertNotices(
  tx: Statements,
  notices: readonly NewNotice[],
  now: Date,
): Promise<{ shard: number; at: Date }[]> {
  if (notices.length === 0) return [];
  const rows = notices.map((notice) => ({ ...notice, id: newId() }));
  return tx.$queryRaw<{ shard: number; at: Date }[]>`
    with written as (
      insert into notice (id, task_id, case_id, organization_id, person_id, step, channel, shape, part, urgency, while_states, due_revision,
                          details, shard, send_at, not_after, created_at, trace)
      select r.id, r."taskId", r."caseId", r."organizationId", r."personId", r.step, r.channel, r.shape, r.part, r.urgency,
             array(select jsonb_array_elements_text(r."whileStates")), r."dueRevision", r.details, (p.ordinal / ${peopleOfCourier})::int, r."sendAt", r."notAfter", ${now},
             ${traceparent()}::text
      from jsonb_to_recordset(${rowsOf(rows)}) as r(id text, "taskId" text, "caseId" text, "organizationId" text, "personId" text,
        step text, channel text, shape text, part text, urgency text, "whileStates" jsonb, "dueRevision" int, details jsonb,
        "sendAt" timestamptz, "notAfter" timestamptz)
      join person p on p.id = r."personId"
      on conflict (task_id, step, person_id, channel) do nothing returning shard, send_at)
    select shard, min(send_at) as at from written group by shard`;
}

/** Those of the given notices that already exist, as `task/step/person`. */
export async function writtenBefore(
  tx: Statements,
  notices: readonly Pick<NewNotice, "taskId" | "step" | "personId">[],
): Promise<ReadonlySet<string>> {
  if (notices.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ key: string }[]>`
    select distinct n.task_id || '/' || n.step || '/' || n.person_id as key
    from jsonb_to_recordset(${rowsOf([...notices])}) as r("taskId" text, step text, "personId" text)
    join notice n on n.task_id = r."taskId" and n.step = r.step and n.person_id = r."personId"`;
  return new Set(rows.map(({ key }) => key));
}

/** States of those of the given notices that already exist, by `task/step/person/channel`. */
export async function noticeStates(
  tx: Statements,
  notices: readonly Pick<NewNotice, "taskId" | "step" | "personId" | "channel">[],
): Promise<ReadonlyMap<string, string>> {
  if (notices.length === 0) return new Map();
  const keys = notices.map(({ taskId, step, personId, channel }) => ({ taskId, step, personId, channel }));
  const rows = await tx.$queryRaw<{ key: string; state: string }[]>`
    select n.task_id || '/' || n.step || '/' || n.person_id || '/' || n.channel as key, n.state
    from jsonb_to_recordset(${rowsOf(keys)}) as r("taskId" text, step text, "personId" text, channel text)
    join notice n on n.task_id = r."taskId" and n.step = r.step and n.person_id = r."personId" and n.channel = r.channel`;
  return new Map(rows.map(({ key, state }) => [key, state]));
}

/** Recipients of a task's notice of a step. */
export async function readersOf(tx: Statements, taskId: string, step: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ personId: string }[]>`
    select distinct person_id as "personId" from notice where task_id = ${taskId} and step = ${step}`;
  return rows.map(({ personId }) => personId);
}

/** Drops the queued notices of a settled or changed task that are no longer to be sent. */
export async function dropQueued(tx: Tx, taskId: string, why: string): Promise<number> {
  return tx.$executeRaw`update notice set state = 'dropped', dropped = ${why} where task_id = ${taskId} and state = 'queued'`;
}
