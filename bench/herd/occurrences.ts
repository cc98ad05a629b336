import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { firstSteps, firstTerm, workflowOf } from "../../domain/procedures/kinds.ts";
import { open } from "../../domain/procedures/opening.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Db, Prisma } from "../../prisma/client.ts";
import { calendarOf } from "../../records/calendar-days.ts";
import { insertCases } from "../../records/cases/cases.ts";
import { nudgeCouriers, nudgeRounds } from "../../records/nudges.ts";
import { type OrganizationRow, organizationsOfShard, shardsOfOrganizations } from "../../records/roster/holders.ts";
import { policiesOf } from "../../records/settings.ts";
import { insertTasks } from "../../records/tasks/tasks.ts";
import { dutyOfKind, type HerdKind, reminders } from "../ladder.ts";

const page = 500;
/** Key of the occurrences that the bench writes; it is not a period of the planner. */
const benchKey = "bench";
/** Milliseconds from writing to opening, so that all is written and asleep when the opening is set. */
const ahead = 6 * 3_600_000;

/** Creates a case and its first task for every organization, with the functions that the planner uses. @returns the number of cases */
export async function writeOccurrences(db: Db, kind: HerdKind): Promise<number> {
  let written = 0;
  for (const shard of await shardsOfOrganizations(db)) {
    const organizations = await organizationsOfShard(db, shard);
    for (let from = 0; from < organizations.length; from += page)
      written += await writeSome(db, kind, organizations.slice(from, from + page));
  }
  return written;
}

async function writeSome(db: Db, kind: HerdKind, organizations: readonly OrganizationRow[]): Promise<number> {
  const duty = dutyOf(dutyOfKind[kind]);
  const workflow = workflowOf(duty) ?? null;
  const [first = "do"] = firstSteps(duty);
  const now = new Date();
  const openedAt = new Date(now.getTime() + ahead);
  const calendar = await calendarOf(db);
  const policies = await policiesOf(db);
  return db.$transaction(async (tx) => {
    const ends = (zone: string): Date => instantAt(addDays(dateIn(now, zone), 180), "18:00", zone);
    const cases = await insertCases(
      tx,
      organizations.map(({ id, zone }) => ({
        organizationId: id,
        duty: duty.number,
        kind: duty.kind,
        key: benchKey,
        workflowType: workflow,
        parentId: null,
        subject: "",
        facts: { endsAt: ends(zone).toISOString() },
        openedAt,
        provisional: false,
        // As the planner creates it: its workflow starts when its first task settles.
        cadence: "half-yearly" as const,
        firstLine: {
          ...{ at: now, actor: "system", verb: "planned" },
          after: { duty: duty.number, period: benchKey },
        },
      })),
    );
    const byId = new Map(organizations.map((one) => [one.id, one]));
    const tasks = cases.map(({ id: caseId, organizationId }) => {
      const { zone = "Asia/Shanghai", shard = 0 } = byId.get(organizationId) ?? {};
      const { dueAt, facts } = firstTerm(duty, openedAt, ends(zone), zone, calendar);
      return open(
        { caseId, organizationId, shard, zone, duty, step: first, openedAt, dueAt, facts },
        policies,
        calendar,
      );
    });
    await insertTasks(tx, tasks);
    await nudgeRounds(
      tx,
      tasks.map(({ round }) => ({ round, at: openedAt })),
      now,
    );
    return tasks.length;
  });
}

/** Opens all at one instant. Wakes the sleeping rounds, as an administrator's change of the hour does. */
export async function openAll(db: Db, at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.task.updateMany({ data: { openedAt: at, climbFrom: at, nextAt: at } });
    await wakeRounds(tx, at);
  });
}

/** Makes the last reminder of all tasks due now, under a new D: a different notice to the same people each time. */
export async function remindAll(db: Db, dueRevision: number, minutes: number): Promise<void> {
  const at = Date.now();
  const climbFrom = new Date(at - reminders * minutes * 60_000);
  await db.$transaction(async (tx) => {
    // Only the occurrences that the bench wrote. Tasks opened by a real worker's planner climb as usual.
    await tx.$executeRaw`
      update task t set due_revision = ${dueRevision}, climb_from = ${climbFrom}, processed_through = ${new Date(at - 1)},
        next_at = ${new Date(at)}
      from "case" c where c.id = t.case_id and c.key = ${benchKey} and t.settled_at is null`;
    await wakeRounds(tx, new Date(at));
  });
}

/** Makes the last reminder of each task due at an instant of its own. Instants are spread evenly, in an order unrelated to the storage order. */
export async function spreadReminders(
  db: Db,
  { from, overMs, ladderMinutes }: { from: number; overMs: number; ladderMinutes: number },
): Promise<void> {
  const before = `${reminders * ladderMinutes} minutes`;
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`
      with spread as (
        select t.id, ${new Date(from)}::timestamptz
          + (row_number() over (order by md5(t.id)) - 1) * (${overMs}::float8 / count(*) over ()) * interval '1 millisecond' as at
        from task t join "case" c on c.id = t.case_id where c.key = ${benchKey} and t.settled_at is null)
      update task t set due_revision = 1, climb_from = date_trunc('milliseconds', s.at) - ${before}::interval,
        processed_through = date_trunc('milliseconds', s.at) - interval '1 millisecond', next_at = date_trunc('milliseconds', s.at)
      from spread s where s.id = t.id`;
      await wakeRounds(tx, new Date(from));
    },
    { timeout: 120_000 },
  );
}

async function wakeRounds(tx: Prisma.TransactionClient, at: Date): Promise<void> {
  const rounds = await tx.task.findMany({ distinct: ["round"], select: { round: true } });
  await nudgeRounds(
    tx,
    rounds.map(({ round }) => ({ round, at })),
    new Date(),
  );
}

/**
 * Makes retries that are due in minutes due now.
 * @param step of the notices that count; absent: all
 * @returns number of notices that are not sent, or not recorded as sent
 */
export async function hurry(db: Db, step?: string): Promise<number> {
  const now = new Date();
  const counted = step === undefined ? {} : { step };
  return db.$transaction(async (tx) => {
    const due = await tx.notice.findMany({
      where: { state: "queued", sendAt: { gt: now }, ...counted },
      distinct: ["shard"],
      select: { shard: true },
    });
    if (due.length > 0) {
      await tx.notice.updateMany({
        where: { state: "queued", sendAt: { gt: now }, ...counted },
        data: { sendAt: now },
      });
      await nudgeCouriers(
        tx,
        due.map(({ shard }) => ({ shard, at: now })),
        now,
      );
    }
    const silent = await tx.task.count({ where: { nextAt: { lte: now } } });
    return silent + (await tx.notice.count({ where: { state: { in: ["queued", "sending"] }, ...counted } }));
  });
}
