import { type TaskState, waiting } from "../domain/task.ts";
import { Prisma, type Tx } from "../prisma/client.ts";

/** How far those whom a task covers have come. */
export interface Coverage {
  asked: number;
  /** Did it. */
  done: number;
  /** Waived, or given up since they left. */
  excused: number;
  /** Still waited for, by name. */
  missing: { taskId: string; personId: string | null; name: string }[];
}

const counted = (state: TaskState): "done" | "excused" =>
  state === "closed" || state === "accepted" ? "done" : "excused";

/** @returns null where the task covers nobody */
export async function coverageOf(tx: Tx, coverId: string): Promise<Coverage | null> {
  const rows = await tx.$queryRaw<{ id: string; state: TaskState; personId: string | null; name: string | null }[]>`
    select t.id, t.state, t.person_id as "personId", p.name
    from task t left join person p on p.id = t.person_id where t.cover_id = ${coverId} order by t.id`;
  if (rows.length === 0) return null;
  const coverage: Coverage = { asked: rows.length, done: 0, excused: 0, missing: [] };
  for (const { id, state, personId, name } of rows)
    if (waiting.includes(state)) coverage.missing.push({ taskId: id, personId, name: name ?? "" });
    else coverage[counted(state)] += 1;
  return coverage;
}

/** The tasks of those who are covered and still waited for, locked. */
export async function lockCovered(tx: Tx, coverId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from task where cover_id = ${coverId} and state in (${Prisma.join([...waiting])}) order by id for update`;
  return rows.map(({ id }) => id);
}
