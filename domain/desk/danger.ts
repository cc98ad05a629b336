import { allDuties } from "../catalogue/packs/index.ts";
import { dueDay } from "../escalation/rungs.ts";
import { procedureOf } from "../procedures/kinds.ts";
import type { Severity } from "../procedures/severity.ts";
import { awaitsAnswer, type Reported } from "../tasks/outlook.ts";
import { isStatutory } from "../tasks/own-work.ts";
import { doing, type TaskState } from "../tasks/task-states.ts";
import type { Zone } from "../terms.ts";
import { dateIn } from "../time/zones.ts";

/** Why something stands at the head of the desk, the gravest first. */
export const dangers = ["critical", "emergency", "blocked", "at-risk", "law-today"] as const;
export type Danger = (typeof dangers)[number];

/** What of an open task says whether it is a danger. */
export interface Weighed extends Partial<Pick<Reported, "outlook" | "outlookAnsweredAt">> {
  id: string;
  /** Of its case. */
  severity: Severity | null;
  policy: string;
  state: TaskState;
  duty: string;
  step: string;
  dueAt: Date;
  waitsFor: number;
  zone: Zone;
}

/** A report counts until it is answered by more time, another doer or a word; a blocked one until its doer reports otherwise. */
const reported = (task: Weighed): Danger | null =>
  task.outlook === "blocked" ? "blocked" : awaitsAnswer(task) ? "at-risk" : null;

/**
 * Dangers of an open task, the gravest first; what waits for other tasks is none, nor is what has been handed in but for a critical
 * finding, which is one until its mending is accepted.
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

/** What stands first among rows of tasks: by severity, then by law, then by lateness. Rows that are alike keep one order. */
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

/** Dangers in their order: the gravest danger of each, then {@link byUrgency}. What is none is left out. */
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

/** `duty/step` of all that has its day from a law. */
export const statutorySteps: readonly string[] = allDuties.flatMap(({ number, kind }) =>
  Object.keys(procedureOf(kind).steps).flatMap((step) => (isStatutory(number, step) ? [`${number}/${step}`] : [])),
);
