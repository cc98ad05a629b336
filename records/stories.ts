import type { StoryLine } from "../domain/message.ts";
import { Prisma, type Statements } from "../prisma/client.ts";

/** Lines of a task's log as a supervisor reads them, oldest first, the newest twelve; who acted by name, what was told by role. */
export async function storiesOf(tx: Statements, taskIds: readonly string[]): Promise<ReadonlyMap<string, StoryLine[]>> {
  const stories = new Map<string, StoryLine[]>();
  if (taskIds.length === 0) return stories;
  const rows = await tx.$queryRaw<(StoryLine & { taskId: string; reason: string | null })[]>`
    select e.task_id as "taskId", e.at, e.verb, e.after->>'reason' as reason,
      case when p.name is not null then array[p.name] else coalesce(
        (select array_agg(distinct of_each.role order by of_each.role) from (
           select min(h.role) as role from holding h
           where h.organization_id = e.organization_id and h.until_at is null
             and h.person_id in (select jsonb_array_elements_text(coalesce(e.after->'people', '[]'))) group by h.person_id) of_each),
        array[e.actor]) end as who
    from unnest(${[...taskIds]}::text[]) as t(id)
    cross join lateral (select * from event where task_id = t.id and verb <> 'skipped' order by id desc limit 12) e
    left join person p on p.id = e.actor
    order by e.id`;
  for (const { taskId, at, verb, who, reason } of rows) {
    const line = { at, verb, who, ...(reason && { note: reason }) };
    const known = stories.get(taskId);
    if (known) known.push(line);
    else stories.set(taskId, [line]);
  }
  return stories;
}

export async function namesOf(tx: Statements, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select id, name from person where id in (${Prisma.join([...personIds])})`;
  return new Map(rows.map((row) => [row.id, row.name]));
}
