import type { Tx } from "../../prisma/client.ts";

/** What a person typed for a task and has not submitted. */
export interface Draft {
  values: Record<string, string>;
  at: Date;
  /** It was typed for an earlier task of the same duty that ended without a submission. */
  earlier: boolean;
}

/**
 * Drafts of a person, by task: what they typed for it, otherwise what they typed for the previous task of the duty if that was superseded or missed
 * and nothing of the duty was submitted since.
 */
export async function draftsOf(
  tx: Tx,
  personId: string,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, Draft>> {
  if (taskIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(Draft & { taskId: string })[]>`
    select distinct on (t.id) t.id as "taskId", d."values", d.updated_at as at, d.task_id <> t.id as earlier
    from draft d join task o on o.id = d.task_id
    join task t on t.organization_id = o.organization_id and t.duty = o.duty and t.step = o.step
      and t.person_id is not distinct from o.person_id
    where d.person_id = ${personId} and t.id = any(${[...taskIds]}::text[])
      and (o.id = t.id or o.state in ('superseded', 'missed'))
      and d.updated_at > coalesce(o.submitted_at, '-infinity')
      and not exists (select 1 from task n where n.organization_id = t.organization_id and n.duty = t.duty and n.step = t.step
                      and n.id <> t.id and n.submitted_at > d.updated_at)
    order by t.id, (o.id = t.id) desc, d.updated_at desc`;
  return new Map(rows.map(({ taskId, ...draft }) => [taskId, draft]));
}

/** Stores drafts; a draft without content records that it was emptied. */
export async function writeDrafts(
  tx: Tx,
  personId: string,
  drafts: ReadonlyMap<string, Readonly<Record<string, string>>>,
  now: Date,
): Promise<void> {
  if (drafts.size === 0) return;
  await tx.$executeRaw`
    insert into draft (person_id, task_id, "values", updated_at)
    select ${personId}, n.id, n.draft, ${now}
    from unnest(${[...drafts.keys()]}::text[], ${[...drafts.values()].map((one) => JSON.stringify(one))}::jsonb[]) as n(id, draft)
    on conflict (person_id, task_id) do update set "values" = excluded."values", updated_at = excluded.updated_at`;
}

/** Deletes all drafts of a submitted task, whoever typed them. */
export async function dropDrafts(tx: Tx, taskId: string): Promise<void> {
  await tx.$executeRaw`delete from draft where task_id = ${taskId}`;
}
