import type { Profile } from "../domain/applies.ts";
import type { Calendar } from "../domain/calendar.ts";
import type { Duty, EventName } from "../domain/duty.ts";
import { wakeCase } from "../domain/ids.ts";
import { firstSteps, firstTerm, policyOfCase, procedureOf } from "../domain/kinds.ts";
import { type Opened, type OpenedTask, openSteps } from "../domain/opening.ts";
import type { Policy } from "../domain/policy.ts";
import type { Facts } from "../domain/procedure.ts";
import { stepOf } from "../domain/steps.ts";
import { Refused } from "../domain/task.ts";
import type { OrganizationType } from "../domain/terms.ts";
import { startedBy } from "../domain/triggers.ts";
import type { Tx } from "../prisma/client.ts";
import { findCaseByKey, insertCases } from "./cases.ts";
import { appendEvents } from "./events.ts";
import { holdersOf, type OrganizationRow } from "./holders.ts";
import { nudge, nudgeRounds } from "./nudges.ts";
import { newId } from "./rows.ts";
import { policiesOf, type Settings, settingsOf } from "./settings.ts";
import { insertTasks } from "./tasks.ts";

/** A case that something starts: an event, or somebody by its duty. */
export interface NewStart {
  duty: Duty;
  /** Null: somebody started it by its duty. */
  event: EventName | null;
  /** The caller's key: twice is once. @default one of its own */
  key?: string;
  subject: string;
  facts?: Facts;
  /** A person's id, `system` or `administrator`. */
  actor: string;
  parentId?: string | null;
  circularId?: string | null;
  /** Whom it is about: the first task is theirs (a joiner's reading). */
  personId?: string;
  /** Due instant of the first task, or of the period a drill is held in. @default the policy's term */
  dueAt?: Date;
}

export const profileOf = (organization: OrganizationRow): Profile => ({
  type: organization.type as OrganizationType,
  party: organization.party,
  qualified: organization.qualified,
  registration: organization.registration,
  marks: organization.marks,
});

/** What decides how cases open, read once for many. */
export interface Rules {
  calendar: Calendar;
  policies: ReadonlyMap<string, Policy>;
  settings: Settings;
}

/** Ladders: the case's own (severity), else what is set for the duty. */
export const policyFor =
  (caseDuty: Duty, facts: Facts, organizationId: string, settings: Settings) =>
  (duty: Duty): string =>
    policyOfCase(caseDuty, facts) ?? settings.policy(duty, organizationId);

/**
 * Opens steps of a case: tasks, and a word to their rounds. Of a matter of many, everyone's own task too.
 * @returns the tasks that were not there before
 */
export async function insertSteps(
  tx: Tx,
  organization: OrganizationRow,
  opening: Omit<Opened, "organizationId" | "shard" | "zone">,
  steps: readonly string[],
  { calendar, policies }: Pick<Rules, "calendar" | "policies">,
  now: Date,
): Promise<(OpenedTask & { id: string })[]> {
  const { id: organizationId, shard, zone } = organization;
  const many = steps.flatMap((step) => stepOf(opening.duty.kind, step).each?.roles ?? []);
  const holders = many.length > 0 ? (await holdersOf(tx, [organizationId], now, many)).get(organizationId) : [];
  const around = { organization: profileOf(organization), holders: holders ?? [], policies, calendar };
  const tasks = await insertTasks(tx, openSteps({ ...opening, organizationId, shard, zone }, steps, around));
  await nudgeRounds(
    tx,
    tasks.flatMap(({ round, openedAt, after }) => (after.length > 0 ? [] : [{ round, at: openedAt }])),
    now,
  );
  return tasks;
}

/** Starts a case: case, first tasks, event and nudges. @returns created false: a case of this key was there */
export async function insertStart(
  tx: Tx,
  organization: OrganizationRow,
  start: NewStart,
  calendar: Calendar,
  now: Date,
): Promise<{ caseId: string; created: boolean }> {
  const { duty, event, dueAt, facts = {}, personId } = start;
  const procedure = procedureOf(duty.kind);
  const key = start.key ?? newId();
  const [inserted] = await insertCases(tx, [
    {
      organizationId: organization.id,
      duty: duty.number,
      kind: duty.kind,
      key,
      workflowType: procedure.workflow ?? null,
      parentId: start.parentId ?? null,
      circularId: start.circularId ?? null,
      subject: start.subject,
      facts: { ...facts, ...(dueAt && { endsAt: dueAt.toISOString() }) },
      openedAt: now,
      provisional: false,
    },
  ]);
  if (!inserted) {
    const known = await findCaseByKey(tx, organization.id, duty.number, key);
    if (!known) throw new Refused(`${organization.code} is closed; expected an organization at work`);
    return { caseId: known.id, created: false };
  }
  const rules = { calendar, policies: await policiesOf(tx), settings: await settingsOf(tx) };
  const first = dueAt && firstTerm(duty, now, dueAt, organization.zone, calendar);
  await insertSteps(
    tx,
    organization,
    {
      caseId: inserted.id,
      duty,
      openedAt: now,
      caseFacts: facts,
      policy: policyFor(duty, facts, organization.id, rules.settings),
      ...(first && { endsAt: first.dueAt, facts: first.facts }),
      ...(personId !== undefined && { personId }),
    },
    firstSteps(duty, event, facts),
    rules,
    now,
  );
  if (procedure.workflow) await nudge(tx, [wakeCase(procedure.workflow, inserted.id)], now);
  await appendEvents(tx, [
    {
      caseId: inserted.id,
      taskId: null,
      organizationId: organization.id,
      at: now,
      actor: start.actor,
      verb: "opened",
      after: { duty: duty.number, key, ...(event && { event }), ...(start.parentId && { parent: start.parentId }) },
    },
  ]);
  return { caseId: inserted.id, created: true };
}

/** Something that happened in an organization. */
export interface Raised extends Omit<NewStart, "duty" | "event" | "key"> {
  event: EventName;
  /** Tells this happening from another of the same event: each duty is started by it once. */
  key: string;
}

export interface RaisedCase {
  duty: string;
  caseId: string;
  created: boolean;
}

/**
 * What happened starts every duty that names the event and applies to the organization, each once by the key; where one case
 * serves several rows, that one alone. A duty that is paused there is passed over, and so is a closed organization.
 */
export async function raise(
  tx: Tx,
  organization: OrganizationRow,
  raised: Raised,
  source: string | null,
  calendar: Calendar,
  now: Date,
): Promise<RaisedCase[]> {
  if (organization.closedAt) return [];
  const settings = await settingsOf(tx);
  const cases: RaisedCase[] = [];
  for (const duty of startedBy(raised.event, profileOf(organization), source)) {
    if (settings.paused(duty, organization.id)) continue;
    const key = `${raised.event}:${raised.key}`;
    const { caseId, created } = await insertStart(tx, organization, { ...raised, duty, key }, calendar, now);
    cases.push({ duty: duty.number, caseId, created });
  }
  return cases;
}
