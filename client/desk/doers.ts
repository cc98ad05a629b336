import { type Duties, find } from "../../domain/tasks/people.ts";
import type { Tx } from "../../prisma/client.ts";
import { holdersOf } from "../../records/roster/holders.ts";

/** Names of the current doers by task id, determined by the engine's own rule, for a page of tasks at once. */
export async function doersOf(
  db: Tx,
  tasks: readonly (Duties & { id: string; organizationId: string })[],
  now: Date,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const holders = await holdersOf(
    db,
    tasks.map(({ organizationId }) => organizationId),
    now,
  );
  return new Map(
    tasks.map((task) => {
      const here = holders.get(task.organizationId) ?? [];
      const names = new Map(here.map(({ personId, name }) => [personId, name]));
      return [task.id, find("doer", task, here).people.flatMap((id) => names.get(id) ?? [])];
    }),
  );
}
