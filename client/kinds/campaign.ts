import { type Campaign, disclosureOf, finalPeriod, isLong, readCampaign } from "../../domain/donations/disclosure.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { type DisclosureDuty, disclosureDuties } from "../../domain/procedures/kinds/disclosure.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { writeFacts } from "../../records/cases/cases.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { wakeCases } from "../../records/cases/workflows.ts";
import { type CampaignRow, campaignsOf } from "../../records/donations/campaigns.ts";
import {
  type DisclosureRow,
  disclosuresOfCase,
  dropDisclosure,
  moveDisclosure,
} from "../../records/donations/disclosures.ts";
import { lockCampaign } from "../../records/donations/donations.ts";
import { newId } from "../../records/rows.ts";
import { waitingTasks } from "../../records/tasks/tasks.ts";
import { startCaseIn } from "../cases/start.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { actIn } from "../tasks/act.ts";
import { checkDays } from "./campaign-days.ts";
import { emergencyFacts } from "./campaign-emergency.ts";
import { beginCampaignIn, gateDuty, lackingOf, organizationById, planCampaignIn } from "./campaign-plan.ts";
import { followEnd, lockPlanOf } from "./campaign-plan-changes.ts";

export interface NewCampaign {
  organizationId: string;
  /** 40a: a campaign, with disclosures of receipts and use. 40b: a project that only spends. @default a campaign */
  duty?: DisclosureDuty;
  /** The caller's idempotency key. @default a new one */
  key?: string;
  title: string;
  /** It responds to a major emergency: receipts are disclosed at least every five days during the response phase. */
  emergency: boolean;
  /** Name of the declared emergency; required if no hazard is above normal. */
  declared?: string;
  /** First day. @default today in the organization's zone */
  startsOn?: LocalDate;
  /** Planned last day. @default none: open-ended */
  endsOn?: LocalDate;
  actor: Actor;
}

/**
 * Starts a campaign. Where a gate applies (rows 36 to 39), it requires a plan that has passed it; in a major emergency a qualified organization may
 * begin at once, and the filing is requested afterwards.
 * @throws {NotFoundError} no such organization · {RefusedError} it is closed, the gate is not passed (lists everything that is missing), or no
 * emergency was named while all is normal · {BadInputError} invalid title or day
 */
export async function startCampaign(
  context: ActContext,
  input: NewCampaign,
): Promise<{ caseId: string; created: boolean }> {
  const now = context.now();
  const started = await context.db.$transaction(async (tx) => {
    const organization = await organizationById(tx, input.organizationId);
    const today = dateIn(now, organization.zone);
    const { startsOn = today, endsOn, emergency, duty = disclosureDuties.campaign, key = newId(), actor } = input;
    const { declared } = input;
    const title = input.title.trim();
    const days = { title, startsOn, ...(endsOn !== undefined && { endsOn }) };
    checkDays(days);
    if (duty === disclosureDuties.campaign && gateDuty(organization)) {
      if (!emergency || !organization.qualified)
        throw new RefusedError(cause("gate-shut"), lackingOf(organization, emergency));
      const emergencyOf = { emergency, ...(declared !== undefined && { declared }) };
      const plan = { ...days, organizationId: organization.id, key, ...emergencyOf, actor };
      const { caseId: planId } = await planCampaignIn(tx, context, organization, plan, now);
      return beginCampaignIn(tx, context, { planId, actor }, now);
    }
    const facts = {
      ...(await emergencyFacts(tx, organization, { emergency, declared }, now)),
      ...days,
      ...(startsOn < today && { enteredOn: today }),
    };
    return startCaseIn(tx, context, { duty, organizationId: organization.id, key, subject: title, facts, actor }, now);
  });
  await context.flush();
  return started;
}

/**
 * Records when a campaign ended or, with a future day, when it is planned to end. Disclosures that are no longer due are removed, and the due day of
 * the final one follows.
 * @throws {NotFoundError} no such campaign · {RefusedError} it is settled, or its final disclosure is published · {BadInputError} invalid day
 */
export function endCampaign(
  context: ActContext,
  input: { caseId: string; endedOn: LocalDate; actor: Actor },
): Promise<{ changed: boolean }> {
  return change(context, input, "campaign-end-set", (before, disclosures, today) => {
    if (disclosures.some((one) => one.period === finalPeriod && one.publishedAt))
      throw new RefusedError(cause("final-disclosure-published"));
    const facts = input.endedOn > today ? { endsOn: input.endedOn, endedOn: null } : { endedOn: input.endedOn };
    const longer = !isLong(before) && isLong(readCampaign({ ...before, ...facts }));
    return { ...facts, ...(longer && { longerFrom: today }) };
  });
}

/** Records when the response phase of an emergency ended or will end: from then on disclosures are due every three months and at the end. */
export function endEmergency(
  context: ActContext,
  input: { caseId: string; endedOn: LocalDate; actor: Actor },
): Promise<{ changed: boolean }> {
  return change(context, input, "emergency-end-set", (before) => {
    if (!before.emergency) throw new RefusedError(cause("no-emergency"));
    return { emergencyEndsOn: input.endedOn };
  });
}

type NewFacts = Partial<Record<keyof Campaign, string | null>>;

async function change(
  context: ActContext,
  { caseId, endedOn, actor }: { caseId: string; endedOn: LocalDate; actor: Actor },
  verb: string,
  decide: (before: Campaign, disclosures: readonly DisclosureRow[], today: LocalDate) => NewFacts,
): Promise<{ changed: boolean }> {
  const now = context.now();
  const changed = await context.db.$transaction(async (tx) => {
    const plan = await lockPlanOf(tx, caseId);
    const tasks = new Set((await waitingTasks(tx, caseId)).map((task) => task.id));
    await lockCampaign(tx, caseId);
    const found = await campaignOf(tx, caseId);
    const before = readCampaign(found.facts);
    if (!isLocalDate(endedOn) || endedOn < before.startsOn)
      throw new BadInputError(unusable("on", printable(endedOn), expected("day-from", { from: before.startsOn })));
    if (found.state !== "open")
      throw new RefusedError(cause("not-open", { act: verb, what: "campaign", state: found.state }));
    const disclosures = await disclosuresOfCase(tx, caseId);
    const facts = decide(before, disclosures, dateIn(now, found.zone));
    const changes = Object.entries(facts) as [keyof Campaign, string | null][];
    if (changes.every(([name, value]) => (before[name] ?? null) === value)) return false;
    await writeFacts(tx, caseId, facts);
    const after = readCampaign({ ...found.facts, ...facts });
    for (const row of disclosures)
      if (tasks.has(row.taskId)) await follow(tx, context, row, { after, zone: found.zone, now });
    await wakeCases(tx, [caseId], now);
    const { endsOn, endedOn: ended } = facts;
    if (plan && (endsOn !== undefined || ended !== undefined))
      await followEnd(
        tx,
        context,
        plan,
        { ...(endsOn !== undefined && { endsOn }), ...(ended !== undefined && { endedOn: ended }) },
        actor,
        now,
      );
    await appendEvents(tx, [
      {
        caseId,
        taskId: null,
        organizationId: found.organizationId,
        at: now,
        actor: actorId(actor),
        verb,
        before: Object.fromEntries(changes.map(([name]) => [name, before[name] ?? null])),
        after: facts,
      },
    ]);
    return true;
  });
  await context.flush();
  return { changed };
}

/** Moves the due day of a requested disclosure, or removes it if it is no longer due. Late ones are left unchanged. */
async function follow(
  tx: Tx,
  context: ActContext,
  row: DisclosureRow,
  { after, zone, now }: { after: Campaign; zone: string; now: Date },
): Promise<void> {
  if (row.publishedAt || row.lateAt) return;
  const due = disclosureOf(after, row.period, { zone, calendar: context.calendar });
  const by = { taskId: row.taskId, actor: "system" } as const;
  if (!due) {
    await dropDisclosure(tx, row.id);
    await actIn(tx, context, { ...by, verb: "cancel", reason: "the campaign's days have changed" }, now);
  } else if (due.dueAt.getTime() !== row.dueAt.getTime()) {
    await moveDisclosure(tx, row.id, due.dueAt);
    await actIn(tx, context, { ...by, verb: "move", until: due.dueAt }, now);
  }
}

/** Finds a campaign. @throws {NotFoundError} no such case, or one of another kind */
export async function campaignOf(tx: Tx, caseId: string): Promise<CampaignRow> {
  const [found] = await campaignsOf(tx, { caseId });
  if (!found) throw new NotFoundError(cause("no-campaign", { value: caseId }));
  return found;
}
