import type { Tx } from "../../prisma/client.ts";

/** Fields of a task that only a calendar event shows. */
export interface CalendarFacts {
  id: string;
  caseId: string;
  /** Number of lines in its story, and when the last was written. */
  changes: number;
  changedAt: Date;
  /** Start of a drill that was scheduled. */
  begins: string | null;
  place: string | null;
  /** Time and place of a gathering, or of the meeting that decides a matter. */
  held: { on: string; at: string | null; until: string | null; where: string | null } | null;
  caseState: string;
  caseChanges: number;
}

export async function calendarFacts(tx: Tx, taskIds: readonly string[]): Promise<ReadonlyMap<string, CalendarFacts>> {
  if (taskIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<CalendarFacts[]>`
    select t.id, t.case_id as "caseId", said.n as changes, coalesce(said.at, t.opened_at) as "changedAt",
      t.facts->>'begins' as begins, t.facts->>'place' as place, case when c.facts ? 'meets-on'
        then jsonb_build_object('on', c.facts->>'meets-on', 'at', c.facts->>'meets-at', 'until', null, 'where', c.facts->>'meets-where')
        when c.facts ? 'date'
        then jsonb_build_object('on', c.facts->>'date', 'at', c.facts->>'time', 'until', c.facts->>'until', 'where', c.facts->>'place')
      end as held,
      c.state as "caseState", (select count(*)::int from event e where e.case_id = c.id) as "caseChanges"
    from task t join "case" c on c.id = t.case_id
    cross join lateral (select count(*)::int as n, max(e.at) as at from event e where e.task_id = t.id) said
    where t.id = any(${[...taskIds]}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Tasks of meetings to which a person was invited since an instant. */
export async function callsOf(tx: Tx, personId: string, since: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct n.task_id as id from notice n join task t on t.id = n.task_id
    where n.person_id = ${personId} and n.shape = 'call' and n.state <> 'dropped' and n.created_at >= ${since}
      and t.facts ? 'begins'`;
  return rows.map(({ id }) => id);
}
