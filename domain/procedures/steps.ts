import type { Profile } from "../catalogue/applies.ts";
import type { Facts } from "../catalogue/due-rule.ts";
import type { Deadline, Duty, FormField } from "../catalogue/duty.ts";
import { dutyOf, findDeadline } from "../catalogue/packs/index.ts";
import { coversWords } from "../donations/disclosure.ts";
import type { HazardPack } from "../hazards/hazard-pack.ts";
import { guidelineHazard } from "../hazards/index.ts";
import { fieldsOfHazard, hazardOf, textOfHazard, wordsFor } from "../hazards/wording.ts";
import { type Kind, kinds, type Text } from "../terms.ts";
import { procedureOf } from "./kinds.ts";
import { leftOutFacts, withoutLeftOut } from "./left-out.ts";
import type { Step } from "./procedure.ts";
import { fieldsOfRegistrar, isUnsupervised, registrarFacts, textOfRegistrar } from "./registrar-words.ts";

export type { Step } from "./procedure.ts";

const plain: Step = {};

/** The step that requests what its duty itself requests, in the duty's own words. */
const whole = "do";

/** Whether a task may be opened for a step. */
export const isDeclared = (kind: Kind, step: string): boolean =>
  step === whole || Object.hasOwn(procedureOf(kind).steps, step);

/** The definition of a step. @param step such as `do`, `set-date`; one that was removed from its procedure is treated as the duty itself */
export function stepOf(kind: Kind, step: string): Step {
  const { steps } = procedureOf(kind);
  return (Object.hasOwn(steps, step) ? steps[step] : undefined) ?? plain;
}

/** A step's own policy, by the facts of its case; undefined: it has none. */
export const ownLadder = ({ policy }: Step, facts: Facts): string | undefined =>
  typeof policy === "function" ? policy(facts) : policy;

/**
 * Steps of a case's procedure in the order of its phases; empty: its one task is the duty itself. Steps of other rows are left out if each row has a
 * case of its own.
 * @param asked requested steps of the case; empty: any case of the duty
 */
export function phasesOf(duty: Duty, asked: readonly string[] = []): readonly string[] {
  const { kind, number } = duty;
  const { phases, steps, leads } = procedureOf(kind);
  const all = (typeof phases === "function" ? phases(duty, asked) : phases) ?? Object.keys(steps);
  return leads ? all : all.filter((step) => [stepOf(kind, step).duty ?? number].flat().includes(number));
}

/** Rows to which a step of a duty's case may belong: for an organization, the first that applies. */
export function dutiesOf(duty: Duty, step: string): readonly Duty[] {
  const { duty: rows } = stepOf(duty.kind, step);
  if (rows === undefined) return [duty];
  return typeof rows === "string" ? [dutyOf(rows)] : rows.map(dutyOf);
}

/** The first of these rows. */
export const rowOf = (duty: Duty, step: string): Duty => dutiesOf(duty, step)[0] ?? duty;

/** Title of a step. @param facts of the task: hazard and authority on which the words depend @default the catalogue's */
export function titleOf(duty: Duty, step: string, facts: Facts = {}): Text {
  const title = phaseTitleOf(duty, step, facts);
  const covers = coveredBy(duty, step, facts);
  return covers ? { zh: `${title.zh}（${covers.zh}）`, en: `${title.en} (${covers.en})` } : title;
}

/** The period that a task publishes: several disclosures may be open at once. */
export const coveredBy = (duty: Duty, step: string, { period }: Facts): Text | null =>
  typeof period === "string" && stepOf(duty.kind, step).publishes !== undefined ? coversWords(period) : null;

/** Title of a phase, independent of the periods of its tasks. */
export const phaseTitleOf = (duty: Duty, step: string, facts: Facts = {}): Text =>
  worded(stepOf(duty.kind, step).title ?? rowOf(duty, step).title, facts);

/** Title of a task's duty, in the words of the task. */
export const dutyTitleOf = (duty: Duty, facts: Facts): Text => worded(duty.title, facts);

function worded(text: Text, facts: Facts): Text {
  const title = isUnsupervised(facts) ? textOfRegistrar(text) : text;
  const hazard = hazardOf(facts);
  return hazard ? textOfHazard(title, hazard) : title;
}

/** Form of a step. @param facts of the task: the hazard whose lists it uses @default the catalogue's */
export function fieldsOf(duty: Duty, step: string, facts: Facts): readonly FormField[] {
  const own = withoutLeftOut(stepOf(duty.kind, step).fields ?? rowOf(duty, step).evidence, facts);
  const fields = isUnsupervised(facts) ? fieldsOfRegistrar(own) : own;
  const hazard = hazardOf(facts);
  return hazard ? fieldsOfHazard(fields, hazard) : fields;
}

/**
 * Facts on which the wording of a new task depends, where it differs from the catalogue's: the highest hazard, the registrar instead of a supervising
 * authority, and items that are left out.
 */
export function wordingFacts(duty: Duty, step: string, pack: HazardPack, organization?: Profile): Facts {
  const [title, fields] = [titleOf(duty, step), fieldsOf(duty, step, {})];
  const words = pack === guidelineHazard ? null : wordsFor(pack, title, fields);
  return {
    ...(words && { hazard: words }),
    ...registrarFacts(organization?.supervised, title, fields),
    ...(organization && leftOutFacts(organization, fields)),
  };
}

/** Whether a step is one person's own (see {@link Step.own}). */
export const isOwn = (kind: Kind, step: string): boolean => stepOf(kind, step).own === true || isOneOfMany(kind, step);

/** Whether a step is requested from each of many people (see {@link Step.each}). */
export const isOneOfMany = (kind: Kind, step: string): boolean =>
  Object.values(procedureOf(kind).steps).some(({ each }) => each?.step === step);

/** Whether a step can be reassigned. */
export const isTransferable = (kind: Kind, step: string): boolean => !isOwn(kind, step);

/** Steps that are one person's own, by kind. */
export const ownSteps = (): { kind: Kind; step: string }[] =>
  kinds.flatMap((kind) =>
    Object.keys(procedureOf(kind).steps).flatMap((step) => (isOwn(kind, step) ? [{ kind, step }] : [])),
  );

/** The statutory deadline that gives the term of a step; null: none. */
export function basisOf(duty: Duty, step: string): Deadline | null {
  const name = (stepOf(duty.kind, step).due ?? rowOf(duty, step).due)?.deadline;
  return (name !== undefined && findDeadline(name)) || null;
}
