import { RefusedError } from "../errors.ts";
import { beginningOf } from "../escalation/anchor.ts";
import { cause } from "../reasons/index.ts";
import type { Act, TaskFacts, TransitionBounds } from "./task.ts";
import { answerable, doing, type TaskRelationship, type TaskState, type Verb, verbs, waiting } from "./task-states.ts";

const from: Record<Verb, readonly TaskState[]> = {
  acknowledge: ["open", "returned"],
  submit: answerable,
  accept: ["submitted"],
  return: ["submitted"],
  "ask-extension": doing,
  "grant-extension": doing,
  "refuse-extension": doing,
  delegate: doing,
  report: doing,
  "ask-reports": doing,
  "not-mine": doing,
  reassign: doing,
  "take-on": doing,
  press: doing,
  waive: waiting,
  move: waiting,
  cancel: waiting,
};

const may: Record<Verb, readonly TaskRelationship[]> = {
  acknowledge: ["doer", "administrator"],
  // The system closes what covers many when all of them have done their part.
  submit: ["doer", "administrator", "system"],
  accept: ["verifier"],
  return: ["verifier"],
  "ask-extension": ["doer", "administrator"],
  "grant-extension": ["verifier", "supervisor", "administrator"],
  "refuse-extension": ["verifier", "supervisor", "administrator"],
  delegate: ["doer"],
  report: ["doer", "administrator"],
  "ask-reports": ["verifier", "supervisor", "administrator"],
  "not-mine": ["doer"],
  reassign: ["supervisor", "administrator"],
  "take-on": ["supervisor"],
  press: ["verifier", "supervisor", "administrator"],
  waive: ["supervisor", "administrator"],
  move: ["administrator", "system"],
  cancel: ["administrator", "system"],
};

const needsReason: readonly Verb[] = ["return", "refuse-extension", "ask-extension", "not-mine", "waive", "cancel"];

/** Verbs that the one with this standing may use now: what a page offers and a command suggests. */
export function offered(
  task: TaskFacts,
  standing: readonly TaskRelationship[],
  by: string | null,
  bounds: TransitionBounds = {},
): Verb[] {
  return verbs.filter(
    (verb) =>
      from[verb].includes(task.state) &&
      may[verb].some((one) => standing.includes(one)) &&
      !(deciding(verb) && own(task, by, standing, bounds)) &&
      !(verb === "take-on" && standing.includes("doer")) &&
      !(verb === "waive" && bounds.waives === false) &&
      !(extending(verb) && bounds.extends === false) &&
      !(verb === "move" && isFixed(task, bounds)) &&
      !(verb === "refuse-extension" && !task.askedUntil) &&
      !(verb === "grant-extension" && by !== null && task.askedById === by),
  );
}

/** Verbs by which a task becomes another person's. */
export const transferVerbs: readonly Verb[] = ["delegate", "reassign", "take-on"];

export const requiresReason = (verb: Verb): boolean => needsReason.includes(verb);

/** @throws {RefusedError} when the state, the standing or a missing reason forbids the act */
export function allow(task: TaskFacts, act: Act, bounds: TransitionBounds): void {
  if (!may[act.verb].some((standing) => act.standing.includes(standing)))
    throw new RefusedError(cause("wrong-relationship", { verb: act.verb, expected: may[act.verb], got: act.standing }));
  if (!from[act.verb].includes(task.state))
    throw new RefusedError(cause("wrong-state", { verb: act.verb, state: task.state, expected: from[act.verb] }));
  if (deciding(act.verb) && own(task, act.by, act.standing, bounds))
    throw new RefusedError(cause("own-work", { verb: act.verb }));
  if (act.verb === "waive" && bounds.waives === false) throw new RefusedError(cause("statutory-waiver"));
  if (extending(act.verb) && bounds.extends === false)
    throw new RefusedError(cause("statutory-extension", { verb: act.verb }));
  if (act.verb === "move" && isFixed(task, bounds)) throw new RefusedError(cause("statutory-move"));
  if (act.verb === "grant-extension" && act.by !== null && task.askedById === act.by)
    throw new RefusedError(cause("own-request"));
  if (needsReason.includes(act.verb) && !act.reason?.trim())
    throw new RefusedError(cause("reason-needed", { verb: act.verb }));
}

/** Verbs by which somebody decides on another's work. */
const decisions: readonly Verb[] = [
  "accept",
  "return",
  "grant-extension",
  "refuse-extension",
  "reassign",
  "press",
  "ask-reports",
  "waive",
];
export const deciding = (verb: Verb): boolean => decisions.includes(verb);
/**
 * Verdicts and powers over another's work: the link of a mail, which may have been forwarded, is not enough for them. What a doer does
 * stays one tap.
 */
export const needsProof = (verb: Verb): boolean => deciding(verb) || personal.includes(verb);
const personal: readonly Verb[] = ["take-on", "move", "cancel"];
const extending = (verb: Verb): boolean => verb === "ask-extension" || verb === "grant-extension";

/** A day of the law moves with what it counts from, and not by hand; when people come together within its time is the organization's. */
const isFixed = ({ facts }: TaskFacts, { extends: extendable }: TransitionBounds): boolean =>
  extendable === false && beginningOf(facts) === null;

/** Whoever does it, did some of it or passed it on, whatever other office they hold; of those too for whom they act. */
const own = (
  task: TaskFacts,
  by: string | null,
  standing: readonly TaskRelationship[],
  { principals = [] }: TransitionBounds,
): boolean =>
  by !== null &&
  (standing.includes("doer") ||
    [by, ...principals].some(
      (id) => task.didIds.includes(id) || task.submittedById === id || task.personId === id || task.passedById === id,
    ));
