import { waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { appendEvents, type NewEvent } from "../cases/events.ts";
import { nudgeRounds } from "../nudges.ts";

/** A task whose ladder was stopped or resumed. */
export interface Touched {
  id: string;
  caseId: string;
  organizationId: string;
  round: string;
}

const touched = Prisma.sql`t.id, t.case_id as "caseId", t.organization_id as "organizationId", t.round`;
const waits = Prisma.sql`t.state in (${Prisma.join([...waiting])})`;

/**
 * SQL: task `t` is open and its ladder may proceed: not set aside, not behind other tasks, neither its organization (`o`, to be joined) nor its duty
 * paused.
 */
export const climbs = Prisma.sql`${waits} and t.waits_for = 0 and t.poison is null and o.paused_at is null
  and not exists (select 1 from duty_setting s where s.duty = t.duty and s.paused_at is not null
                  and (s.organization_id is null or s.organization_id = t.organization_id))`;

/** Stops the ladders of the tasks that match a condition: they have no next step, and no round processes them. */
export async function haltLadders(tx: Tx, which: Prisma.Sql): Promise<Touched[]> {
  return tx.$queryRaw<Touched[]>`
    with chosen as (select t.id from task t where ${waits} and t.next_at is not null and (${which}) order by t.id for update)
    update task t set next_at = null from chosen where t.id = chosen.id returning ${touched}`;
}

/** Has the rounds process the tasks that match a condition now, unless something holds them; the ladder decides what is sent. */
export async function wakeTasks(tx: Tx, which: Prisma.Sql, now: Date): Promise<Touched[]> {
  const woken = await tx.$queryRaw<Touched[]>`
    with chosen as (
      select t.id from task t join organization o on o.id = t.organization_id
      where ${climbs} and (${which}) order by t.id for update of t)
    update task t set next_at = greatest(${now}, t.opened_at) from chosen where t.id = chosen.id returning ${touched}`;
  await nudgeAll(tx, woken, now);
  return woken;
}

/** The same for a city's tasks; only their rounds are returned from the database. @returns number of tasks */
export async function wakeMany(tx: Tx, which: Prisma.Sql, now: Date): Promise<number> {
  const rounds = await tx.$queryRaw<{ round: string; tasks: number }[]>`
    with chosen as (
      select t.id from task t join organization o on o.id = t.organization_id
      where ${climbs} and (${which}) order by t.id for update of t),
    woken as (
      update task t set next_at = greatest(${now}, t.opened_at) from chosen where t.id = chosen.id returning t.round)
    select round, count(*)::int as tasks from woken group by round`;
  await nudgeAll(tx, rounds, now);
  return rounds.reduce((sum, { tasks }) => sum + tasks, 0);
}

/** Maximum number of cases in one statement: PostgreSQL accepts at most 32,767 parameters. */
const page = 5_000;

/** A log line about what happened to a case's tasks. */
export type CaseNote = Pick<NewEvent, "caseId" | "organizationId" | "verb" | "after">;

/**
 * Appends one line for each case and verb, however many tasks there are. Call it once in a transaction, after its tasks are written: every writer
 * locks cases after tasks, in the order of their ids.
 */
export async function logCases(tx: Tx, notes: readonly CaseNote[], who: Pick<NewEvent, "at" | "actor">): Promise<void> {
  const unique = [...new Map(notes.map((note) => [`${note.caseId} ${note.verb}`, note])).values()];
  unique.sort((a, b) => (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0));
  for (let from = 0; from < unique.length; from += page)
    await appendEvents(
      tx,
      unique.slice(from, from + page).map(({ caseId, organizationId, verb, after }) => ({
        ...who,
        caseId,
        organizationId,
        taskId: null,
        verb,
        ...(after !== undefined && { after }),
      })),
    );
}

async function nudgeAll(tx: Tx, tasks: readonly { round: string }[], now: Date): Promise<void> {
  const rounds = [...new Set(tasks.map(({ round }) => round))];
  await nudgeRounds(
    tx,
    rounds.map((round) => ({ round, at: now })),
    now,
  );
}
