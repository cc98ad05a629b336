import type { StoryLine } from "../../domain/messages/message.ts";
import { sendingLines } from "../../domain/messages/sendings.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import { type SendingRow, sendingsOf } from "./sendings.ts";

/** Lines that a reader is told; what lies before is counted by whoever shows them. */
const most = 12;

/**
 * What happened to tasks as a supervisor reads it, oldest first, the newest twelve lines: who did what, by name, and what left when, to
 * which roles. That a rung was due or a step requested is no line: its messages are, when they left.
 */
export async function storiesOf(tx: Statements, taskIds: readonly string[]): Promise<ReadonlyMap<string, StoryLine[]>> {
  const stories = new Map<string, StoryLine[]>();
  if (taskIds.length === 0) return stories;
  const rows = await tx.$queryRaw<{ taskId: string; at: Date; verb: string; reason: string | null; who: string }[]>`
    select e.task_id as "taskId", e.at, e.verb, e.after->>'reason' as reason, coalesce(p.name, e.actor) as who
    from unnest(${[...taskIds]}::text[]) as t(id)
    cross join lateral (
      select * from event where task_id = t.id and verb not in ('skipped', 'told', 'asked') order by id desc limit ${most}) e
    left join person p on p.id = e.actor
    order by e.id`;
  for (const { taskId, at, verb, who, reason } of rows) {
    const line = { at, verb, who: [who], ...(reason && { note: reason }) };
    stories.set(taskId, [...(stories.get(taskId) ?? []), line]);
  }
  const sendings = new Map<string, SendingRow[]>();
  for (const row of await sendingsOf(tx, { taskIds }, "role"))
    sendings.set(row.taskId, [...(sendings.get(row.taskId) ?? []), row]);
  for (const [taskId, own] of sendings) {
    // What is queued at this moment leaves with the mail that would say so.
    const left = sendingLines(own).filter(({ verb }) => !verb.startsWith("queued-"));
    const lines = left.map(({ steps: _, ...line }): StoryLine => ({ ...line, who: line.who.sort() }));
    stories.set(taskId, [...(stories.get(taskId) ?? []), ...lines]);
  }
  for (const [taskId, lines] of stories)
    stories.set(taskId, lines.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-most));
  return stories;
}

export async function namesOf(tx: Statements, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select id, name from person where id in (${Prisma.join([...personIds])})`;
  return new Map(rows.map((row) => [row.id, row.name]));
}
