import { doing } from "../../domain/tasks/task-states.ts";
import { Prisma } from "../../prisma/client.ts";

/** Whether a task `t` is late: what `isLate` (domain/tasks/lateness.ts) is in the program. Every figure and list asks this fragment. */
export const isLateAt = (now: Date): Prisma.Sql =>
  Prisma.sql`(t.state in (${Prisma.join([...doing])}) and t.waits_for = 0 and t.due_at < ${now})`;

/** Whether a task `t` that was handed in was handed in late: `hasPassed` of its due instant and that of its handing in. */
export const handedInLate: Prisma.Sql = Prisma.sql`(t.due_at < coalesce(t.submitted_at, t.settled_at))`;
