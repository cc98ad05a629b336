import { heartbeat } from "@temporalio/activity";
import type { Facts } from "../domain/catalogue/due-rule.ts";
import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { rungAfter } from "../domain/escalation/audience-notices.ts";
import { wakeCase, wakeDistribution } from "../domain/ids.ts";
import type { Occurrence } from "../domain/planning/plan.ts";
import { firstSteps, workflowOf } from "../domain/procedures/kinds.ts";
import type { OpenedTask } from "../domain/procedures/opening.ts";
import { endOfPeriod } from "../domain/procedures/planned.ts";
import { stepOf } from "../domain/procedures/steps.ts";
import { workflowIsDue } from "../domain/procedures/workflow-due.ts";
import { type Statements, transact } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { insertCases, type NewCaseRow } from "../records/cases/cases.ts";
import { pendingCirculars } from "../records/cases/circulars.ts";
import { creditInto } from "../records/cases/credits.ts";
import { type CaseEnding, endCases, recordMissed, reopenCases } from "../records/cases/ending.ts";
import { nameOf, type PlanChanges, planChangesOf, type Wanted } from "../records/cases/planned.ts";
import { ShardPlan } from "../records/cases/shard-plan.ts";
import { type Rules, roundsOf } from "../records/cases/starts.ts";
import { readStepRows } from "../records/cases/step-rows.ts";
import { pendingWithdrawals } from "../records/cases/withdrawals.ts";
import { type LevelRow, levelRows } from "../records/levels.ts";
import { nudge, nudgeRounds } from "../records/nudges.ts";
import { countMonths } from "../records/reporting/months.ts";
import { type OrganizationRow, organizationsOfShard } from "../records/roster/holders.ts";
import { policiesOf, settingsOf } from "../records/settings.ts";
import { sumOpenCounts } from "../records/tasks/open-counts.ts";
import { insertTasks, rewordTasks } from "../records/tasks/tasks.ts";
import type { Deps } from "./deps.ts";
import { notifyOfLevels } from "./level-notices.ts";
import { refuseWhenStopping } from "./stopping.ts";
import { writeWeekly } from "./weekly-views.ts";

export interface PlanInput {
  shard: number;
  /** Workflow time in epoch milliseconds. A period's key comes from the calendar, not from this. */
  now: number;
}

const page = 100;

/**
 * Inserts the planned cases of a shard's organizations, each once (organization, duty, period). Cases that an outage missed are inserted if their
 * period is still open. @returns number of cases inserted now
 */
export async function planShard(deps: Deps, input: PlanInput): Promise<{ planned: number }> {
  const { db } = deps;
  const now = new Date(input.now);
  const levels = await levelRows(db);
  const settings = await settingsOf(db, levels);
  const rules = { calendar: await calendarOf(db), policies: await policiesOf(db), settings, levels };
  const plan = new ShardPlan(rules, now);
  const organizations = await organizationsOfShard(db, input.shard);
  let planned = 0;
  for (let from = 0; from < organizations.length; from += page) {
    heartbeat();
    refuseWhenStopping(deps);
    const some = organizations.slice(from, from + page);
    if (deps.failPoint) await deps.failPoint("plan:page", String(from));
    planned += await transact(db, (tx) => planSome(tx, some, now, rules, plan));
  }
  // Circulars are distributed by a workflow of their own; if it was terminated from outside, it is started again.
  const pending = [...(await pendingCirculars(db, input.shard)), ...(await pendingWithdrawals(db, input.shard))];
  if (pending.length > 0) await nudge(db, [wakeDistribution(input.shard)], now);
  // Once a day suffices: reports count tasks that settled since then directly.
  while (await db.$transaction((tx) => countMonths(tx, input.shard, now))) {
    heartbeat();
    refuseWhenStopping(deps);
  }
  await transact(db, (tx) => sumOpenCounts(tx, input.shard));
  await writeWeekly(deps, now);
  await deps.flush();
  return { planned };
}

async function planSome(
  tx: Statements,
  organizations: readonly OrganizationRow[],
  now: Date,
  rules: Rules & { levels: readonly LevelRow[] },
  plan: ShardPlan,
): Promise<number> {
  const wanted = organizations.flatMap((organization) =>
    plan.occurrencesOf(organization).map((occurrence) => ({ organization, occurrence })),
  );
  const changes = await planChangesOf(tx, wanted, now, { lock: true });
  const fresh = changes.opens.filter(({ again }) => again === undefined);
  const cases = await insertCases(
    tx,
    [...fresh, ...changes.counted].map(({ organization, occurrence }) => caseOf(organization, occurrence, now, rules)),
  );
  const ids = new Map([...changes.known, ...cases.map((one) => [keyOf(one), one.id] as const)]);
  const opening = new Map(fresh.map((one) => [nameOf(one), one]));
  const opened = cases.filter((one) => opening.has(keyOf(one)));
  const rowsFor = await readStepRows(
    tx,
    opened.map(({ organizationId, duty }) => {
      const known = dutyOf(duty);
      return { organizationId, kind: known.kind, steps: firstSteps(known) };
    }),
    now,
  );
  const tasks: OpenedTask[] = [];
  for (const inserted of opened) {
    const one = opening.get(keyOf(inserted));
    if (!one) continue;
    const { organization, occurrence } = one;
    tasks.push(...plan.tasksOf(inserted.id, organization, occurrence, rowsFor(organization.id)));
  }
  await nudgeRounds(tx, roundsOf(await insertTasks(tx, tasks)), now);
  await beginWorkflows(tx, opened, tasks, now);
  // Existing cases were locked when they were read.
  await endCases(tx, endingOf(changes, ids), now);
  await updateExisting(tx, changes, ids, now, rules, plan);
  await creditInto(tx, opened, now);
  await notifyOfLevels(tx, organizations, rules.levels, now);
  return opened.length;
}

/** Starts the workflows that are due already; the others start when a task of their case settles. */
async function beginWorkflows(
  tx: Statements,
  opened: readonly (NewCaseRow & { id: string })[],
  tasks: readonly OpenedTask[],
  now: Date,
): Promise<void> {
  const asked = new Set(tasks.map(({ caseId }) => caseId));
  const wakes = opened.flatMap((one) => {
    const { id, workflowType, cadence = null } = one;
    const led = { kind: dutyOf(one.duty).kind, state: "open" as const, workflowType, cadence };
    return workflowType && workflowIsDue(led, asked.has(id) ? [{ state: "open" }] : [])
      ? [wakeCase(workflowType, id)]
      : [];
  });
  await nudge(tx, wakes, now);
}

/** Cases that end because others open, and those that were credited when they opened. */
function endingOf({ ends, counted }: PlanChanges, ids: ReadonlyMap<string, string>): CaseEnding[] {
  const idOf = (one: Wanted): string | null => ids.get(nameOf(one)) ?? null;
  return [
    ...ends.map((one) => ({ ...one, countedBy: idOf(one.by) })),
    ...counted.flatMap((one) => {
      const caseId = idOf(one);
      const { organization, as, by: countedBy } = one;
      return caseId ? [{ caseId, organizationId: organization.id, tasks: [], as, countedBy }] : [];
    }),
  ];
}

/** The state of existing cases after new ones have opened. */
async function updateExisting(
  tx: Statements,
  { opens, missed }: PlanChanges,
  ids: ReadonlyMap<string, string>,
  now: Date,
  { policies, settings }: Rules,
  plan: ShardPlan,
): Promise<void> {
  const idOf = (one: Wanted): string | null => ids.get(nameOf(one)) ?? null;
  await reopenCases(
    tx,
    opens.flatMap(({ again }) => again ?? []),
    now,
  );
  await rewordTasks(
    tx,
    opens.flatMap(({ again, organization, occurrence }) =>
      again === undefined ? [] : wordingOf(again, organization, occurrence, plan),
    ),
  );
  await recordMissed(
    tx,
    missed.flatMap((one) => {
      const caseId = idOf(one);
      const policy = policies.get(settings.policy(dutyOf(one.occurrence.duty), one.organization.id));
      const rung = policy ? rungAfter(policy, one.times, one.rung) : one.rung;
      return caseId ? [{ caseId, times: one.times, rung }] : [];
    }),
  );
}

function caseOf(organization: OrganizationRow, occurrence: Occurrence, now: Date, { calendar }: Rules): NewCaseRow {
  const duty = dutyOf(occurrence.duty);
  const { period, provisional } = occurrence;
  return {
    organizationId: organization.id,
    duty: occurrence.duty,
    kind: duty.kind,
    key: period,
    workflowType: workflowOf(duty) ?? null,
    parentId: null,
    subject: "",
    facts: { endsAt: endOfPeriod(occurrence, organization.zone, calendar).toISOString() },
    openedAt: occurrence.opensAt,
    provisional,
    cadence: occurrence.cadence,
    firstLine: {
      ...{ at: now, actor: "system", verb: "planned" },
      after: { duty: occurrence.duty, period, ...(provisional && { provisional: true }) },
    },
  };
}

/** Facts for the wording of a reopened case's tasks: another hazard may stand highest by now. */
function wordingOf(
  caseId: string,
  organization: OrganizationRow,
  occurrence: Occurrence,
  plan: ShardPlan,
): { caseId: string; key: string; facts: Facts }[] {
  const { kind } = dutyOf(occurrence.duty);
  return plan
    .tasksOf(caseId, organization, occurrence, { holders: [], sites: [] })
    .map(({ key, step, facts: { hazard, rows } }) => ({
      caseId,
      key,
      facts: { ...(hazard !== undefined && { hazard }), ...(stepOf(kind, step).rows === "stock" && { rows }) },
    }));
}

const keyOf = ({ organizationId, duty, key }: Pick<NewCaseRow, "organizationId" | "duty" | "key">): string =>
  `${organizationId}/${duty}/${key}`;
