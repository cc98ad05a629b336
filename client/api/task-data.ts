import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { dutyTitleOf, titleOf } from "../../domain/procedures/steps.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import type { TaskLine } from "../../records/views/listings.ts";

/** A task in lists for programs: `--json` of the command line, and the HTTP API. */
export const taskData = (line: TaskLine, now: Date) => ({
  task: line.id,
  case: line.caseId,
  organization: line.code,
  organizationName: line.organization,
  duty: line.duty,
  step: line.step,
  key: line.key,
  title: titleOf(dutyOf(line.duty), line.step, line.facts),
  dutyTitle: dutyTitleOf(dutyOf(line.duty), line.facts),
  subject: line.subject,
  state: line.state,
  openedAt: line.openedAt,
  dueAt: statedDue(line),
  late: isLate(line, now),
  settledAt: line.settledAt,
  nextAt: line.nextAt,
  paused: line.paused,
  setAside: line.poison !== null,
});

/** Response to a program after an act on a task. */
export const actedData = (after: TaskRow, verb: Verb, changed: boolean) => ({
  task: after.id,
  case: after.caseId,
  verb,
  changed,
  state: after.state,
  dueAt: statedDue(after),
  personId: after.personId,
  askedUntil: after.askedUntil,
  ...(after.outlook && { report: after.outlook }),
});
