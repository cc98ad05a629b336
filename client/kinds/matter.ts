import { dueByRule } from "../../domain/catalogue/due.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { matterDuty, matterKind } from "../../domain/procedures/kinds/matter.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LocalDate, Text } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, findCase } from "../../records/cases/cases.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import { findTaskByKey, tasksOfCase } from "../../records/tasks/tasks.ts";
import { changeFactsIn } from "../cases/facts.ts";
import { raiseEventIn } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { actIn } from "../tasks/act.ts";
import { missingOf } from "../tasks/gate.ts";
import { requestStepIn } from "../tasks/request-step.ts";
import { organizationById } from "./campaign-plan.ts";
import { nextKey } from "./campaign-plan-changes.ts";

const longest = 2_000;

export interface NewMatter {
  organizationId: string;
  /** The caller's idempotency key. */
  key: string;
  /** What is planned, in one line. */
  what: string;
  /** The day on which it takes place. */
  on: LocalDate;
  actor: Actor;
}

/**
 * Plans a major matter: its filing is due fifteen days before. If the matter was planned too late for that, its result is marked `late`.
 * @throws {NotFoundError} no such organization · {BadInputError} invalid text or day · {RefusedError} the duty is paused there
 */
export async function planMatter(
  context: ActContext,
  { organizationId, key, what: given, on, actor }: NewMatter,
): Promise<{ caseId: string; created: boolean; late: boolean }> {
  const now = context.now();
  const planned = await context.db.$transaction(async (tx) => {
    const organization = await organizationById(tx, organizationId);
    const what = given.trim();
    const problem = what === "" ? expected("matter-title") : cellProblem(what, longest);
    if (problem) throw new BadInputError(unusable("what", printable(what), problem));
    checkDay(on, dateIn(now, organization.zone));
    const late = isFiledLate(on, organization, context, now);
    const facts = { matterOn: on, ...(late && { late }) };
    const happened = { event: "matter-planned" as const, key, subject: what, facts, organizationId, actor };
    const [opened] = await raiseEventIn(tx, context, happened, now);
    if (!opened)
      throw new RefusedError(
        cause("duty-paused", { act: "matter plan", duty: matterDuty, organization: organization.code }),
      );
    const { facts: known } = await matterOf(tx, opened.caseId);
    return { caseId: opened.caseId, created: opened.created, late: known.late === true };
  });
  await context.flush();
  return planned;
}

/**
 * Moves a major matter to another day, or changes its description: the due day of the filing follows, and a filed matter is filed again.
 * @throws {NotFoundError} no such matter · {RefusedError} it took place, or is settled · {BadInputError} invalid day
 */
export async function changeMatter(
  context: ActContext,
  { caseId, on, what, reason, actor }: { caseId: string; on?: LocalDate; what?: string; reason?: string; actor: Actor },
): Promise<{ changed: boolean; refiled: boolean; late: boolean }> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    const found = await matterOf(tx, caseId);
    const organization = await organizationById(tx, found.organizationId);
    const tasks = await tasksOfCase(tx, caseId);
    const held = tasks.find((task) => task.key === "hold");
    if (held?.settledAt) throw new RefusedError(cause("matter-settled", { state: held.state }));
    const before = String(found.facts.matterOn);
    const day = on ?? before;
    if (on !== undefined) checkDay(on, dateIn(now, organization.zone));
    const late = isFiledLate(day, organization, context, now);
    const said = what?.trim();
    const content = said ? { content: said } : {};
    const facts = { matterOn: day, ...((late || found.facts.late === true) && { late }), ...content };
    const verb = said ? "matter-changed" : "matter-moved";
    const change = { caseId, facts, verb, ...(reason && { reason }), actor };
    const { changed } = await changeFactsIn(tx, context, change, now);
    const filed = tasks.some((task) => task.step === "file" && task.state === "closed");
    if (!changed || !filed) return { changed, refiled: false, late };
    const label: Text = said ? { zh: "变更内容", en: "What changed" } : { zh: "日期变更", en: "Its day" };
    const figures = [{ label, value: said ?? `${before} → ${day}` }];
    await requestStepIn(
      tx,
      context,
      { caseId, step: "refile", key: nextKey(tasks, "refile"), facts: { figures }, actor },
      now,
    );
    return { changed, refiled: true, late };
  });
  await context.flush();
  return done;
}

/**
 * Records that a major matter took place. Without the receipt of its filing this is refused; if it took place anyway, that is recorded with its
 * reason, and the supervisory board and the authority are notified.
 * @param input.anyway why it took place without the receipt
 * @throws {NotFoundError} no such matter · {RefusedError} names what is missing
 */
export async function holdMatter(
  context: ActContext,
  { caseId, note, anyway, actor }: { caseId: string; note?: string; anyway?: string; actor: Actor },
): Promise<{ changed: boolean }> {
  const now = context.now();
  const held = await context.db.$transaction(async (tx) => {
    const found = await matterOf(tx, caseId);
    const hold = await findTaskByKey(tx, caseId, "hold");
    if (!hold || (found.state !== "open" && hold.state !== "closed"))
      throw new RefusedError(cause("not-open", { act: "matter hold", what: "matter", state: found.state }));
    const values = { ...(note !== undefined && { note }), ...(anyway !== undefined && { anyway }) };
    return actIn(tx, context, { taskId: hold.id, verb: "submit", actor, submission: { values, files: [] } }, now);
  });
  await context.flush();
  return { changed: held.changed };
}

/** What a matter still lacks before it may take place. */
export async function missingForMatter(tx: Tx, found: CaseRow, now: Date): Promise<Text[]> {
  const task = await findTaskByKey(tx, found.id, "hold");
  if (!task || task.settledAt) return [];
  const organization = await organizationById(tx, found.organizationId);
  return missingOf(tx, { task, case: found, organization, duty: dutyOf(task.duty) }, {}, now);
}

/** Finds a matter. @throws {NotFoundError} no such case, or one of another kind */
export async function matterOf(tx: Tx, caseId: string): Promise<CaseRow> {
  const found = await findCase(tx, caseId);
  if (found?.kind === matterKind) return found;
  throw new NotFoundError(cause("no-matter", { value: caseId }));
}

/** Whether the due day of its filing has passed. */
function isFiledLate(
  on: LocalDate,
  { zone }: OrganizationRow,
  { calendar }: Pick<ActContext, "calendar">,
  now: Date,
): boolean {
  const { due } = stepOf(dutyOf(matterDuty).kind, "file");
  const at = due && dueByRule(due, { matterOn: on }, zone, calendar);
  return at !== null && at !== undefined && hasPassed(at, now);
}

function checkDay(on: string, today: LocalDate): void {
  if (!isLocalDate(on) || on < today)
    throw new BadInputError(unusable("on", printable(on), expected("day-from", { from: today })));
}
