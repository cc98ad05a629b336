import type { Audience } from "../escalation/policy.ts";
import type { Channel, Role, Shape, Urgency, Zone } from "../terms.ts";
import type { Outlook, ReportCadence, Reported } from "./outlook.ts";
import type { TaskRelationship, TaskState, Verb } from "./task-states.ts";

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

/** The people whom the act notifies at once, by the same outbox as every rung. */
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
