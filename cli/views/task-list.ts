import { taskData } from "../../client/api/task-data.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { dutyBeside } from "../../domain/messages/task-title.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { find, type Holder } from "../../domain/tasks/people.ts";
import { isSettled, taskStates } from "../../domain/tasks/task-states.ts";
import type { Tx } from "../../prisma/client.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import { type TaskLine, taskLines } from "../../records/views/listings.ts";
import { dutyGiven, numberOf, oneOf, personOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, listed, localized, say } from "../language.ts";
import { cell, lateness } from "./format.ts";
import { dueCell, stateWords } from "./task-words.ts";

export interface TaskListOptions {
  org?: string;
  duty?: string;
  state?: string;
  late: boolean;
  person?: string;
  limit: string;
}

/** Maximum number of tasks read for one person's organizations; each is then checked for whether the person is concerned. */
const many = 20_000;

export async function listTasks(session: CliSession, options: TaskListOptions): Promise<CommandResult> {
  const { db, calendar } = session;
  const now = session.now();
  const { org, duty, state, late } = options;
  const limit = numberOf(options.limit, "--limit");
  const person = options.person === undefined ? undefined : await personOf(db, options.person);
  const filter = {
    ...(state !== undefined && { state: oneOf(state, "--state", [...taskStates, "all"] as const) }),
    ...(duty !== undefined && { duty: dutyGiven(duty) }),
    ...(org !== undefined && { organizationId: (await organizationOf(db, org)).id }),
    ...(person && { personId: person.id }),
    late,
  };
  const found = await taskLines(db, filter, now, person ? many : limit + 1);
  const { holders, doers } = await doersOf(db, found, now);
  const wanted = person ? found.filter((line) => concerns(line, person.id, holders)) : found;
  const lines = wanted.slice(0, limit);
  // Of one organization no row repeats it.
  const of = org === undefined ? (["organization"] as const) : [];
  return {
    data: lines.map((line) => ({ ...taskData(line, now), doers: doers(line) })),
    table: {
      head: ["task", ...of, "duty", "what", "about", "state", "due", "late", "who"],
      rows: lines.map((line) => [
        line.id,
        ...of.map(() => `${cell(line.organization, 14)} ${line.code}`),
        line.duty,
        cell(localized(titleOf(dutyOf(line.duty), line.step, line.facts)), 30),
        cell(line.subject || dutyBeside(line, currentLanguage()), 20),
        stateWords(line),
        dueCell(line, line.zone, now),
        isLate(line, now) ? lateness({ ...line, due: line.dueAt }, now, calendar) : "",
        cell(listed(doers(line)), 24),
      ]),
    },
    ...(wanted.length > limit && {
      text: say(`不止${limit}件；用--limit列出更多。`, `More than ${limit}; --limit shows more.`),
    }),
  };
}

/** Names of the current doers of each task; of a settled task, of those who did it. */
export async function doersOf(
  db: Tx,
  lines: readonly TaskLine[],
  now: Date,
): Promise<{ holders: ReadonlyMap<string, Holder[]>; doers: (line: TaskLine) => string[] }> {
  const organizations = [...new Set(lines.map((line) => line.organizationId))];
  const holders = await holdersOf(db, organizations, now);
  const idsOf = (line: TaskLine): readonly string[] =>
    isSettled(line.state)
      ? [line.submittedById ?? line.personId].filter((id) => id !== null)
      : find("doer", line, holders.get(line.organizationId) ?? []).people;
  const names = await namesOf(db, [...new Set(lines.flatMap(idsOf))]);
  return { holders, doers: (line) => idsOf(line).map((id) => names.get(id) ?? id) };
}

/** Whether a task waits for the person to do or verify it; for a settled task, whether they did it. */
function concerns(line: TaskLine, personId: string, holders: ReadonlyMap<string, Holder[]>): boolean {
  if (isSettled(line.state)) return line.submittedById === personId || line.personId === personId;
  const here = holders.get(line.organizationId) ?? [];
  return find(line.state === "submitted" ? "verifier" : "doer", line, here).people.includes(personId);
}
