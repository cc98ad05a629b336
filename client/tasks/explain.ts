import { dueFigureOf, type Figure, type TextPlace, textOf } from "../../domain/catalogue/figures.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { parseRungId } from "../../domain/escalation/rung-id.ts";
import { cameBy } from "../../domain/messages/came-by.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { cause } from "../../domain/reasons/index.ts";
import { type LanguageCode, roles } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { word } from "../../domain/words.ts";
import type { Tx } from "../../prisma/client.ts";
import { type EventRow, eventsOf } from "../../records/cases/events.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { holdingsThen, principalsThen } from "../../records/roster/holdings.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { type NoticeLine, noticesOfTask } from "../../records/views/listings.ts";
import { type Reasons, reasons } from "./reasons.ts";
import { loadTaskContext, type TaskContext } from "./task-context.ts";

/** Why a message was sent, to whom, and on which day. */
export interface Explanation {
  line: NoticeLine;
  context: TaskContext;
  /** Rule, days, and each shift of a day. */
  reasons: Reasons;
  /** The text that requires the duty. */
  text: TextPlace;
  /** The source of the task's D; null: people set it. */
  figure: Figure | null;
  /** How its reader came to be a recipient. */
  came: readonly string[];
  /** Earlier messages about the task, newest last. */
  before: readonly NoticeLine[];
}

/** Maximum number of a task's messages searched for earlier ones. */
const mostBefore = 500;
const passing: readonly string[] = ["delegate", "reassign"];

/** Explains a message. @throws {NotFoundError} its task no longer exists */
export async function explain(
  tx: Tx,
  line: NoticeLine,
  { calendar, now, language }: { calendar: Calendar; now: Date; language: LanguageCode },
): Promise<Explanation> {
  const task = await findTask(tx, line.taskId);
  if (!task) throw new NotFoundError(cause("no-task", { value: line.taskId }));
  const context = await loadTaskContext(tx, task, calendar, now);
  const events = (await eventsOf(tx, line.caseId)).filter((event) => event.taskId === task.id);
  const verifying = parseRungId(line.step).ladder === "verifier";
  const policy = policyOf(verifying ? task.verifierPolicy : task.policy, context.policies);
  const notices = await noticesOfTask(tx, task.id, mostBefore);
  return {
    line,
    context,
    reasons: reasons(context, line, events, language),
    text: textOf(context.duty),
    figure: verifying ? null : dueFigureOf(context.duty, task.step, policy),
    came: await howItCame(tx, line, context, events, language),
    before: notices.filter(({ id, createdAt }) => id !== line.id && createdAt < line.createdAt),
  };
}

async function howItCame(
  tx: Tx,
  line: NoticeLine,
  { task, organization }: TaskContext,
  events: readonly EventRow[],
  language: LanguageCode,
): Promise<string[]> {
  const then = { organizationId: line.organizationId, personId: line.personId, at: line.createdAt };
  const given = events.findLast(
    ({ verb, at, after }) =>
      passing.includes(verb) &&
      at <= line.createdAt &&
      (after as { personId?: unknown } | null)?.personId === line.personId,
  );
  const names = given ? await namesOf(tx, [given.actor]) : new Map<string, string>();
  // The people for whom the reader stands in are named only in requests to the doer.
  const principals = line.part === "doer" ? await principalsThen(tx, then) : [];
  return cameBy(
    {
      organization: organization.name,
      zone: organization.zone,
      part: line.part,
      held: await holdingsThen(tx, then),
      asked: task.roles,
      verifier: task.verifier,
      byName: task.personId === line.personId,
      given: given ? { by: names.get(given.actor) ?? word("actor", given.actor, language), at: given.at } : null,
      principals,
      vacant: roles.find((role) => role === line.details.vacant) ?? null,
    },
    language,
  );
}
