import { RefusedError } from "../errors.ts";
import type { Audience } from "../escalation/policy.ts";
import { cause } from "../reasons/index.ts";
import type { Channel, Role, Shape, Urgency, Zone } from "../terms.ts";
import {
  awaitsAnswer,
  isSameReport,
  needsHelp,
  noReport,
  type Outlook,
  type ReportCadence,
  type Reported,
  reportCadenceOf,
} from "./outlook.ts";
import {
  answerable,
  doing,
  isSettled,
  type TaskRelationship,
  type TaskState,
  type Verb,
  verbs,
  waiting,
} from "./task-states.ts";

/** What of a task the machine looks at. */
export interface TaskFacts extends Partial<Reported> {
  state: TaskState;
  dueRevision: number;
  openedAt: Date;
  dueAt: Date;
  firstDueAt: Date;
  verifier: Role | null;
  personId: string | null;
  passedById: string | null;
  didIds: readonly string[];
  submittedById: string | null;
  returns: number;
  submissions: number;
  askedUntil: Date | null;
  askedById: string | null;
  selfDeclared?: boolean;
  facts?: Record<string, unknown>;
}

export interface Act {
  verb: Verb;
  /** Person's id; null: an administrator at the command line, or the system itself. */
  by: string | null;
  standing: readonly TaskRelationship[];
  at: Date;
  reason?: string;
  /** New due instant: of an extension, a return, a move. */
  until?: Date;
  /** What it counts from has moved, though its due instant may be the same. */
  anew?: true;
  /** Person passed on to, or named as doer. */
  to?: string;
  /** Of a report. */
  outlook?: Outlook;
  /** How often a supervisor asks for reports. */
  every?: ReportCadence;
}

/** Whom the act tells at once, by the same outbox as every step. */
export interface Recipient {
  audience: Audience | { personId: string };
  shape: Exclude<Shape, "digest" | "test">;
  channels: readonly Channel[];
  urgency: Urgency;
  /** Those who did it until now, and do not any more. */
  former?: true;
  /** Where all of the audience do it themselves, the next role up that somebody else holds. */
  above?: true;
}

export interface Change {
  /** New values of the facts that change. */
  set: Partial<TaskFacts> & { askedReason?: string | null };
  /** From where and to where the ladder is climbed from now on; absent: it goes on as it is. `afresh`: told steps of this ladder begin at this instant. */
  climb?: { ladder: "doer" | "verifier"; due: Date | "policy" };
  tell: readonly Recipient[];
}

/** What the task's duty and the people of its organization allow the one who acts (domain/tasks/own-work.ts); absent: no bound. */
export interface TransitionBounds {
  latest?: Date;
  waives?: boolean;
  extends?: boolean;
  verdict?: { verifier: Role } | "self-declared" | null;
  /** Two do it together: what one hands in, the other is told. */
  shared?: boolean;
  /** Whose work they do while these are away, and which of these are to do this task. */
  principals?: readonly string[];
  standsInFor?: readonly string[];
  /** Where the days are days, for what is said of them. */
  zone?: Zone;
}

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

/**
 * The task's state machine. Pure: says what changes and who is told, or refuses.
 * An act that has already had its effect (the same verb by the same person) changes nothing: asking twice is asking once.
 * @param halfTerm the new D that a return gives when nobody names one: half the first term, at least 2 business days
 * @throws {RefusedError} when the state, the standing or a missing reason forbids it
 */
export function transition(
  task: TaskFacts,
  act: Act,
  halfTerm: () => Date,
  bounds: TransitionBounds = {},
): Change | "done already" {
  if (repeated(task, act)) return "done already";
  allow(task, act, bounds);
  const { at, by } = act;
  const did = [...new Set([...task.didIds, ...(by ? [by] : []), ...(bounds.standsInFor ?? [])])];
  switch (act.verb) {
    case "acknowledge":
      return { set: { state: "acknowledged" }, tell: [] };
    case "submit": {
      const set = {
        ...(task.outlook && noReport),
        ...{ submissions: task.submissions + 1, submittedById: by, didIds: did, askedUntil: null },
      };
      // Its time is over and the mark stays: what is handed in now is kept, and nobody is asked to verify it.
      if (task.state === "missed") return { set: { ...set, state: "belated" }, tell: [] };
      const { verdict = null } = bounds;
      const verifier = task.verifier ?? (typeof verdict === "object" ? (verdict?.verifier ?? null) : null);
      const tell = bounds.shared ? [told("doer", "settled", ["email"], "routine")] : [];
      if (!verifier) return { set: { ...set, state: "closed", selfDeclared: verdict === "self-declared" }, tell };
      return { set: { ...set, state: "submitted", verifier }, climb: { ladder: "verifier", due: "policy" }, tell };
    }
    case "accept":
      return { set: { state: "accepted" }, tell: [told("doer", "settled", ["email"], "routine")] };
    case "return": {
      const due = act.until ?? halfTerm();
      // Half a term may end before the first one would have; a day that somebody names does not.
      later(due, act.until && task.dueAt > at ? task.dueAt : at, "return-due", bounds);
      const again = task.returns + 1;
      return {
        set: { state: "returned", returns: again, dueRevision: task.dueRevision + 1, dueAt: due },
        climb: { ladder: "doer", due },
        tell: [
          told("doer", "returned", ["email", "sms"]),
          // The second return of a task tells the legal representative at once (LADDERS.md, "Returned").
          ...(again >= 2 ? [told("legal-representative", "escalated", ["email", "sms"])] : []),
        ],
      };
    }
    case "ask-extension": {
      const until = act.until;
      if (!until) throw new RefusedError(cause("until-needed"));
      later(until, latest(task.dueAt, at), "asked-until", bounds);
      return {
        set: { askedUntil: until, askedById: by },
        tell: [told(task.verifier ? "verifier" : "legal-representative", "escalated", ["email"])],
      };
    }
    case "grant-extension": {
      const until = act.until ?? task.askedUntil;
      if (!until) throw new RefusedError(cause("not-asked"));
      later(until, latest(task.dueAt, at), "new-due", bounds);
      within(until, bounds);
      return {
        set: {
          ...answered(task, at),
          ...{ dueAt: until, dueRevision: task.dueRevision + 1, askedUntil: null, askedById: null },
        },
        climb: { ladder: "doer", due: until },
        tell: [told("doer", "reminder", ["email"])],
      };
    }
    case "refuse-extension":
      if (!task.askedUntil) throw new RefusedError(cause("nothing-to-refuse"));
      return {
        set: { ...answered(task, at), askedUntil: null, askedById: null },
        tell: [told("doer", "reminder", ["email"])],
      };
    case "delegate":
    case "reassign": {
      const to = act.to;
      if (!to) throw new RefusedError(cause("person-needed", { verb: act.verb }));
      if (to === by) throw new RefusedError(cause("same-person", { verb: act.verb }));
      if (act.verb === "delegate" && task.didIds.includes(to)) throw new RefusedError(cause("goes-in-circle"));
      return {
        set: {
          ...(task.outlook && noReport),
          personId: to,
          passedById: act.verb === "delegate" ? by : task.passedById,
          didIds: act.verb === "delegate" ? did : [...task.didIds],
          state: task.state === "returned" ? "returned" : "open",
        },
        tell: [
          { audience: { personId: to }, shape: "due", channels: ["email", "sms"], urgency: "prompt" },
          { ...told("doer", "settled", ["email"]), former: true },
        ],
      };
    }
    case "report": {
      const { outlook } = act;
      if (!outlook) throw new RefusedError(cause("outlook-needed"));
      const note = act.reason?.trim() || null;
      if (needsHelp(outlook) && note === null) throw new RefusedError(cause("reason-needed", { verb: act.verb }));
      return {
        set: { outlook, outlookAt: at, outlookNote: note, outlookById: by, outlookAnsweredAt: null },
        tell: needsHelp(outlook)
          ? [
              {
                ...told("legal-representative", "escalated", outlook === "blocked" ? ["email", "sms"] : ["email"]),
                above: true,
              },
            ]
          : [],
      };
    }
    case "ask-reports": {
      const { every } = act;
      if (!every) throw new RefusedError(cause("report-cadence-needed"));
      return {
        set: { facts: { ...task.facts, reportEvery: every } },
        tell: every === "none" ? [] : [told("doer", "reminder", ["email"])],
      };
    }
    case "not-mine":
      return {
        set: { ...(task.outlook && noReport), personId: null, state: task.state === "returned" ? "returned" : "open" },
        tell: [told("legal-representative", "escalated", ["email"])],
      };
    case "take-on":
      return {
        set: { ...(task.outlook && noReport), personId: by, passedById: null },
        tell: [{ ...told("doer", "settled", ["email"]), former: true }],
      };
    case "press":
      return { set: answered(task, at), tell: [told("doer", "reminder", ["email", "sms"])] };
    case "waive":
      return { set: { state: "waived", askedUntil: null }, tell: [told("doer", "settled", ["email"], "routine")] };
    case "move": {
      if (!act.until) throw new RefusedError(cause("due-needed"));
      return {
        set: { dueAt: act.until, dueRevision: task.dueRevision + 1 },
        ...(task.state === "submitted" ? {} : { climb: { ladder: "doer" as const, due: act.until } }),
        tell: [],
      };
    }
    case "cancel":
      return { set: { state: "cancelled" }, tell: [told("doer", "settled", ["email"], "routine")] };
  }
}

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
      !(verb === "refuse-extension" && !task.askedUntil) &&
      !(verb === "grant-extension" && by !== null && task.askedById === by),
  );
}

/** Verbs by which a task becomes another person's. */
export const transferVerbs: readonly Verb[] = ["delegate", "reassign", "take-on"];

export const requiresReason = (verb: Verb): boolean => needsReason.includes(verb);

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

function allow(task: TaskFacts, act: Act, bounds: TransitionBounds): void {
  if (!may[act.verb].some((standing) => act.standing.includes(standing)))
    throw new RefusedError(cause("wrong-relationship", { verb: act.verb, expected: may[act.verb], got: act.standing }));
  if (!from[act.verb].includes(task.state))
    throw new RefusedError(cause("wrong-state", { verb: act.verb, state: task.state, expected: from[act.verb] }));
  if (deciding(act.verb) && own(task, act.by, act.standing, bounds))
    throw new RefusedError(cause("own-work", { verb: act.verb }));
  if (act.verb === "waive" && bounds.waives === false) throw new RefusedError(cause("statutory-waiver"));
  if (extending(act.verb) && bounds.extends === false)
    throw new RefusedError(cause("statutory-extension", { verb: act.verb }));
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

/** A word of a supervisor answers a report that asked for help. */
const answered = (task: TaskFacts, at: Date): Pick<Change["set"], "outlookAnsweredAt"> =>
  awaitsAnswer(task) ? { outlookAnsweredAt: at } : {};

function told(
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

/** An extension goes no further than a term again; beyond that the next role up grants it (LADDERS.md, "Own work"). */
function within(until: Date, { latest, zone }: TransitionBounds): void {
  if (latest && until > latest)
    throw new RefusedError(cause("too-far", { latest, got: until, ...(zone !== undefined && { zone }) }));
}
