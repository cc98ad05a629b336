import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { addressOf } from "../../domain/channels/index.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { mostRows, type Row, rowsOf } from "../../domain/forms/rows.ts";
import { peopleOf, training } from "../../domain/procedures/kinds/project.ts";
import type { Enlisting } from "../../domain/procedures/procedure.ts";
import { type Cause, cause, type Expectation, expected, unusable } from "../../domain/reasons/index.ts";
import { doing } from "../../domain/tasks/task-states.ts";
import type { Tx } from "../../prisma/client.ts";
import { type CaseRow, writeFacts } from "../../records/cases/cases.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { insertSteps, setFor } from "../../records/cases/starts.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import { type HeldRole, peopleById, peopleOf as peopleIn } from "../../records/roster/people.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import { type TaskRow, tasksOfCase, writeTask } from "../../records/tasks/tasks.ts";
import type { ActContext } from "../context.ts";

/** Ids of a project's trained volunteers, from the submissions of its trainings. */
export function trainedIn(tasks: readonly Pick<TaskRow, "step" | "state" | "result">[]): Set<string> {
  const trained = new Set<string>();
  for (const { step, state, result } of tasks) {
    const rows = (result as { training?: unknown } | null)?.training;
    if (step !== "train" || state !== "closed" || !Array.isArray(rows)) continue;
    for (const { row, missing } of rows as { row: string; missing: unknown[] }[])
      if (missing.length === 0) trained.add(row);
  }
  return trained;
}

/**
 * Resolves lines to people who hold a role in an organization: by name, e-mail address, telephone number or id.
 * @throws {BadInputError} names each line that matches nobody, or several
 */
export async function holdersNamed(
  tx: Tx,
  organizationId: string,
  { field, role }: Enlisting,
  lines: readonly string[],
  now: Date,
): Promise<HeldRole[]> {
  const holders = (await peopleIn(tx, organizationId, now)).filter((one) => one.role === role);
  return namedAmong(
    holders,
    {
      field,
      instead: expected("role-holder", { role }),
    },
    lines,
  );
}

/**
 * The same among the people on a case's register, who may have left since.
 * @throws {BadInputError} names each line that matches nobody, or several
 */
export const registeredNamed = async (
  tx: Tx,
  found: CaseRow,
  field: string,
  lines: readonly string[],
): Promise<Pick<HeldRole, "id" | "name">[]> =>
  namedAmong(await peopleById(tx, peopleOf(found.facts)), { field, instead: expected("on-register") }, lines);

function namedAmong<Somebody extends Pick<HeldRole, "id" | "name" | "addresses">>(
  people: readonly Somebody[],
  { field, instead }: { field: string; instead: Expectation },
  lines: readonly string[],
): Somebody[] {
  const problems: Cause[] = [];
  const found = lines.flatMap((line) => {
    const named = people.filter((one) =>
      [one.id, one.name, addressOf(one, "email")?.toLowerCase(), addressOf(one, "phone")].includes(
        line.includes("@") ? line.toLowerCase() : line,
      ),
    );
    const [only] = named;
    if (only && named.length === 1) return [only];
    const what = only ? expected("one-of-namesakes", { number: named.length }) : instead;
    problems.push(unusable(field, line.slice(0, 80), what));
    return [];
  });
  if (problems.length > 0) throw new BadInputError(...problems);
  return found;
}

/**
 * Adds people to the register of a case, inside a larger transaction. If they must be trained first (row 42), they are added to the open training,
 * otherwise to a new one. People who are on the register already, and trained or in a training, are unchanged.
 * @param found the case, locked
 * @returns ids of those who were added
 */
export async function enlistIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { found, organization, people, actor }: Enlisted,
  now: Date,
): Promise<string[]> {
  if (found.state !== "open")
    throw new RefusedError(cause("not-open", { act: "enlist", what: "case", state: found.state }));
  const tasks = await tasksOfCase(tx, found.id);
  const known = peopleOf(found.facts);
  const fresh = [...new Set(people.map(({ id }) => id))].filter((id) => !known.includes(id));
  const trained = trainedIn(tasks);
  const open = tasks.filter(({ step, state }) => step === "train" && doing.includes(state));
  const asked = new Set(open.flatMap(({ facts }) => rowsOf(facts).map(({ id }) => id)));
  const rows = people
    .filter(({ id }) => !trained.has(id) && !asked.has(id))
    .map(({ id, name }) => ({ id, label: name }));
  const trainings = await train(tx, context, { found, organization, tasks, rows }, now);
  if (fresh.length === 0 && trainings === null) return [];
  await writeFacts(tx, found.id, { people: [...known, ...fresh], ...(trainings !== null && { trainings }) });
  await appendEvents(tx, [
    {
      caseId: found.id,
      taskId: null,
      organizationId: organization.id,
      at: now,
      actor,
      verb: "enlisted",
      after: { people: fresh.length > 0 ? fresh : rows.map(({ id }) => id) },
    },
  ]);
  return fresh;
}

export interface Enlisted {
  found: CaseRow;
  organization: OrganizationRow;
  people: readonly Pick<HeldRole, "id" | "name">[];
  /** A person's id, `administrator` or `system`. */
  actor: string;
}

/** Adds people to a training. @returns number of trainings now; null: nobody needed one, or row 42 does not apply */
async function train(
  tx: Tx,
  { calendar }: Pick<ActContext, "calendar">,
  {
    found,
    organization,
    tasks,
    rows,
  }: { found: CaseRow; organization: OrganizationRow; tasks: readonly TaskRow[]; rows: readonly Row[] },
  now: Date,
): Promise<number | null> {
  let left = [...rows];
  let rounds = tasks.filter(({ step }) => step === "train").length;
  if (left.length === 0) return null;
  for (const { id, step, state, facts } of tasks) {
    if (step !== "train" || !doing.includes(state)) continue;
    const there = rowsOf(facts);
    const more = left.splice(0, mostRows - there.length);
    if (more.length > 0) await writeTask(tx, id, { facts: { ...facts, rows: [...there, ...more] } });
  }
  const duty = dutyOf(found.duty);
  const rules = { calendar, policies: await policiesOf(tx), settings: await settingsOf(tx) };
  const set = setFor(duty, found.facts, organization.id, rules.settings);
  for (; left.length > 0; left = left.slice(mostRows)) {
    const opening = {
      caseId: found.id,
      duty,
      key: training(rounds + 1),
      openedAt: now,
      caseFacts: found.facts,
      facts: { rows: left.slice(0, mostRows) },
      ...set,
    };
    const inserted = await insertSteps(tx, organization, opening, ["train"], rules, now);
    if (inserted.length === 0) return null;
    rounds += 1;
  }
  return rounds;
}
