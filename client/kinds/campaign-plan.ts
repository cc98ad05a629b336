import { dueByRule } from "../../domain/catalogue/due.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import { byLaw } from "../../domain/procedures/kinds/by-law.ts";
import { disclosureKind } from "../../domain/procedures/kinds/disclosure.ts";
import { fundraisingKind, gateOf } from "../../domain/procedures/kinds/fundraising.ts";
import { stepOf, titleOf } from "../../domain/procedures/steps.ts";
import { startedBy } from "../../domain/procedures/triggers.ts";
import { cause } from "../../domain/reasons/index.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LocalDate, Text } from "../../domain/terms.ts";
import { daysBetween, isLocalDate } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, childrenOf, findCase } from "../../records/cases/cases.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { findTaskByKey } from "../../records/tasks/tasks.ts";
import { raiseEventIn } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { actIn } from "../tasks/act.ts";
import { missingOf } from "../tasks/gate.ts";
import { checkDays } from "./campaign-days.ts";
import { emergencyFacts } from "./campaign-emergency.ts";

export interface NewPlan {
  organizationId: string;
  /** The caller's idempotency key. */
  key: string;
  title: string;
  /** First day. */
  startsOn: LocalDate;
  /** Planned last day. @default none: open-ended */
  endsOn?: LocalDate;
  /** It responds to a major emergency: the plan may be filed within ten days after the start (Charity Law art. 73). */
  emergency: boolean;
  /** Name of the declared emergency; required if no hazard is above normal. */
  declared?: string;
  /** Name of the partner, if a qualified organization raises funds together with another. */
  partner?: string;
  actor: Actor;
}

/** The duty whose case is the plan of a campaign; null: campaigns of this organization need no plan. */
export const gateDuty = (organization: OrganizationRow) =>
  startedBy("campaign-planned", profileOf(organization)).find(({ kind }) => kind === fundraisingKind) ?? null;

/** What a campaign without a plan lacks; in an emergency the filing may follow. */
export function lackingOf(organization: OrganizationRow, emergency: boolean): Text[] {
  const duty = gateDuty(organization);
  if (!duty) return [];
  const { after = [] } = stepOf(duty.kind, "begin");
  return gateOf({ qualified: organization.qualified, facts: { emergency } })
    .filter((step) => after.includes(step) || step === "publish-notice")
    .map((step) => titleOf(duty, step));
}

/**
 * Plans a campaign: opens the case of its gate, one for all rows. The caller flushes.
 * @throws {BadInputError} invalid title or day · {RefusedError} the organization needs no plan, or the duty is paused there
 */
export async function planCampaignIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  organization: OrganizationRow,
  { organizationId, key, title: given, startsOn, endsOn, emergency, declared, partner, actor }: NewPlan,
  now: Date,
): Promise<{ caseId: string; created: boolean }> {
  const today = dateIn(now, organization.zone);
  const title = given.trim();
  checkDays({ title, startsOn, ...(endsOn !== undefined && { endsOn }) }, emergency ? undefined : today);
  if (!gateDuty(organization)) throw new RefusedError(cause("no-gate", { organization: organization.code }));
  const due = dueByRule(
    byLaw("fundraising-plan-before", "startsOn"),
    { startsOn },
    organization.zone,
    context.calendar,
  );
  const facts = {
    title,
    startsOn,
    ...(endsOn !== undefined && { endsOn }),
    ...(await emergencyFacts(tx, organization, { emergency, declared }, now)),
    ...(partner?.trim() && { partner: partner.trim() }),
    ...((partner?.trim() || !organization.qualified) && { partnered: true }),
    ...(!emergency && due && hasPassed(due, now) && { late: true }),
  };
  const happened = { event: "campaign-planned" as const, key, subject: title, facts, organizationId, actor };
  const [opened] = await raiseEventIn(tx, context, happened, now);
  if (!opened)
    throw new RefusedError(
      cause("duty-paused", {
        act: "campaign plan",
        duty: gateDuty(organization)?.number ?? "",
        organization: organization.code,
      }),
    );
  return { caseId: opened.caseId, created: opened.created };
}

/** The same in a transaction of its own. */
export async function planCampaign(context: ActContext, plan: NewPlan): Promise<{ caseId: string; created: boolean }> {
  const now = context.now();
  const planned = await context.db.$transaction(async (tx) =>
    planCampaignIn(tx, context, await organizationById(tx, plan.organizationId), plan, now),
  );
  await context.flush();
  return planned;
}

/**
 * Begins a planned campaign: opens the case of its disclosures as a child of the plan's. Idempotent. The caller flushes.
 * @returns id of the case of its disclosures
 * @throws {NotFoundError} no such plan · {RefusedError} the gate is not passed; lists everything that is missing
 */
export async function beginCampaignIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { planId, actor }: { planId: string; actor: Actor },
  now: Date,
): Promise<{ caseId: string; created: boolean }> {
  const plan = await planOf(tx, planId);
  const known = await campaignOfPlan(tx, planId);
  if (known) return { caseId: known.id, created: false };
  const begin = await findTaskByKey(tx, planId, "begin");
  if (!begin || plan.state !== "open")
    throw new RefusedError(cause("not-open", { act: "campaign start", what: "plan", state: plan.state }));
  const submission = { values: {}, files: [] };
  const { changed } = await actIn(tx, context, { taskId: begin.id, verb: "submit", actor, submission }, now);
  const child = await campaignOfPlan(tx, planId);
  if (!child) throw new Error(`plan ${planId} has begun without its disclosure`);
  return { caseId: child.id, created: changed };
}

export async function beginCampaign(
  context: ActContext,
  input: { planId: string; actor: Actor },
): Promise<{ caseId: string; created: boolean }> {
  const now = context.now();
  const begun = await context.db.$transaction((tx) => beginCampaignIn(tx, context, input, now));
  await context.flush();
  return begun;
}

/** The case of a planned campaign's disclosures; null: it has not begun. */
export async function campaignOfPlan(tx: Tx, planId: string): Promise<CaseRow | null> {
  return (await childrenOf(tx, planId)).find(({ kind }) => kind === disclosureKind) ?? null;
}

/** What a planned campaign still lacks before it may begin. */
export async function missingOfPlan(tx: Tx, plan: CaseRow, organization: OrganizationRow, now: Date): Promise<Text[]> {
  const task = await findTaskByKey(tx, plan.id, "begin");
  if (!task || task.settledAt) return [];
  return missingOf(tx, { task, case: plan, organization, duty: dutyOf(task.duty) }, {}, now);
}

/** Finds the case of a plan. @throws {NotFoundError} no such case, or one of another kind */
export async function planOf(tx: Tx, caseId: string): Promise<CaseRow> {
  const found = await findCase(tx, caseId);
  if (found?.kind !== fundraisingKind) throw new NotFoundError(cause("no-campaign-plan", { value: caseId }));
  return found;
}

export async function organizationById(tx: Tx, id: string): Promise<OrganizationRow> {
  const organization = (await organizationsById(tx, [id])).get(id);
  if (!organization) throw new NotFoundError(cause("no-organization-id", { value: id }));
  return organization;
}

/** First day of a plan, and how many days remain. */
function beginning({ facts }: CaseRow, { zone }: OrganizationRow, now: Date): { startsOn?: LocalDate; days?: number } {
  const startsOn = String(facts.startsOn ?? "");
  return isLocalDate(startsOn) ? { startsOn, days: daysBetween(dateIn(now, zone), startsOn) } : {};
}

/**
 * The case of a campaign's disclosures, to which donations belong, by its own id or that of its plan.
 * @throws {RefusedError} the plan has not passed its gate; lists everything that is missing
 */
export async function disclosedAs(tx: Tx, caseId: string, now: Date): Promise<string> {
  const found = await findCase(tx, caseId);
  if (found?.kind !== fundraisingKind) return caseId;
  const begun = await campaignOfPlan(tx, caseId);
  if (begun) return begun.id;
  const organization = await organizationById(tx, found.organizationId);
  const missing = await missingOfPlan(tx, found, organization, now);
  throw new RefusedError(
    cause("campaign-not-begun", { state: found.state, ...beginning(found, organization, now) }),
    missing,
  );
}
