import { applies, type Profile } from "../catalogue/applies.ts";
import type { Facts } from "../catalogue/due-rule.ts";
import type { Duty } from "../catalogue/duty.ts";
import { dutyOf } from "../catalogue/packs/index.ts";
import { isDone, isSettled, type TaskState } from "../tasks/task-states.ts";
import type { Text } from "../terms.ts";
import { procedureOf } from "./kinds.ts";
import { dutiesOf, phasesOf, phaseTitleOf, stepOf } from "./steps.ts";

/** done · open: requested · waiting: it comes after others · given-up: waived, cancelled or missed · to-come: not requested yet */
export type PhaseState = "done" | "open" | "waiting" | "given-up" | "to-come";

/** The fields of a task that determine the progress of its case. */
export interface PhaseTask {
  step: string;
  state: TaskState;
  waitsFor: number;
  parentTaskId: string | null;
  facts?: Facts;
}

/** A step of a case's procedure with its tasks; several if it recurs or was requested again. */
export interface Phase<Task extends PhaseTask> {
  step: string;
  title: Text;
  state: PhaseState;
  tasks: readonly Task[];
}

/**
 * The phases of a case in the order of its procedure. In a case with a workflow, a step that was not requested is to come (though it may never be),
 * if its row applies to the organization; each person's own task counts with the covering task.
 */
export function phasesIn<Task extends PhaseTask>(
  duty: Duty,
  tasks: readonly Task[],
  organization: Profile,
): Phase<Task>[] {
  const own = tasks.filter(({ parentTaskId }) => parentTaskId === null);
  const phases = phasesOf(
    duty,
    own.map(({ step }) => step),
  );
  const each = new Set(phases.flatMap((step) => stepOf(duty.kind, step).each?.step ?? []));
  const named = phases.filter((step) => !each.has(step));
  const steps = [...new Set([...named, ...own.map(({ step }) => step)])];
  const led = procedureOf(duty.kind).workflow !== undefined;
  return steps.flatMap((step) => {
    const here = own.filter((task) => task.step === step);
    if (here.length === 0 && !(led && asksOf(duty, step, organization))) return [];
    return [{ step, title: phaseTitleOf(duty, step, here[0]?.facts), state: stateOf(here), tasks: here }];
  });
}

function asksOf(duty: Duty, step: string, organization: Profile): boolean {
  const { duty: rows, unless } = stepOf(duty.kind, step);
  if (unless !== undefined && applies(dutyOf(unless), organization)) return false;
  return rows === undefined || dutiesOf(duty, step).some((one) => applies(one, organization));
}

function stateOf(tasks: readonly PhaseTask[]): PhaseState {
  if (tasks.length === 0) return "to-come";
  const open = tasks.filter(({ state }) => !isSettled(state));
  if (open.length > 0) return open.every(({ waitsFor }) => waitsFor > 0) ? "waiting" : "open";
  return tasks.some(({ state }) => isDone(state)) ? "done" : "given-up";
}
