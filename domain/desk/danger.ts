import { allDuties } from "../catalogue/packs/index.ts";
import { dueDay } from "../escalation/rungs.ts";
import { procedureOf } from "../procedures/kinds.ts";
import type { Severity } from "../procedures/severity.ts";
import { awaitsAnswer, type Reported } from "../tasks/outlook.ts";
import { isStatutory } from "../tasks/own-work.ts";
import { doing, type TaskState } from "../tasks/task-states.ts";
import type { Zone } from "../terms.ts";
import { dateIn } from "../time/zones.ts";

/** Why a task is shown first on the desk, gravest reason first. */
export const dangers = ["critical", "emergency", "blocked", "at-risk", "law-today"] as const;
export type Danger = (typeof dangers)[number];

/** The fields of an open task that decide whether it is a danger. */
export interface Weighed extends Partial<Pick<Reported, "outlook" | "outlookAnsweredAt">> {
  id: string;
  /** Severity of its case. */
  severity: Severity | null;
  policy: string;
  state: TaskState;
  duty: string;
  step: string;
  dueAt: Date;
  waitsFor: number;
  zone: Zone;
}

/** A progress report counts until it is answered by an extension, a reassignment or a message; `blocked` until the doer reports otherwise. */
const reported = (task: Weighed): Danger | null =>
  task.outlook === "blocked" ? "blocked" : awaitsAnswer(task) ? "at-risk" : null;

/**
 * Dangers of an open task, gravest first. A task that waits for others is none; nor is a submitted one, except a critical finding, until its
 * rectification is accepted.
 * @param urgent names of the policies whose ladders send at night
 */
export function dangersOf(task: Weighed, urgent: ReadonlySet<string>, now: Date): Danger[] {
  if (task.waitsFor > 0) return [];
  const does = doing.includes(task.state);
  const found = new Set<Danger | null>([
    task.severity === "critical" ? "critical" : null,
    does && urgent.has(task.policy) ? "emergency" : null,
    does ? reported(task) : null,
    does && dueDay(task.dueAt, task.zone) === dateIn(now, task.zone) && isStatutory(task.duty, task.step)
      ? "law-today"
      : null,
  ]);
  return dangers.filter((one) => found.has(one));
}

const rank: Readonly<Record<Severity, number>> = { critical: 0, major: 1, minor: 2 };

/** Order of tasks by urgency: severity, statutory deadline, lateness. Equal tasks keep a stable order. */
export function byUrgency(one: Weighed, other: Weighed): number {
  const grave = ({ severity }: Weighed): number => (severity === null ? rank.minor : rank[severity]);
  const law = ({ duty, step }: Weighed): number => (isStatutory(duty, step) ? 0 : 1);
  return (
    grave(one) - grave(other) ||
    law(one) - law(other) ||
    one.dueAt.getTime() - other.dueAt.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}

/** Tasks with a danger, ordered by their gravest one, then by {@link byUrgency}. */
export function inDanger<T extends Weighed>(
  tasks: readonly T[],
  urgent: ReadonlySet<string>,
  now: Date,
): (T & { dangers: readonly Danger[] })[] {
  const first = ({ dangers: [one] }: { dangers: readonly Danger[] }): number => dangers.indexOf(one ?? "law-today");
  return tasks
    .map((task) => ({ ...task, dangers: dangersOf(task, urgent, now) }))
    .filter((task) => task.dangers.length > 0)
    .sort((a, b) => first(a) - first(b) || byUrgency(a, b));
}

/** `duty/step` of all steps with a statutory deadline. */
export const statutorySteps: readonly string[] = allDuties.flatMap(({ number, kind }) =>
  Object.keys(procedureOf(kind).steps).flatMap((step) => (isStatutory(number, step) ? [`${number}/${step}`] : [])),
);
