import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { disclosuresOf, nextDisclosure, readCampaign } from "../domain/donations/disclosure.ts";
import { open } from "../domain/procedures/opening.ts";
import type { Calendar } from "../domain/time/calendar.ts";
import type { Tx } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { type CaseRow, findCase } from "../records/cases/cases.ts";
import { appendEvents } from "../records/cases/events.ts";
import { raise } from "../records/cases/starts.ts";
import { openDisclosure, refreshFigures } from "../records/donations/disclosures.ts";
import { lockCampaign } from "../records/donations/donations.ts";
import { nudgeRounds } from "../records/nudges.ts";
import { type OrganizationRow, organizationsById } from "../records/roster/holders.ts";
import { policiesOf } from "../records/settings.ts";
import { insertTasks, tasksOfCase, waitingTasks } from "../records/tasks/tasks.ts";
import type { CaseRef, DisclosureState } from "../workflows/protocol.ts";
import { stateFor } from "./cases.ts";
import type { Deps } from "./deps.ts";
import { CaseGone } from "./failures.ts";

const keyOf = (period: string): string => `publish:${period}`;

/** Requests each disclosure that is due by `now`, once a period, and returns which are open and when the next is due. */
export async function requestDisclosures(deps: Deps, { caseId }: CaseRef, now: number): Promise<DisclosureState> {
  const at = new Date(now);
  const state = await deps.db.$transaction(async (tx) => {
    // In the order of every verb, tasks before their campaign, whose days must not change while they are read.
    await waitingTasks(tx, caseId);
    await lockCampaign(tx, caseId);
    const found = await findCase(tx, caseId);
    const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
    if (!found || !organization) throw CaseGone(caseId);
    const place = { zone: organization.zone, calendar: await calendarOf(tx) };
    const campaign = readCampaign(found.facts);
    const asked = new Set((await tasksOfCase(tx, caseId)).map((task) => task.key));
    const policies = await policiesOf(tx);
    for (const one of disclosuresOf(campaign, place, at)) {
      if (found.state !== "open" || asked.has(keyOf(one.period))) continue;
      const task = open(
        {
          caseId,
          organizationId: organization.id,
          shard: organization.shard,
          zone: organization.zone,
          duty: dutyOf(found.duty),
          step: "publish",
          key: keyOf(one.period),
          openedAt: at,
          dueAt: one.dueAt,
          policy: () => one.policy,
          facts: { period: one.period },
        },
        policies,
        place.calendar,
      );
      const [inserted] = await insertTasks(tx, [task]);
      if (!inserted) continue;
      asked.add(task.key);
      if (one.final) await raiseEnd(tx, found, organization, place.calendar, at);
      const { period, dueAt } = one;
      await openDisclosure(tx, { caseId, organizationId: organization.id, taskId: inserted.id, period, dueAt });
      // The prompt to the publisher contains the computed figures.
      await refreshFigures(tx, caseId);
      await nudgeRounds(tx, [{ round: task.round, at }], at);
      await appendEvents(tx, [
        {
          caseId,
          taskId: inserted.id,
          organizationId: organization.id,
          at,
          actor: "system",
          verb: "asked",
          after: { step: "publish", key: task.key, dueAt },
        },
      ]);
    }
    const tasks = await tasksOfCase(tx, caseId);
    const periods = tasks.map((task) => task.key.slice("publish:".length));
    const next = found.state === "open" ? nextDisclosure(campaign, periods, place) : null;
    return {
      caseState: stateFor(found),
      open: tasks.filter((task) => !task.settledAt).length,
      nextAt: next?.opensAt.getTime() ?? null,
    };
  });
  await deps.flush();
  return state;
}

/** The campaign's last day has passed: raises the event that starts its review (row 30). */
async function raiseEnd(
  tx: Tx,
  { id, duty, subject }: CaseRow,
  organization: OrganizationRow,
  calendar: Calendar,
  now: Date,
): Promise<void> {
  const ended = { event: "campaign-ended" as const, key: id, subject, actor: "system", parentId: id };
  await raise(tx, organization, ended, duty, calendar, now);
}
