import { heartbeat } from "@temporalio/activity";
import { allDuties, dutyOf } from "../domain/catalogue/packs/index.ts";
import { wakeCase, wakeDistribution } from "../domain/ids.ts";
import { type Occurrence, type PlannedDuty, plan } from "../domain/planning/plan.ts";
import { firstSteps, firstTerm, workflowOf } from "../domain/procedures/kinds.ts";
import { type OpenedTask, openSteps } from "../domain/procedures/opening.ts";
import { addDays } from "../domain/time/calendar.ts";
import { dateIn } from "../domain/time/zones.ts";
import type { Tx } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { insertCases, type NewCaseRow } from "../records/cases/cases.ts";
import { pendingCirculars } from "../records/cases/circulars.ts";
import { appendEvents } from "../records/cases/events.ts";
import { profileOf, type Rules, roundsOf, setFor } from "../records/cases/starts.ts";
import { readStepRows, type StepRows } from "../records/cases/step-rows.ts";
import { pendingWithdrawals } from "../records/cases/withdrawals.ts";
import { nudge, nudgeRounds } from "../records/nudges.ts";
import { type OrganizationRow, organizationsOfShard } from "../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../records/settings.ts";
import { insertTasks } from "../records/tasks/tasks.ts";
import type { Deps } from "./deps.ts";

export interface PlanInput {
  shard: number;
  /** Workflow time, epoch milliseconds; a period's key comes from the calendar, never from it. */
  now: number;
}

/** Days ahead for which cases are written: a round is there before nine o'clock, and nobody plans a herd at nine. */
const ahead = 1;
const page = 100;

/**
 * Inserts what comes up for the organizations of a shard, each occurrence once (organization, duty, period): what an outage
 * missed and is still open is caught up with. @returns cases inserted now
 */
export async function planShard(deps: Deps, input: PlanInput): Promise<{ planned: number }> {
  const { db } = deps;
  const now = new Date(input.now);
  const rules = { calendar: await calendarOf(db), policies: await policiesOf(db), settings: await settingsOf(db) };
  const organizations = await organizationsOfShard(db, input.shard);
  let planned = 0;
  for (let from = 0; from < organizations.length; from += page) {
    heartbeat();
    const some = organizations.slice(from, from + page);
    if (deps.failPoint) await deps.failPoint("plan:page", String(from));
    planned += await db.$transaction((tx) => planSome(tx, some, now, rules));
  }
  // What an authority issued is brought by a workflow of its own; should that have been ended from outside, it is begun anew.
  const pending = [...(await pendingCirculars(db, input.shard)), ...(await pendingWithdrawals(db, input.shard))];
  if (pending.length > 0) await nudge(db, [wakeDistribution(input.shard)], now);
  await deps.flush();
  return { planned };
}

async function planSome(tx: Tx, organizations: readonly OrganizationRow[], now: Date, rules: Rules): Promise<number> {
  const wanted = organizations.flatMap((organization) =>
    occurrencesOf(organization, now, rules).map((occurrence) => ({ organization, occurrence })),
  );
  const cases = await insertCases(
    tx,
    wanted.map(({ organization, occurrence }) => caseOf(organization, occurrence)),
  );
  const byKey = new Map(
    wanted.map((one) => [keyOf(one.organization.id, one.occurrence.duty, one.occurrence.period), one]),
  );
  const rowsFor = await readStepRows(
    tx,
    cases.map(({ organizationId, duty }) => {
      const known = dutyOf(duty);
      return { organizationId, kind: known.kind, steps: firstSteps(known) };
    }),
    now,
  );
  const tasks: OpenedTask[] = [];
  for (const inserted of cases) {
    const one = byKey.get(keyOf(inserted.organizationId, inserted.duty, inserted.key));
    if (!one) continue;
    const { organization, occurrence } = one;
    tasks.push(...tasksOf(inserted.id, organization, occurrence, rowsFor(organization.id), now, rules));
  }
  await nudgeRounds(tx, roundsOf(await insertTasks(tx, tasks)), now);
  // A phase that ends wakes the workflow; until then it is started in the background, so that no prompt waits for it.
  await nudge(
    tx,
    cases.flatMap(({ workflowType, id }) => (workflowType ? [wakeCase(workflowType, id)] : [])),
    now,
  );
  await appendEvents(
    tx,
    cases.map((one) => ({
      caseId: one.id,
      taskId: null,
      organizationId: one.organizationId,
      at: now,
      actor: "system",
      verb: "planned",
      after: { duty: one.duty, period: one.key, ...(one.provisional && { provisional: true }) },
    })),
  );
  return cases.length;
}

function occurrencesOf(organization: OrganizationRow, now: Date, { calendar, settings }: Rules): Occurrence[] {
  const today = dateIn(now, organization.zone);
  const duties = allDuties
    .filter((duty) => firstSteps(duty).length > 0)
    .map((duty) => settings.planned(duty, organization.id))
    .filter((duty): duty is PlannedDuty => duty !== null);
  return plan(
    {
      id: organization.id,
      ...profileOf(organization),
      zone: organization.zone,
      joined: joinedOn(organization),
      since: organization.createdAt,
      gentle: !organization.atOnce,
      paused: organization.pausedAt !== null,
    },
    duties,
    calendar,
    { from: today, to: addDays(today, ahead) },
  );
}

function caseOf(organization: OrganizationRow, occurrence: Occurrence): NewCaseRow {
  const duty = dutyOf(occurrence.duty);
  return {
    organizationId: organization.id,
    duty: occurrence.duty,
    kind: duty.kind,
    key: occurrence.period,
    workflowType: workflowOf(duty) ?? null,
    parentId: null,
    subject: "",
    facts: { endsAt: occurrence.dueAt.toISOString() },
    openedAt: occurrence.opensAt,
    provisional: occurrence.provisional,
  };
}

function tasksOf(
  caseId: string,
  organization: OrganizationRow,
  occurrence: Occurrence,
  crowd: StepRows,
  now: Date,
  { calendar, policies, settings }: Rules,
): OpenedTask[] {
  const duty = dutyOf(occurrence.duty);
  const { id: organizationId, zone, shard } = organization;
  // Who joined in the middle of a period is asked from then on; whom an outage kept waiting is told that it is late.
  const joined = occurrence.opensOn <= joinedOn(organization);
  const openedAt = joined && now > occurrence.opensAt ? now : occurrence.opensAt;
  const { dueAt, facts } = firstTerm(duty, openedAt, occurrence.dueAt, zone, calendar);
  const set = setFor(duty, {}, organizationId, settings);
  const { askedBy } = occurrence;
  const known = { ...facts, ...(askedBy && askedBy < occurrence.dueOn && { askedBy }) };
  const opening = { caseId, organizationId, shard, zone, duty, openedAt, endsAt: dueAt, facts: known, ...set };
  return openSteps(opening, firstSteps(duty), { organization: profileOf(organization), ...crowd, policies, calendar });
}

const joinedOn = (organization: OrganizationRow): string => organization.joinedOn.toISOString().slice(0, 10);
const keyOf = (organization: string, duty: string, period: string): string => `${organization}/${duty}/${period}`;
