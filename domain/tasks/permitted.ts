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
  // The system closes a covering task when all of its parts are done.
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

/** Verbs that a person in this relationship may use now: what a page offers and a command suggests. */
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

/** Verbs by which a task is reassigned. */
export const transferVerbs: readonly Verb[] = ["delegate", "reassign", "take-on"];

export const requiresReason = (verb: Verb): boolean => needsReason.includes(verb);

/** Checks that an act is allowed. @throws {RefusedError} the state, the relationship or a missing reason forbids it */
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

/** Verbs by which a person decides on another's work. */
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
 * Whether a verb requires proof of identity: verdicts and powers over another's work do, because the link in a mail may have been forwarded. What a
 * doer does stays one tap.
 */
export const needsProof = (verb: Verb): boolean => deciding(verb) || personal.includes(verb);
const personal: readonly Verb[] = ["take-on", "move", "cancel"];
const extending = (verb: Verb): boolean => verb === "ask-extension" || verb === "grant-extension";

/**
 * Whether a day can be moved by hand: a statutory day moves only with the day from which it counts; when people meet within its time is the
 * organization's choice.
 */
const isFixed = ({ facts }: TaskFacts, { extends: extendable }: TransitionBounds): boolean =>
  extendable === false && beginningOf(facts) === null;

/**
 * Whether it is the person's own work: they do it, did a part of it or reassigned it, whatever other role they hold; or somebody for whom they stand
 * in did.
 */
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
