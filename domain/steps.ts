import type { Ask, Duty } from "./duty.ts";
import { procedureOf } from "./kinds.ts";
import { dutyOf } from "./packs/index.ts";
import type { Step } from "./procedure.ts";
import { type Kind, kinds, type Text } from "./terms.ts";

export type { Step } from "./procedure.ts";

const plain: Step = {};

/** @param step e.g. `do`, `set-date`; an unknown one is the duty itself */
export function stepOf(kind: Kind, step: string): Step {
  const { steps } = procedureOf(kind);
  return (Object.hasOwn(steps, step) ? steps[step] : undefined) ?? plain;
}

/** Steps of a kind's procedure, in the order of its phases; none: its one task is the duty itself. */
export function phasesOf(kind: Kind): readonly string[] {
  const { phases, steps } = procedureOf(kind);
  return phases ?? Object.keys(steps);
}

/** Row of the catalogue that a step of a duty's case is of. */
export function rowOf(duty: Duty, step: string): Duty {
  const number = stepOf(duty.kind, step).duty;
  return number === undefined ? duty : dutyOf(number);
}

export const titleOf = (duty: Duty, step: string): Text => stepOf(duty.kind, step).title ?? rowOf(duty, step).title;
export const asksOf = (duty: Duty, step: string): readonly Ask[] =>
  stepOf(duty.kind, step).asks ?? rowOf(duty, step).evidence;
/** Whether a step is one person's own (see {@link Step.own}). */
export const isOwn = (kind: Kind, step: string): boolean =>
  stepOf(kind, step).own === true || Object.values(procedureOf(kind).steps).some(({ each }) => each?.step === step);

/** Steps that are one person's own, by kind. */
export const ownSteps = (): { kind: Kind; step: string }[] =>
  kinds.flatMap((kind) =>
    Object.keys(procedureOf(kind).steps).flatMap((step) => (isOwn(kind, step) ? [{ kind, step }] : [])),
  );
