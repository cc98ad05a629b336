import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { RefusedError } from "../../domain/errors.ts";
import { gatheringDuty, gatheringKind, inRound } from "../../domain/procedures/kinds/gathering.ts";
import { type Cause, cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { dateIn, isTimeOfDay } from "../../domain/time/zones.ts";
import { insertSteps, setFor } from "../../records/cases/starts.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import { tasksOfCase, waitingTasks } from "../../records/tasks/tasks.ts";
import { changeFactsIn } from "../cases/facts.ts";
import { raiseEvent } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { caseOfKind, dayProblem, lineProblem, rejectProblems } from "../lookup.ts";
import { organizationOf } from "../registry/organizations.ts";
import { actIn } from "../tasks/act.ts";

export interface NewActivity {
  organizationId: string;
  title: string;
  date: LocalDate;
  place: string;
  /** Beginning and end, HH:MM, for calendars. */
  time?: string;
  until?: string;
  /** The caller's idempotency key. */
  key: string;
  actor: Actor;
}

/**
 * Plans a gathering. @throws {NotFoundError} no such organization · {RefusedError} closed, or the duty is paused there · {BadInputError} invalid
 * title, day or place
 */
export async function planGathering(
  context: ActContext,
  input: NewActivity,
): Promise<{ caseId: string; created: boolean }> {
  const { organizationId, title, date, place, time, until, key, actor } = input;
  const organization = await organizationOf(context.db, organizationId);
  rejectProblems(
    lineProblem("title", title, expected("gathering-title")),
    dayProblem("on", date, dateIn(context.now(), organization.zone)),
    lineProblem("place", place, expected("gathering-place")),
    ...hoursProblems(time, until),
  );
  const facts = { date, place: place.trim(), ...hours(time, until) };
  const happened = {
    organizationId: organization.id,
    event: "gathering-planned" as const,
    key,
    subject: title.trim(),
    facts,
    actor,
  };
  const mine = (await raiseEvent(context, happened)).find(({ duty }) => duty === gatheringDuty);
  if (!mine)
    throw new RefusedError(
      cause("duty-paused", { act: "gathering", duty: gatheringDuty, organization: organization.code }),
    );
  return mine;
}

export interface ActivityMove {
  caseId: string;
  date?: LocalDate;
  place?: string;
  time?: string;
  until?: string;
  reason?: string;
  actor: Actor;
}

const hours = (time?: string, until?: string): { time?: string; until?: string } => ({
  ...(time !== undefined && { time: time.trim() }),
  ...(until !== undefined && { until: until.trim() }),
});

function hoursProblems(time?: string, until?: string): (Cause | undefined)[] {
  const problem = (place: string, value: string | undefined): Cause | undefined =>
    value === undefined || isTimeOfDay(value) ? undefined : unusable(place, printable(value), expected("time-of-day"));
  const wrong = [problem("time", time), problem("until", until)];
  if (time === undefined || until === undefined || wrong.some(Boolean) || until.trim() > time.trim()) return wrong;
  return [unusable("until", until, expected("time-after", { from: time.trim() }))];
}

/**
 * Moves a gathering to another day, hour or place. Its due days follow. With another day or place, everything that was filed, approved or rejected
 * before is requested again at once (`approve:2`); another hour needs no new approval.
 * @throws {NotFoundError} no such gathering · {RefusedError} it was held, or is settled · {BadInputError} invalid day or place
 */
export async function moveGathering(
  context: ActContext,
  { caseId, date, place, time, until, reason, actor }: ActivityMove,
): Promise<{ changed: boolean; round: number }> {
  const now = context.now();
  const moved = await context.db.$transaction(async (tx) => {
    const waiting = await waitingTasks(tx, caseId);
    const { found, organization } = await caseOfKind(tx, caseId, gatheringKind, "gathering", true);
    rejectProblems(
      [date, place, time, until].every((one) => one === undefined)
        ? cause("nothing-to-move", { what: "gathering" })
        : undefined,
      dayProblem("on", date, dateIn(now, organization.zone)),
      place === undefined ? undefined : lineProblem("place", place, expected("gathering-place")),
      ...hoursProblems(time ?? text(found.facts.time), until ?? text(found.facts.until)),
    );
    const tasks = await tasksOfCase(tx, caseId);
    if (tasks.some(({ step, state }) => step === "hold" && isSettled(state)))
      throw new RefusedError(cause("gathering-over"));
    const round = typeof found.facts.round === "number" ? found.facts.round : 1;
    const plan = tasks.find(({ key }) => key === inRound("approve", round));
    const overtaken = tasks.some(({ key }) => key === inRound("unapproved", round));
    const elsewhere = { ...(date && { date }), ...(place && { place: place.trim() }) };
    const facts = { ...elsewhere, ...hours(time, until) };
    const stands = (said: object): boolean =>
      Object.entries(said).every(([name, value]) => found.facts[name] === value);
    if (stands(facts)) return { changed: false, round };
    const again =
      !stands(elsewhere) && (overtaken || !["open", "acknowledged", "returned"].includes(plan?.state ?? "open"));
    const next = again ? round + 1 : round;
    if (again)
      for (const { id, step } of waiting)
        if (step === "approve" || step === "unapproved")
          await actIn(
            tx,
            context,
            { taskId: id, verb: "cancel", actor: "system", reason: "another day or place" },
            now,
          );
    const after = { ...facts, ...(again && { round: next }) };
    const why = reason === undefined ? {} : { reason };
    await changeFactsIn(tx, context, { caseId, facts: after, verb: "moved", actor, ...why }, now);
    if (again) {
      const duty = dutyOf(found.duty);
      const all = { ...found.facts, ...after };
      const rules = { calendar: context.calendar, policies: await policiesOf(tx), settings: await settingsOf(tx) };
      const set = setFor(duty, all, organization.id, rules.settings);
      const opening = { caseId, duty, key: inRound("approve", next), openedAt: now, caseFacts: all, ...set };
      await insertSteps(tx, organization, opening, ["approve"], rules, now);
    }
    return { changed: true, round: next };
  });
  await context.flush();
  return moved;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
