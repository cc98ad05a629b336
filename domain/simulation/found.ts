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

/** A task of the simulation: what the engine keeps of one. */
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
  /** Since when no doer is waited for any more. */
  handedInAt: Date | null;
  /** Whose it was to do when it opened. */
  doers: readonly string[];
  /** Its parts, or the task that it is a part of. */
  parts: SimulatedTask[];
  parent: SimulatedTask | null;
  /** When it is answered next, milliseconds; infinite: never. */
  answerAt: number;
  /** Who have had their copy. */
  copied: ReadonlySet<string> | null;
  /** Which words have gone over which channel to whom not every channel reaches. */
  said: ReadonlySet<string> | null;
}

/** Something that is to be told, as the outbox would hold it. */
export interface SimulatedNotice {
  task: SimulatedTask;
  personId: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  /** Rung or act that gave reason for it. */
  step: string;
  climbDueAt: Date;
  sendAt: Date;
  notAfter: Date;
  /** While what is waited for it is worth telling; `always`: whatever comes. */
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

/** A step of a ladder that reaches nobody. */
export interface NobodyThere {
  organizationId: string;
  duty: string;
  step: string;
  rung: string;
  role: Role;
}

/** What became of one organization. */
export interface Simulated {
  organizationId: string;
  cases: readonly SimulatedCase[];
  tasks: readonly SimulatedTask[];
  acts: readonly SimulatedAct[];
  notices: readonly SimulatedNotice[];
  nobody: readonly NobodyThere[];
}
