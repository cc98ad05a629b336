import { type Count, countOf } from "../../domain/tasks/coverage.ts";
import { type TaskState, waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Statements, type Tx } from "../../prisma/client.ts";

/** Progress of the people whom a task covers. */
export interface Coverage extends Count {
  /** Names of those who have not finished. */
  missing: Missing[];
}

export interface Missing {
  taskId: string;
  personId: string | null;
  name: string;
}

/** Progress of a covering task. @returns null: the task covers nobody */
export async function coverageOf(tx: Tx, parentTaskId: string): Promise<Coverage | null> {
  return (await coverages(tx, [parentTaskId])).get(parentTaskId) ?? null;
}

/** The same for several tasks; those that cover nobody are left out. */
export async function coverages(
  tx: Statements,
  parentTaskIds: readonly string[],
): Promise<ReadonlyMap<string, Coverage>> {
  const covered = new Map<string, (Missing & { state: TaskState })[]>();
  const rows =
    parentTaskIds.length === 0
      ? []
      : await tx.$queryRaw<(Missing & { parentTaskId: string; state: TaskState })[]>`
          select t.parent_task_id as "parentTaskId", t.id as "taskId", t.state, t.person_id as "personId", coalesce(p.name, '') as name
          from task t left join person p on p.id = t.person_id where t.parent_task_id = any(${[...parentTaskIds]}::text[]) order by t.id`;
  for (const { parentTaskId, ...one } of rows) {
    const known = covered.get(parentTaskId);
    if (known) known.push(one);
    else covered.set(parentTaskId, [one]);
  }
  return new Map(
    [...covered].map(([parentTaskId, all]) => [
      parentTaskId,
      {
        ...countOf(all.map(({ state }) => state)),
        missing: all.flatMap(({ state, ...one }) => (waiting.includes(state) ? [one] : [])),
      },
    ]),
  );
}

/** Open tasks under a covering task, locked. */
export async function lockCovered(tx: Tx, parentTaskId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from task where parent_task_id = ${parentTaskId} and state in (${Prisma.join([...waiting])}) order by id for update`;
  return rows.map(({ id }) => id);
}
