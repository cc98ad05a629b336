import type { ActContext } from "../../client/context.ts";
import { repeatedly } from "../../client/reading.ts";
import { stepsAhead } from "../../client/tasks/ahead.ts";
import { filledInOf } from "../../client/tasks/filled-in.ts";
import { coverageIn } from "../../client/tasks/parent-task.ts";
import { type Reading, readingOf } from "../../client/tasks/reading.ts";
import { loadWith, type Near } from "../../client/tasks/task-context.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { climbsByClock } from "../../domain/escalation/advance.ts";
import { type Figure, figuresIn } from "../../domain/forms/figures.ts";
import type { CaseLine } from "../../domain/messages/case-line.ts";
import { type Phase, phasesIn } from "../../domain/procedures/phases.ts";
import { isTransferable, titleOf } from "../../domain/procedures/steps.ts";
import { boundsOf } from "../../domain/tasks/own-work.ts";
import { find } from "../../domain/tasks/people.ts";
import { needsProof, offered, transferVerbs } from "../../domain/tasks/permitted.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { TaskRelationship, Verb } from "../../domain/tasks/task-states.ts";
import type { Text } from "../../domain/terms.ts";
import { type CaseRow, findCase } from "../../records/cases/cases.ts";
import { type CircularAbout, circularOfCase } from "../../records/cases/circulars.ts";
import { profileOf } from "../../records/cases/starts.ts";
import type { Coverage } from "../../records/tasks/coverage.ts";
import { findTask, type TaskRow, tasksOfCase, waitedFor } from "../../records/tasks/tasks.ts";
import { type Colleague, colleaguesOf, type EvidenceLine, evidenceOfCase, storyOf } from "../../records/views/pages.ts";
import { liveFigures, rollUpOf } from "../../records/views/roll-ups.ts";
import type { ActingView, FormView, TaskAccess } from "./form-view.ts";
import { maxUpcomingRungs, type UpcomingRung, upcomingRungs } from "./ladder-words.ts";

export type { TaskAccess };

/** A task and the reader who opened it. */
export interface OpenedTask extends ActingView {
  standing: readonly TaskRelationship[];
}

/** Everything that the page of a task shows to one reader. */
export interface TaskView extends FormView, OpenedTask {
  verbs: readonly Verb[];
  /** Verbs that the reader may use after proof of identity. */
  locked: readonly Verb[];
  /** Colleagues to whom it may be reassigned. */
  candidates: readonly Colleague[];
  /** Names of its current doers. */
  doers: readonly string[];
  ahead: readonly UpcomingRung[];
  story: readonly CaseLine[];
  /** Whether this reader may see the whole story, and the submissions. */
  sees: { story: boolean; evidence: boolean };
  evidence: readonly EvidenceLine[];
  /** What the task asks to read. */
  reading: Reading | null;
  /** Progress of the people whom it covers, for readers who may see it. */
  coverage: Coverage | null;
  /** The case that counts instead of its own. */
  countedBy: CaseRow | null;
  /** Figures for the reader: current ones while the task is open, the stored ones after its submission. */
  figures: readonly Figure[];
  /** The figures list overdue tasks, on each of which this reader may act. */
  oversees: boolean;
  /** The circular that it is about. */
  circular: CircularAbout | null;
  /** Phases of its case. */
  phases: readonly Phase<TaskRow>[];
  /** What it waits for. */
  waits: readonly Text[];
}

/** Verbs of an administrator on the board; the others belong to the doer and the verifier. */
export const administering: readonly Verb[] = [
  "press",
  "ask-reports",
  "reassign",
  "grant-extension",
  "refuse-extension",
  "waive",
  "cancel",
];

/**
 * Opens a task without what its page shows, for acting on it.
 * @returns null: there is no such task, or the person has no role in its organization (any more)
 */
export async function openTask(
  context: ActContext,
  taskId: string,
  access: TaskAccess,
  near?: Near,
): Promise<OpenedTask | null> {
  const db = repeatedly(context.db);
  const now = context.now();
  const about = { calendar: context.calendar, now, ...(near && { near }) };
  const taskContext = await loadWith(db, () => findTask(db, taskId), about);
  if (!taskContext) return null;
  const { task } = taskContext;
  const { personId } = access;
  if (personId !== null && !taskContext.holders.some((holder) => holder.personId === personId)) return null;
  const standing: TaskRelationship[] =
    personId === null ? ["administrator"] : relationshipOf(task, personId, taskContext.holders);
  const bounds = boundsOf(task, personId, taskContext.holders, now, {
    zone: taskContext.organization.zone,
    calendar: taskContext.calendar,
  });
  return { ...taskContext, access, now, standing, bounds };
}

/** Opens a task with everything that its page shows. */
export async function viewTask(
  context: ActContext,
  taskId: string,
  access: TaskAccess,
  near?: Near,
): Promise<TaskView | null> {
  const opened = await openTask(context, taskId, access, near);
  if (!opened) return null;
  const db = repeatedly(context.db);
  const { task, standing, bounds, now } = opened;
  const { personId } = access;
  const allowed = offered(task, standing, personId, bounds).filter(
    (verb) =>
      (personId !== null || administering.includes(verb)) &&
      (!transferVerbs.includes(verb) || isTransferable(opened.duty.kind, task.step)),
  );
  const locked = access.proof === undefined ? [] : allowed.filter(needsProof);
  const verbs = allowed.filter((verb) => !locked.includes(verb));
  const oversees = standing.some((one) => one !== "doer");
  const took = personId !== null && task.didIds.includes(personId);
  const sees = { story: oversees, evidence: standing.length > 0 || took };
  const stands = standing.length > 0;
  const [colleagues, live, evidence, steps, story, reading, coverage, countedBy, filledIn, circular, tasks, waited] =
    await Promise.all([
      colleaguesOf(db, task.organizationId, now),
      liveFigures(db, [{ ...task, zone: opened.organization.zone }], opened.calendar, now),
      sees.evidence ? evidenceOfCase(db, task.caseId) : [],
      stepsAhead(db, opened, now, maxUpcomingRungs),
      storyOf(db, task.caseId),
      stands ? readingOf(db, opened) : null,
      stands ? coverageIn(db, task) : null,
      opened.case.countedBy ? findCase(db, opened.case.countedBy) : null,
      filledInOf(db, opened, personId),
      circularOfCase(db, task.caseId),
      tasksOfCase(db, task.caseId),
      task.waitsFor > 0 ? waitedFor(db, task.id) : [],
    ]);
  const names = new Map(colleagues.map((one) => [one.id, one.name]));
  return {
    ...opened,
    verbs,
    locked,
    colleagues,
    candidates: colleagues.filter(({ id }) => id !== personId && id !== task.personId && bounds.mayDo(id)),
    doers: find("doer", task, opened.holders).people.flatMap((id) => names.get(id) ?? []),
    // What comes of a day that has passed: reminders before it come whatever is done late.
    ahead: upcomingRungs(
      steps.filter(({ at }) => at >= task.climbDueAt),
      { ...opened, byClock: climbsByClock(task, opened.policies) },
      now,
      access.language,
      personId,
    ),
    story,
    sees,
    // Submissions of tasks that each person does are visible to that person and to supervisors only.
    evidence: evidence.filter((line) => oversees || task.parentTaskId === null || line.taskId === task.id),
    reading,
    coverage,
    countedBy,
    filledIn,
    figures: live.get(task.id) ?? figuresIn(task.facts.figures),
    oversees: rollUpOf(task) === "overdue" && standing.includes("doer") && standing.includes("supervisor"),
    circular,
    phases: phasesIn(dutyOf(opened.case.duty), tasks, profileOf(opened.organization)),
    waits: waited.map((one) => titleOf(dutyOf(one.duty), one.step)),
  };
}
