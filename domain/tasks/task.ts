import type { Audience } from "../escalation/policy.ts";
import type { Channel, Role, Shape, Urgency, Zone } from "../terms.ts";
import type { Outlook, ReportCadence, Reported } from "./outlook.ts";
import type { TaskRelationship, TaskState, Verb } from "./task-states.ts";

/** The fields of a task on which the state machine depends. */
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
  /** Person's id; null: an administrator at the command line, or the system. */
  by: string | null;
  standing: readonly TaskRelationship[];
  at: Date;
  reason?: string;
  /** New due instant of an extension, a return or a move. */
  until?: Date;
  /** The day from which it counts has moved, even if its due instant is the same. */
  anew?: true;
  /** Person to whom it is reassigned, or who is named as doer. */
  to?: string;
  /** Content of a progress report. */
  outlook?: Outlook;
  /** How often a supervisor requests reports. */
  every?: ReportCadence;
}

/** Recipients whom an act notifies at once, by the same outbox as rungs. */
export interface Recipient {
  audience: Audience | { personId: string };
  shape: Exclude<Shape, "digest" | "test">;
  channels: readonly Channel[];
  urgency: Urgency;
  /** The previous doers, who no longer do it. */
  former?: true;
  /** If everybody of the audience is a doer: the next role up that somebody else holds. */
  above?: true;
}

export interface Change {
  /** New values of the changed fields. */
  set: Partial<TaskFacts> & { askedReason?: string | null };
  /** The ladder from now on; absent: unchanged. `afresh`: rungs of this ladder begin again at this instant. */
  climb?: { ladder: "doer" | "verifier"; due: Date | "policy" };
  /** Whom the act notifies at once. */
  recipients: readonly Recipient[];
}

/** What the duty of a task and the people of its organization allow the actor (domain/tasks/own-work.ts); absent: no limits. */
export interface TransitionBounds {
  latest?: Date;
  waives?: boolean;
  extends?: boolean;
  verdict?: { verifier: Role } | "self-declared" | null;
  /** Two people do it together: each is notified of the other's submission. */
  shared?: boolean;
  /** People for whom the actor stands in; and those of them who are doers of this task. */
  principals?: readonly string[];
  standsInFor?: readonly string[];
  /** Zone of the days in messages. */
  zone?: Zone;
}
