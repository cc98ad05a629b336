import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { runsByClock } from "../../domain/escalation/policy.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { Prisma } from "../../prisma/client.ts";

/** Whether a task `t` is late: what `isLate` (domain/tasks/lateness.ts) is in the program. Every figure and list asks this fragment. */
export const isLateAt = (now: Date): Prisma.Sql =>
  Prisma.sql`(t.state in (${Prisma.join([...doing])}) and t.waits_for = 0 and t.due_at < ${now})`;

/** Whether a task `t` that was handed in was handed in late: `hasPassed` of its due instant and that of its handing in. */
export const handedInLate: Prisma.Sql = Prisma.sql`(t.due_at < coalesce(t.submitted_at, t.settled_at))`;

const byClock = Object.values(defaultPolicies).flatMap((policy) => (runsByClock(policy) ? [policy.name] : []));
const ladder = Prisma.sql`(case when t.state = 'submitted' then t.verifier_policy else t.policy end)`;

/**
 * Whether the time of a task `t` passes by the clock: what `runsByClock` (domain/escalation/policy.ts) says of the ladder that it
 * climbs, an administrator's own too, as an earlier version wrote it (`steps`) as well. Both lists are read once for all rows.
 */
export const isByClock: Prisma.Sql = Prisma.sql`(${ladder} in (
    select name from policy where definition->'term'->>'unit' <> 'bd' or coalesce(definition->'rungs', definition->'steps') @> '[{"emergency": true}]')
  or (${ladder} in (${Prisma.join(byClock)}) and ${ladder} not in (select name from policy)))`;
