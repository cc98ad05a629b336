import { dueByRule } from "../../domain/catalogue/due.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import type { Figure } from "../../domain/forms/figures.ts";
import { byLaw } from "../../domain/procedures/kinds/by-law.ts";
import { disclosureKind } from "../../domain/procedures/kinds/disclosure.ts";
import { fundraisingKind } from "../../domain/procedures/kinds/fundraising.ts";
import { cause } from "../../domain/reasons/index.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LocalDate, Text } from "../../domain/terms.ts";
import { daysWords } from "../../domain/time/period-words.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, findCase } from "../../records/cases/cases.ts";
import { lockCampaign, totalsOf } from "../../records/donations/donations.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import { type TaskRow, tasksOfCase, waitingTasks } from "../../records/tasks/tasks.ts";
import { cancelCaseIn } from "../cases/cases.ts";
import { changeFactsIn } from "../cases/facts.ts";
import type { ActContext, Actor } from "../context.ts";
import { requestStepIn } from "../tasks/request-step.ts";
import { checkDays } from "./campaign-days.ts";
import { campaignOfPlan, organizationById, planOf } from "./campaign-plan.ts";

/** Steps whose completion means that a plan was filed. */
const filings = ["file-plan", "file-late", "partner-plan", "partner-plan-late"];
const endMoved: Text = { zh: "募捐期限延长", en: "The campaign runs longer" };

/**
 * Moves the days of a planned campaign that has not begun. The due day of the filing moves with its first day; a plan that was filed already is filed
 * again.
 * @throws {NotFoundError} no such plan · {RefusedError} it has begun or is settled · {BadInputError} invalid day
 */
export async function movePlan(
  context: ActContext,
  input: { planId: string; startsOn?: LocalDate; endsOn?: LocalDate; reason?: string; actor: Actor },
): Promise<{ changed: boolean; refiled: boolean }> {
  const now = context.now();
  const moved = await context.db.$transaction(async (tx) => {
    const plan = await planOf(tx, input.planId);
    if (await campaignOfPlan(tx, plan.id)) throw new RefusedError(cause("campaign-begun"));
    const organization = await organizationById(tx, plan.organizationId);
    const { zone } = organization;
    const today = dateIn(now, zone);
    const emergency = plan.facts.emergency === true;
    const startsOn = input.startsOn ?? String(plan.facts.startsOn);
    const endsOn = input.endsOn ?? (typeof plan.facts.endsOn === "string" ? plan.facts.endsOn : undefined);
    if (input.startsOn === undefined && input.endsOn === undefined)
      throw new BadInputError(cause("nothing-to-move", { what: "campaign" }));
    const kept = input.startsOn === undefined || emergency;
    checkDays({ title: plan.subject, startsOn, ...(endsOn !== undefined && { endsOn }) }, kept ? undefined : today);
    const due = dueByRule(byLaw("fundraising-plan-before", "startsOn"), { startsOn }, zone, context.calendar);
    const late = !emergency && due !== null && hasPassed(due, now);
    const facts = {
      startsOn,
      ...(endsOn !== undefined && { endsOn }),
      ...((late || plan.facts.late === true) && { late }),
    };
    const { reason, actor } = input;
    const change = { caseId: plan.id, facts, verb: "campaign-moved", ...(reason && { reason }), actor };
    const { changed } = await changeFactsIn(tx, context, change, now);
    const what = {
      label: { zh: "募捐期限变更为", en: "The campaign's days are now" },
      value: daysWords(startsOn, endsOn ?? null),
    };
    return { changed, refiled: changed && (await fileAgain(tx, context, plan, organization, what, actor, now)) };
  });
  await context.flush();
  return moved;
}

/** Requests a new filing after a change, within the term for changed plans. @returns false: the plan had not been filed */
async function fileAgain(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  plan: CaseRow,
  { zone }: OrganizationRow,
  figure: Figure,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const tasks = await tasksOfCase(tx, plan.id);
  if (!tasks.some((task) => filings.includes(task.step) && ["closed", "accepted"].includes(task.state))) return false;
  const key = nextKey(tasks, "file-change");
  const facts = { changedOn: dateIn(now, zone), figures: [figure] };
  await requestStepIn(tx, context, { caseId: plan.id, step: "file-change", key, facts, actor }, now);
  return true;
}

/** The next key of a repeated step: `file-change`, `file-change:2` … */
export function nextKey(tasks: readonly TaskRow[], step: string): string {
  const n = tasks.filter((task) => task.step === step).length;
  return n === 0 ? step : `${step}:${n + 1}`;
}

/** The plan of a campaign, locked; as in every verb, before the campaign. Null: it needed none, or is settled. */
export async function lockPlanOf(tx: Tx, campaignId: string): Promise<CaseRow | null> {
  const parentId = (await findCase(tx, campaignId))?.parentId;
  if (!parentId) return null;
  const plan = await lockCase(tx, parentId);
  return plan?.kind === fundraisingKind && plan.state === "open" ? plan : null;
}

/** Moves the plan's last day with the campaign's; a campaign that is to run longer than filed is filed again. */
export async function followEnd(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  plan: CaseRow,
  facts: { endsOn?: string | null; endedOn?: string | null },
  actor: Actor,
  now: Date,
): Promise<void> {
  await changeFactsIn(tx, context, { caseId: plan.id, facts, verb: "campaign-end-set", actor }, now);
  const { endsOn: before } = plan.facts;
  if (typeof before !== "string" || !facts.endsOn || facts.endsOn <= before) return;
  const organization = await organizationById(tx, plan.organizationId);
  await fileAgain(
    tx,
    context,
    plan,
    organization,
    { label: endMoved, value: `${before} → ${facts.endsOn}` },
    actor,
    now,
  );
}

/**
 * Cancels a campaign with its plan and its disclosures. One that has received donations can only end.
 * @param input.caseId the case of its plan or of its disclosures
 * @throws {NotFoundError} no such campaign · {RefusedError} it has received donations, or is done
 */
export async function cancelCampaign(
  context: ActContext,
  input: { caseId: string; reason: string; actor: Actor },
): Promise<{ changed: boolean }> {
  const now = context.now();
  const changed = await context.db.$transaction(async (tx) => {
    const found = await findCase(tx, input.caseId);
    if (found?.kind !== fundraisingKind && found?.kind !== disclosureKind)
      throw new NotFoundError(cause("no-campaign", { value: input.caseId }));
    const plan = found.kind === fundraisingKind ? await lockCase(tx, found.id) : await lockPlanOf(tx, found.id);
    const campaign = found.kind === disclosureKind ? found : await campaignOfPlan(tx, found.id);
    if (campaign && (await hasEntries(tx, campaign.id))) throw new RefusedError(cause("has-donations"));
    let any = false;
    for (const one of [plan, campaign])
      if (one && one.state !== "done")
        any = (await cancelCaseIn(tx, context, { ...input, caseId: one.id }, now)) || any;
    return any;
  });
  await context.flush();
  return { changed };
}

/** Locks tasks before their case, as in every verb. */
async function lockCase(tx: Tx, caseId: string): Promise<CaseRow | null> {
  await waitingTasks(tx, caseId);
  return findCase(tx, caseId, true);
}

async function hasEntries(tx: Tx, caseId: string): Promise<boolean> {
  await waitingTasks(tx, caseId);
  await lockCampaign(tx, caseId);
  const { receipts, uses } = await totalsOf(tx, caseId);
  return receipts + uses > 0;
}
