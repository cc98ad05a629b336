import type { Profile } from "../../domain/catalogue/applies.ts";
import type { Facts } from "../../domain/catalogue/due-rule.ts";
import type { Duty, EventName } from "../../domain/catalogue/duty.ts";
import { RefusedError } from "../../domain/errors.ts";
import type { Policy } from "../../domain/escalation/policy.ts";
import { wakeCase } from "../../domain/ids.ts";
import { firstSteps, firstTerm, policyOfCase, workflowOf } from "../../domain/procedures/kinds.ts";
import { type CaseSurroundings, type Opened, openSteps } from "../../domain/procedures/opening.ts";
import { joinsSheet, startedBy } from "../../domain/procedures/triggers.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { nudge, nudgeRounds } from "../nudges.ts";
import type { OrganizationRow } from "../roster/holders.ts";
import { placeOf } from "../roster/place.ts";
import { newId } from "../rows.ts";
import { policiesOf, type Settings, settingsOf } from "../settings.ts";
import { type InsertedTask, insertTasks } from "../tasks/tasks.ts";
import { findCaseByKey, givenUpOfKeys, insertCases, type NewCaseRow } from "./cases.ts";
import { readStepRows } from "./step-rows.ts";

/** A case to be started, by an event or by a person who names its duty. */
export interface NewStart {
  duty: Duty;
  /** Null: a person started it by its duty. */
  event: EventName | null;
  /** The caller's idempotency key. @default one of its own */
  key?: string;
  subject: string;
  facts?: Facts;
  /** A person's id, `system` or `administrator`. */
  actor: string;
  parentId?: string | null;
  circularId?: string | null;
  /** The person whom the case is about; the first task is theirs (a joiner's reading). */
  personId?: string;
  /** Due instant of the first task, or of the period in which a drill is held. @default the policy's term */
  dueAt?: Date;
}

export const profileOf = (organization: OrganizationRow): Profile => ({
  type: organization.type,
  party: organization.party,
  qualified: organization.qualified,
  registration: organization.registration,
  marks: organization.marks,
  types: organization.types,
  charity: organization.charity,
  supervised: organization.supervised,
});

/** The settings on which opening a case depends, read once for many cases. */
export interface Rules {
  calendar: Calendar;
  policies: ReadonlyMap<string, Policy>;
  settings: Settings;
}

/** Settings for a case: its ladder (by severity, otherwise the one set for the duty) and the terms of its steps. */
export const setFor = (
  caseDuty: Duty,
  facts: Facts,
  organizationId: string,
  settings: Settings,
): Required<Pick<Opened, "policy" | "term">> => ({
  policy: (duty) => policyOfCase(caseDuty, facts) ?? settings.policy(duty, organizationId),
  term: (duty, step) => settings.term(duty, step, organizationId),
});

/** The context in which cases of an organization open now. */
export const surroundingsOf = (
  organization: OrganizationRow,
  { calendar, policies, settings }: Rules,
  now: Date,
): Pick<CaseSurroundings, "organization" | "policies" | "calendar" | "hazard"> => ({
  organization: profileOf(organization),
  policies,
  calendar,
  hazard: settings.hazard(placeOf(organization), dateIn(now, organization.zone)),
});

/**
 * Opens steps of a case: inserts their tasks and nudges the rounds. A step of many people also opens each person's own task.
 * @returns the tasks that did not exist before
 */
export async function insertSteps(
  tx: Tx,
  organization: OrganizationRow,
  opening: Omit<Opened, "organizationId" | "shard" | "zone">,
  steps: readonly string[],
  rules: Rules,
  now: Date,
): Promise<InsertedTask[]> {
  const { id: organizationId, shard, zone } = organization;
  const rowsFor = await readStepRows(tx, [{ organizationId, kind: opening.duty.kind, steps }], now);
  const around = { ...surroundingsOf(organization, rules, now), ...rowsFor(organizationId) };
  const tasks = await insertTasks(tx, openSteps({ ...opening, organizationId, shard, zone }, steps, around));
  await nudgeRounds(tx, roundsOf(tasks), now);
  return tasks;
}

/** Rounds of the new tasks. A task that waits for others is left out: its ladder begins when they settle. */
export const roundsOf = (tasks: readonly InsertedTask[]): { round: string; at: Date }[] =>
  tasks.flatMap(({ round, openedAt, waitsFor }) => (waitsFor > 0 ? [] : [{ round, at: openedAt }]));

/**
 * Starts a case: inserts the case, its first tasks, the event and the nudges.
 * @returns created false: a case of this key exists
 * @throws {RefusedError} the organization is closed
 */
export async function insertStart(
  tx: Tx,
  organization: OrganizationRow,
  start: NewStart,
  calendar: Calendar,
  now: Date,
): Promise<{ caseId: string; created: boolean }> {
  const rules = { calendar, policies: await policiesOf(tx), settings: await settingsOf(tx) };
  const [started] = await insertStarts(tx, [{ ...start, organization }], rules, now);
  if (!started) throw new Error(`no case was asked for`);
  return started;
}

/** A case that is started together with others. */
export interface StartIn extends NewStart {
  organization: OrganizationRow;
  /** Which of its first steps open now; the others open later. @default all */
  opens?(step: string): boolean;
}

/**
 * Starts many cases with as many statements as one case needs.
 * @returns the outcome for each, in the given order
 */
export async function insertStarts(
  tx: Tx,
  starts: readonly StartIn[],
  rules: Rules,
  now: Date,
): Promise<{ caseId: string; created: boolean }[]> {
  const { calendar, settings } = rules;
  const keyed = starts.map((start) => ({ ...start, key: start.key ?? newId() }));
  const inserted = new Map(
    (
      await insertCases(
        tx,
        keyed.map((start) => caseOf(start, now)),
      )
    ).map((one) => [nameOf(one.organizationId, one.duty, one.key), one.id]),
  );
  const opened = keyed.flatMap((start) => {
    const { duty, event, facts = {} } = start;
    const caseId = inserted.get(nameOf(start.organization.id, duty.number, start.key));
    const steps = firstSteps(duty, event, facts).filter((step) => start.opens?.(step) ?? true);
    return caseId === undefined ? [] : [{ ...start, caseId, facts, steps }];
  });
  const rowsFor = await readStepRows(
    tx,
    opened.map(({ organization, duty, steps }) => ({ organizationId: organization.id, kind: duty.kind, steps })),
    now,
  );
  const tasks = opened.flatMap(({ organization, duty, event, caseId, facts, steps, dueAt, personId }) => {
    const { id: organizationId, shard, zone } = organization;
    const first = dueAt && firstTerm(duty, now, dueAt, zone, calendar);
    return openSteps(
      {
        caseId,
        organizationId,
        shard,
        zone,
        duty,
        openedAt: now,
        caseFacts: facts,
        ...setFor(duty, facts, organizationId, settings),
        joins: joinsSheet(event),
        ...(first && { endsAt: first.dueAt, facts: first.facts }),
        ...(personId !== undefined && { personId }),
      },
      steps,
      { ...surroundingsOf(organization, rules, now), ...rowsFor(organizationId) },
    );
  });
  await nudgeRounds(tx, roundsOf(await insertTasks(tx, tasks)), now);
  await nudge(
    tx,
    opened.flatMap(({ duty, caseId }) => {
      const workflow = workflowOf(duty);
      return workflow ? [wakeCase(workflow, caseId)] : [];
    }),
    now,
  );
  const became: { caseId: string; created: boolean }[] = [];
  const told = new Set<string>();
  for (const { organization, duty, key } of keyed) {
    const name = nameOf(organization.id, duty.number, key);
    const caseId = inserted.get(name) ?? (await findCaseByKey(tx, organization.id, duty.number, key))?.id;
    if (caseId === undefined) throw new RefusedError(cause("organization-closed", { code: organization.code }));
    became.push({ caseId, created: inserted.has(name) && !told.has(name) });
    told.add(name);
  }
  return became;
}

function caseOf(start: StartIn & { key: string }, now: Date): NewCaseRow {
  const { duty, organization, key, subject, facts, dueAt, parentId, circularId, event, actor } = start;
  return {
    organizationId: organization.id,
    duty: duty.number,
    kind: duty.kind,
    key,
    workflowType: workflowOf(duty) ?? null,
    parentId: parentId ?? null,
    circularId: circularId ?? null,
    subject,
    facts: { ...facts, ...(dueAt && { endsAt: dueAt.toISOString() }) },
    openedAt: now,
    provisional: false,
    firstLine: {
      ...{ at: now, actor, verb: "opened" },
      after: {
        ...{ duty: duty.number, key },
        ...(event && { event }),
        ...(parentId && { parent: parentId }),
        ...(circularId && { circular: circularId }),
      },
    },
  };
}

const nameOf = (organizationId: string, duty: string, key: string): string => `${organizationId}/${duty}/${key}`;

/** Maximum number of cases in one statement: PostgreSQL accepts at most 32,767 parameters. */
const page = 1_000;

/** An event in an organization that may start cases. */
export interface EventStart extends Omit<NewStart, "duty" | "event" | "key"> {
  event: EventName;
  /** Distinguishes this occurrence of the event from others; each duty is started once by it. */
  key: string;
}

export interface RaisedCase {
  duty: string;
  caseId: string;
  created: boolean;
}

/**
 * Starts every duty that names the event and applies to the organization, each once by the key. Where one case serves several rows, only that case
 * starts. A duty that is paused there or has nothing to request is skipped, and so is a closed organization.
 */
export async function raise(
  tx: Tx,
  organization: OrganizationRow,
  raised: EventStart,
  source: string | null,
  calendar: Calendar,
  now: Date,
): Promise<RaisedCase[]> {
  return raiseMany(tx, [{ ...raised, organization, source }], calendar, now);
}

/** An event in one of many organizations. */
export interface RaisedIn extends EventStart {
  organization: OrganizationRow;
  /** Duty of the case from which the event came; null: none. */
  source: string | null;
  /**
   * The event may happen twice under one key (a person leaves and returns on the same day): cases that were cancelled in between are started again.
   */
  again?: true;
}

type Keyed = RaisedIn & StartIn & { key: string };

/** Gives a case whose key belongs to a cancelled case the next free key: `key:2`, `key:3`, … */
async function keyAgain(tx: Tx, starts: Keyed[]): Promise<void> {
  if (starts.length === 0) return;
  const given = new Map<string, number>();
  for (const { organizationId, duty, key, times } of await givenUpOfKeys(
    tx,
    starts.map(({ organization, duty, key }) => ({ organizationId: organization.id, duty: duty.number, key })),
  ))
    given.set(nameOf(organizationId, duty, key), times);
  for (const start of starts) {
    const times = given.get(nameOf(start.organization.id, start.duty.number, start.key)) ?? 0;
    if (times > 0) start.key = `${start.key}:${times + 1}`;
  }
}

/** The same for events in many organizations, with as many statements as for one. */
export async function raiseMany(
  tx: Tx,
  raised: readonly RaisedIn[],
  calendar: Calendar,
  now: Date,
): Promise<RaisedCase[]> {
  const settings = await settingsOf(tx);
  const starts = raised.flatMap((one) => {
    const { organization, event, facts = {} } = one;
    if (organization.closedAt) return [];
    return startedBy(event, profileOf(organization), one.source).flatMap((duty): Keyed[] => {
      const asks = workflowOf(duty) !== undefined || firstSteps(duty, event, facts).length > 0;
      if (!asks || settings.paused(duty, organization.id)) return [];
      return [{ ...one, duty, key: `${event}:${one.key}` }];
    });
  });
  if (starts.length === 0) return [];
  await keyAgain(
    tx,
    starts.filter(({ again }) => again),
  );
  const rules = { calendar, settings, policies: await policiesOf(tx) };
  const cases: RaisedCase[] = [];
  for (let from = 0; from < starts.length; from += page) {
    const some = starts.slice(from, from + page);
    const became = await insertStarts(tx, some, rules, now);
    cases.push(...became.map((one, index) => ({ duty: some[index]?.duty.number ?? "", ...one })));
  }
  return cases;
}
