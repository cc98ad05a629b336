import { RefusedError } from "../errors.ts";
import type { Audience } from "../escalation/policy.ts";
import { cause } from "../reasons/index.ts";
import type { Channel, Urgency } from "../terms.ts";
import { awaitsAnswer, isSameReport, needsHelp, noReport, reportCadenceOf } from "./outlook.ts";
import { allow } from "./permitted.ts";
import type { Act, Change, Recipient, TaskFacts, TransitionBounds } from "./task.ts";
import { doing, isSettled, type TaskState, type Verb } from "./task-states.ts";

/**
 * The state machine of a task. Pure: returns the changes and recipients, or refuses. Idempotent: an act that has had its effect (the same verb by the
 * same person) changes nothing.
 * @param halfTerm the new D of a return without a named one: half of the first term, at least 2 business days
 * @throws {RefusedError} the state, the relationship or a missing reason forbids it
 */
export function transition(
  task: TaskFacts,
  act: Act,
  halfTerm: () => Date,
  bounds: TransitionBounds = {},
): Change | "done already" {
  if (repeated(task, act)) return "done already";
  allow(task, act, bounds);
  return changes[act.verb]({ task, act, halfTerm, bounds });
}

/** What a verb changes. */
type Changes = (about: { task: TaskFacts; act: Act; halfTerm: () => Date; bounds: TransitionBounds }) => Change;

const settledNotice = recipient("doer", "settled", ["email"], "routine");

const submit: Changes = ({ task, act: { by }, bounds }) => {
  const set = {
    submissions: task.submissions + 1,
    submittedById: by,
    didIds: withDoers(task, by, bounds),
    askedUntil: null,
    ...(task.outlook && noReport),
  };
  // A missed task stays missed: a late submission is stored, and nobody verifies it.
  if (task.state === "missed") return { set: { ...set, state: "belated" }, recipients: [] };
  const { verdict = null } = bounds;
  const verifier = task.verifier ?? (typeof verdict === "object" ? (verdict?.verifier ?? null) : null);
  const recipients = bounds.shared ? [settledNotice] : [];
  if (!verifier) return { set: { ...set, state: "closed", selfDeclared: verdict === "self-declared" }, recipients };
  return { set: { ...set, state: "submitted", verifier }, climb: { ladder: "verifier", due: "policy" }, recipients };
};

const returnToDoer: Changes = ({ task, act, halfTerm, bounds }) => {
  const due = act.until ?? halfTerm();
  // Half of a term may end before the first one would have; a named day must not.
  later(due, act.until && task.dueAt > act.at ? task.dueAt : act.at, "return-due", bounds);
  const again = task.returns + 1;
  return {
    set: { state: "returned", returns: again, dueRevision: task.dueRevision + 1, dueAt: due },
    climb: { ladder: "doer", due },
    recipients: [
      recipient("doer", "returned", ["email", "sms"]),
      // The second return of a task notifies the legal representative at once (LADDERS.md, "Returned").
      ...(again >= 2 ? [recipient("legal-representative", "escalated", ["email", "sms"])] : []),
    ],
  };
};

const askExtension: Changes = ({ task, act: { until, by, at }, bounds }) => {
  if (!until) throw new RefusedError(cause("until-needed"));
  later(until, latest(task.dueAt, at), "asked-until", bounds);
  return {
    set: { askedUntil: until, askedById: by },
    recipients: [recipient(task.verifier ? "verifier" : "legal-representative", "escalated", ["email"])],
  };
};

const grantExtension: Changes = ({ task, act, bounds }) => {
  const until = act.until ?? task.askedUntil;
  if (!until) throw new RefusedError(cause("not-asked"));
  later(until, latest(task.dueAt, act.at), "new-due", bounds);
  within(until, bounds);
  return {
    set: {
      ...answered(task, act.at),
      ...{ dueAt: until, dueRevision: task.dueRevision + 1, askedUntil: null, askedById: null },
    },
    climb: { ladder: "doer", due: until },
    recipients: [recipient("doer", "reminder", ["email"])],
  };
};

const refuseExtension: Changes = ({ task, act: { at } }) => {
  if (!task.askedUntil) throw new RefusedError(cause("nothing-to-refuse"));
  return {
    set: { ...answered(task, at), askedUntil: null, askedById: null },
    recipients: [recipient("doer", "reminder", ["email"])],
  };
};

/** The doer passes it on (`delegate`), or somebody else assigns it (`reassign`). */
const assign: Changes = ({ task, act: { verb, to, by }, bounds }) => {
  if (!to) throw new RefusedError(cause("person-needed", { verb }));
  if (to === by) throw new RefusedError(cause("same-person", { verb }));
  const delegates = verb === "delegate";
  if (delegates && task.didIds.includes(to)) throw new RefusedError(cause("goes-in-circle"));
  return {
    set: {
      ...(task.outlook && noReport),
      personId: to,
      passedById: delegates ? by : task.passedById,
      didIds: delegates ? withDoers(task, by, bounds) : [...task.didIds],
      state: unsubmitted(task),
    },
    recipients: [
      { audience: { personId: to }, shape: "due", channels: ["email", "sms"], urgency: "prompt" },
      { ...recipient("doer", "settled", ["email"]), former: true },
    ],
  };
};

const report: Changes = ({ act }) => {
  const { outlook, at, by, verb } = act;
  if (!outlook) throw new RefusedError(cause("outlook-needed"));
  const note = act.reason?.trim() || null;
  if (needsHelp(outlook) && note === null) throw new RefusedError(cause("reason-needed", { verb }));
  const set = { outlook, outlookAt: at, outlookNote: note, outlookById: by, outlookAnsweredAt: null };
  if (!needsHelp(outlook)) return { set, recipients: [] };
  const channels: readonly Channel[] = outlook === "blocked" ? ["email", "sms"] : ["email"];
  return { set, recipients: [{ ...recipient("legal-representative", "escalated", channels), above: true }] };
};

const askReports: Changes = ({ task, act: { every } }) => {
  if (!every) throw new RefusedError(cause("report-cadence-needed"));
  return {
    set: { facts: { ...task.facts, reportEvery: every } },
    recipients: every === "none" ? [] : [recipient("doer", "reminder", ["email"])],
  };
};

const move: Changes = ({ task, act: { until } }) => {
  if (!until) throw new RefusedError(cause("due-needed"));
  return {
    set: { dueAt: until, dueRevision: task.dueRevision + 1 },
    ...(task.state === "submitted" ? {} : { climb: { ladder: "doer" as const, due: until } }),
    recipients: [],
  };
};

const changes: Readonly<Record<Verb, Changes>> = {
  acknowledge: () => ({ set: { state: "acknowledged" }, recipients: [] }),
  submit,
  accept: () => ({ set: { state: "accepted" }, recipients: [settledNotice] }),
  return: returnToDoer,
  "ask-extension": askExtension,
  "grant-extension": grantExtension,
  "refuse-extension": refuseExtension,
  delegate: assign,
  reassign: assign,
  report,
  "ask-reports": askReports,
  "not-mine": ({ task }) => ({
    set: { ...(task.outlook && noReport), personId: null, state: unsubmitted(task) },
    recipients: [recipient("legal-representative", "escalated", ["email"])],
  }),
  "take-on": ({ task, act: { by } }) => ({
    set: { ...(task.outlook && noReport), personId: by, passedById: null },
    recipients: [{ ...recipient("doer", "settled", ["email"]), former: true }],
  }),
  // A report that asks for help is answered by words; a reminder without any leaves it unanswered.
  press: ({ task, act: { reason, at } }) => ({
    set: reason?.trim() ? answered(task, at) : {},
    recipients: [recipient("doer", "reminder", ["email", "sms"])],
  }),
  waive: () => ({ set: { state: "waived", askedUntil: null }, recipients: [settledNotice] }),
  move,
  cancel: () => ({ set: { state: "cancelled" }, recipients: [settledNotice] }),
};

/** Everybody who has worked on it, with who does now and whom they stand in for. */
const withDoers = (task: TaskFacts, by: string | null, { standsInFor }: TransitionBounds): string[] => [
  ...new Set([...task.didIds, ...(by ? [by] : []), ...(standsInFor ?? [])]),
];

/** The state in which a new doer has it: a returned task stays returned. */
const unsubmitted = ({ state }: TaskFacts): TaskState => (state === "returned" ? "returned" : "open");

const handedIn: readonly TaskState[] = ["submitted", "closed", "belated"];

function repeated(task: TaskFacts, act: Act): boolean {
  switch (act.verb) {
    case "acknowledge":
      return task.state === "acknowledged";
    case "accept":
      return task.state === "accepted" && act.standing.includes("verifier");
    case "return":
      return task.state === "returned" && act.standing.includes("verifier");
    case "submit":
      return handedIn.includes(task.state) && task.submittedById === act.by;
    case "delegate":
    case "reassign":
      return act.to !== undefined && task.personId === act.to && !isSettled(task.state);
    case "report":
      return (
        act.outlook !== undefined &&
        doing.includes(task.state) &&
        isSameReport(task, { outlook: act.outlook, note: act.reason?.trim() || null, by: act.by, at: act.at })
      );
    case "take-on":
      return act.by !== null && task.personId === act.by && !isSettled(task.state);
    case "ask-extension":
      return task.askedById === act.by && task.askedUntil?.getTime() === act.until?.getTime() && !!act.until;
    case "grant-extension":
    case "move":
      return act.until !== undefined && act.until.getTime() === task.dueAt.getTime() && !task.askedUntil && !act.anew;
    case "waive":
      return task.state === "waived";
    case "cancel":
      return task.state === "cancelled";
    case "ask-reports":
      return act.every !== undefined && reportCadenceOf(task.facts) === act.every;
    default:
      return false;
  }
}

/** A supervisor's message answers a report that asked for help. */
const answered = (task: TaskFacts, at: Date): Pick<Change["set"], "outlookAnsweredAt"> =>
  awaitsAnswer(task) ? { outlookAnsweredAt: at } : {};

function recipient(
  audience: Audience,
  shape: Recipient["shape"],
  channels: readonly Channel[],
  urgency: Urgency = "prompt",
): Recipient {
  return { audience, shape, channels, urgency };
}

const latest = (one: Date, other: Date): Date => (one > other ? one : other);

function later(
  until: Date,
  after: Date,
  day: "return-due" | "asked-until" | "new-due",
  { zone }: TransitionBounds,
): void {
  if (!(until.getTime() > after.getTime()))
    throw new RefusedError(cause("not-later", { day, after, got: until, ...(zone !== undefined && { zone }) }));
}

/** An extension is limited to one more term; beyond that the next role up grants it (LADDERS.md, "Own work"). */
function within(until: Date, { latest, zone }: TransitionBounds): void {
  if (latest && until > latest)
    throw new RefusedError(cause("too-far", { latest, got: until, ...(zone !== undefined && { zone }) }));
}
