import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { runsByClock } from "../../domain/escalation/policy.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import { Prisma } from "../../prisma/client.ts";

/** SQL of `isLate` (domain/tasks/lateness.ts): task `t` is late. Every count and list uses this fragment. */
export const isLateAt = (now: Date): Prisma.Sql =>
  Prisma.sql`(t.state in (${Prisma.join([...doing])}) and t.waits_for = 0 and t.due_at < ${now})`;

/** SQL: submitted task `t` was submitted after its due instant, as `outcomeOf` (domain/reporting/outcome.ts) decides it. */
export const handedInLate: Prisma.Sql = Prisma.sql`(t.due_at < coalesce(t.submitted_at, t.settled_at))`;

const byClock = Object.values(defaultPolicies).flatMap((policy) => (runsByClock(policy) ? [policy.name] : []));
const ladder = Prisma.sql`(case when t.state = 'submitted' then t.verifier_policy else t.policy end)`;

/**
 * SQL of `climbsByClock` (domain/escalation/advance.ts): the term of task `t` runs by the clock. Includes policies of administrators and their earlier
 * format (`steps`). Both lists are read once for all rows.
 */
export const isByClock: Prisma.Sql = Prisma.sql`(${ladder} in (
    select name from policy where definition->'term'->>'unit' <> 'bd' or coalesce(definition->'rungs', definition->'steps') @> '[{"emergency": true}]')
  or (${ladder} in (${Prisma.join(byClock)}) and ${ladder} not in (select name from policy)))`;
