import type { Duty } from "../catalogue/duty.ts";
import type { Climber } from "../escalation/advance.ts";
import type { Part } from "../messages/message.ts";
import type { TaskFacts } from "../tasks/task.ts";
import type { Cadence, CaseState, Channel, LocalDate, Role, Shape, Urgency } from "../terms.ts";

/** A case of the simulation. */
export interface SimulatedCase {
  id: string;
  duty: Duty;
  /** Its period, or what started it. */
  key: string;
  /** Null: an event started it. */
  cadence: Cadence | null;
  opensOn: LocalDate;
  state: CaseState;
  doneOn: LocalDate | null;
  countedBy: string | null;
  missed: number;
  /** End of its period; null: it has none. */
  endsAt: Date | null;
  facts: Readonly<Record<string, unknown>>;
  result: Record<string, unknown>;
  tasks: SimulatedTask[];
}

/** A task of the simulation, with the fields that the engine keeps. */
export interface SimulatedTask extends Climber, TaskFacts {
  id: string;
  case: SimulatedCase;
  organizationId: string;
  duty: string;
  step: string;
  key: string;
  policy: string;
  verifierPolicy: string;
  facts: Readonly<Record<string, unknown>>;
  waitsFor: 0;
  nextAt: Date | null;
  settledAt: Date | null;
  /** Since when it waits for no doer; null: it does. */
  handedInAt: Date | null;
  /** Its doers when it opened. */
  doers: readonly string[];
  /** Its parts; and its covering task. */
  parts: SimulatedTask[];
  parent: SimulatedTask | null;
  /** When it is answered next, in milliseconds; infinite: never. */
  answerAt: number;
  /** Ids of people who have had their copy. */
  copied: ReadonlySet<string> | null;
  /** Notices that were sent over each channel, for people whom not every channel reaches. */
  said: ReadonlySet<string> | null;
}

/** A notice to be sent, as in the outbox. */
export interface SimulatedNotice {
  task: SimulatedTask;
  personId: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  /** Rung or act that caused it. */
  step: string;
  climbDueAt: Date;
  sendAt: Date;
  notAfter: Date;
  /** State of the task while which it is still to be sent; `always`: any. */
  while: "doing" | "submitted" | "always";
}

/** One press of a button by one person. */
export interface SimulatedAct {
  at: Date;
  personId: string;
  organizationId: string;
  verb: "submit" | "accept";
  tasks: readonly SimulatedTask[];
}

/** A rung that reaches nobody. */
export interface NobodyThere {
  organizationId: string;
  duty: string;
  step: string;
  rung: string;
  role: Role;
}

/** Result of simulating one organization. */
export interface Simulated {
  organizationId: string;
  cases: readonly SimulatedCase[];
  tasks: readonly SimulatedTask[];
  acts: readonly SimulatedAct[];
  notices: readonly SimulatedNotice[];
  nobody: readonly NobodyThere[];
}
