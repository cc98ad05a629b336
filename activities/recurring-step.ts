import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { recurringTimes } from "../domain/planning/recurring-times.ts";
import { rowOf, stepOf } from "../domain/procedures/steps.ts";
import { isLocalDate } from "../domain/time/dates.ts";
import { dateIn } from "../domain/time/zones.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { findCase } from "../records/cases/cases.ts";
import { supersedeTask } from "../records/cases/ending.ts";
import { appendEvents } from "../records/cases/events.ts";
import { insertSteps, setFor } from "../records/cases/starts.ts";
import { organizationsById } from "../records/roster/holders.ts";
import { placeOf } from "../records/roster/place.ts";
import { policiesOf, settingsOf } from "../records/settings.ts";
import { type TaskRow, tasksOfCase, waitingTasks } from "../records/tasks/tasks.ts";
import type { RecurringState, StepRequest } from "../workflows/protocol.ts";
import { stateFor } from "./cases.ts";
import type { Deps } from "./deps.ts";
import { CaseGone } from "./failures.ts";

/**
 * Requests a step for each of its periods that have begun by `now`, from the case's `startsOn` (otherwise its opening) to its `endedOn` or `endsOn`,
 * once for each period. Returns the number of open ones and when the next period begins.
 */
export async function requestRecurringStep(
  deps: Deps,
  { caseId, step }: StepRequest,
  now: number,
): Promise<RecurringState> {
  const at = new Date(now);
  const state = await deps.db.$transaction(async (tx) => {
    await waitingTasks(tx, caseId);
    const found = await findCase(tx, caseId, true);
    const organization = found && (await organizationsById(tx, [found.organizationId])).get(found.organizationId);
    if (!found || !organization) throw CaseGone(caseId);
    const { zone } = organization;
    const calendar = await calendarOf(tx);
    const duty = dutyOf(found.duty);
    const { cadence = "weekly" } = stepOf(duty.kind, step);
    const { facts } = found;
    const from = dayIn(facts, "startsOn") ?? dateIn(found.openedAt, zone);
    const running = { from, to: dayIn(facts, "endedOn") ?? dayIn(facts, "endsOn") };
    const rules = { calendar, policies: await policiesOf(tx), settings: await settingsOf(tx) };
    const cadences = rules.settings.recurring(rowOf(duty, step), cadence, organization.id, placeOf(organization));
    const times = recurringTimes(cadences, running, { zone, calendar }, at);
    const tasks = new Map((await tasksOfCase(tx, caseId)).map((task) => [task.key, task]));
    const set = setFor(duty, facts, organization.id, rules.settings);
    for (const { period, opensAt, dueAt, instead } of times.due) {
      const key = `${step}:${period}`;
      const longer = tasks.get(`${step}:${instead}`);
      if (found.state !== "open" || tasks.has(key) || (longer && goesOn(longer, opensAt))) continue;
      if (longer) await supersedeTask(tx, longer, at);
      const opening = { caseId, duty, key, openedAt: opensAt, dueAt, caseFacts: facts, ...set, facts: { period } };
      const [first] = await insertSteps(tx, organization, opening, [step], rules, at);
      if (!first) continue;
      await appendEvents(tx, [
        {
          caseId,
          taskId: first.id,
          organizationId: organization.id,
          at,
          actor: "system",
          verb: "asked",
          after: { step, key, dueAt: first.dueAt },
        },
      ]);
    }
    const open = (await tasksOfCase(tx, caseId)).filter((task) => task.step === step && !task.settledAt).length;
    return {
      caseState: stateFor(found),
      open,
      nextAt: found.state === "open" ? (times.nextAt?.getTime() ?? null) : null,
    };
  });
  await deps.flush();
  return state;
}

/** Somebody had begun a task of the longer period, which counts instead of the shorter one, when that opened. */
const goesOn = ({ submissions, settledAt }: TaskRow, opensAt: Date): boolean =>
  submissions > 0 && (settledAt === null || settledAt >= opensAt);

function dayIn(facts: Readonly<Record<string, unknown>>, name: string): string | null {
  const day = facts[name];
  return typeof day === "string" && isLocalDate(day) ? day : null;
}
