import type { World } from "./world.ts";

/**
 * Notices that a task's ladder has queued and the couriers have sent, as lines such as `09-08 09h secretariat email`, with `copy` for
 * copies. Day and hour are those of the organization.
 */
export async function sentByLadder(city: World, taskId: string): Promise<string[]> {
  const lines = await city.db.$queryRaw<{ line: string }[]>`
    select distinct to_char(n.send_at at time zone o.zone, 'MM-DD HH24') || 'h ' || h.role || ' ' || n.channel
        || case when n.part = 'copy' then ' copy' else '' end as line
    from notice n join organization o on o.id = n.organization_id
    join holding h on h.person_id = n.person_id and h.organization_id = n.organization_id
    where n.task_id = ${taskId} and n.state = 'sent'`;
  return lines.map(({ line }) => line).sort();
}

/** The same lines, written by rung: day and hour, then recipients with channels. */
export const rungsOf = (rungs: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(rungs)
    .flatMap(([at, who]) => who.map((one) => `${at} ${one}`))
    .sort();
