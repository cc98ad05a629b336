import { RefusedError } from "../errors.ts";
import type { Audience } from "../escalation/policy.ts";
import { cause } from "../reasons/index.ts";
import type { Channel, Urgency } from "../terms.ts";
import { awaitsAnswer, isSameReport, needsHelp, noReport, reportCadenceOf } from "./outlook.ts";
import { allow } from "./permitted.ts";
import type { Act, Change, Recipient, TaskFacts, TransitionBounds } from "./task.ts";
import { doing, isSettled, type TaskState } from "./task-states.ts";

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
  const { at, by } = act;
  const did = (): string[] => [...new Set([...task.didIds, ...(by ? [by] : []), ...(bounds.standsInFor ?? [])])];
  switch (act.verb) {
    case "acknowledge":
      return { set: { state: "acknowledged" }, tell: [] };
    case "submit": {
      const set = {
        submissions: task.submissions + 1,
        submittedById: by,
        didIds: did(),
        askedUntil: null,
        ...(task.outlook && noReport),
      };
      // A missed task stays missed: a late submission is stored, and nobody verifies it.
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
      // Half of a term may end before the first one would have; a named day must not.
      later(due, act.until && task.dueAt > at ? task.dueAt : at, "return-due", bounds);
      const again = task.returns + 1;
      return {
        set: { state: "returned", returns: again, dueRevision: task.dueRevision + 1, dueAt: due },
        climb: { ladder: "doer", due },
        tell: [
          told("doer", "returned", ["email", "sms"]),
          // The second return of a task notifies the legal representative at once (LADDERS.md, "Returned").
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
          didIds: act.verb === "delegate" ? did() : [...task.didIds],
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
      // A report that asks for help is answered by words; a reminder without any leaves it unanswered.
      return { set: act.reason?.trim() ? answered(task, at) : {}, tell: [told("doer", "reminder", ["email", "sms"])] };
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

/** An extension is limited to one more term; beyond that the next role up grants it (LADDERS.md, "Own work"). */
function within(until: Date, { latest, zone }: TransitionBounds): void {
  if (latest && until > latest)
    throw new RefusedError(cause("too-far", { latest, got: until, ...(zone !== undefined && { zone }) }));
}
