import type { Profile } from "../catalogue/applies.ts";
import type { DueRule, Facts } from "../catalogue/due-rule.ts";
import type { Duty, EventName, FormField } from "../catalogue/duty.ts";
import type { Audience, Offset } from "../escalation/policy.ts";
import type { PolicyName } from "../escalation/policy-names.ts";
import type { Row } from "../forms/rows.ts";
import type { TaskState } from "../tasks/task-states.ts";
import type { Cadence, LocalDate, Role, Text, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";

/** A procedure consists of steps; a step of a case is a task. All of it is data, shared by pages, command line and workflows. */
export interface Procedure {
  /** Type of the case workflow, by row where rows differ; absent: the case has only tasks, which the rounds pursue. */
  workflow?: string | Readonly<Record<string, string>>;
  /**
   * Its workflow acts by the calendar before anybody has answered the first tasks (a weekly check, a day without an approval), or requests all tasks
   * itself: it starts with the case. @default the workflow of a planned case starts when a task of it settles
   */
  beginsAtOnce?: true;
  /** One line is enough to start it; others require days or people, or have a form of their own. */
  askedInALine?: true;
  /** The days of its tasks are statutory, whatever the row: nobody extends them. */
  statutory?: true;
  /** Another person's verdict is required even in an organization of one person. A kind with a verifier requires one anyway. */
  needsVerdict?: true;
  steps: Readonly<Record<string, Step>>;
  /**
   * Steps whose tasks are inserted with the case, in their order; none, if the workflow requests all tasks itself. A step whose `duty` does not apply
   * to the organization is skipped.
   */
  opens(start: Start): readonly string[];
  /** Phases in the order of display; a function of duty and requested steps, if not every case has them all. @default the order of `steps` */
  phases?: readonly string[] | ((duty: Duty, asked: readonly string[]) => readonly string[]);
  /** The duty whose case an event starts, where one case serves several rows; null or absent: each row has a case of its own. */
  leads?(start: RaisedEvent): string | null;
  /** Its running cases react to its events (or to these of them), which start none. */
  listens?: true | readonly EventName[];
  /** Policy of the case's tasks, if the case decides it (a finding's severity). A step with a policy of its own keeps it. */
  policy?(facts: Facts): PolicyName | undefined;
  /** Due instant of a planned case's first task, with its facts. @default the end of the period */
  firstTerm?(
    opensAt: Date,
    endsAt: Date,
    zone: Zone,
    calendar: Calendar,
    /** End of the period; an organization may be asked earlier. */
    until: Date,
  ): { dueAt: Date; facts: Record<string, unknown> };
  /** Events raised when the case is settled, by its outcome. */
  raises?: Readonly<Record<string, EventName>>;
}

/** How a case is started. */
export interface Start {
  duty: Duty;
  /** Null: its period began, or a person started it by its duty. */
  event: EventName | null;
  facts: Facts;
}

/** An event, as a kind sees it. */
export interface RaisedEvent {
  event: EventName;
  organization: Profile;
  /** Duty of the case from which it came; null: none. */
  source: string | null;
}

/** A step of a procedure: words, form, doer and verifier. */
export interface Step {
  /** Title; absent: the duty's own. */
  title?: Text;
  /** The form; absent: the duty's. */
  fields?: readonly FormField[];
  /** Row to which the task belongs, the first of several that applies; if none does, the step is left out. @default the case's */
  duty?: string | readonly string[];
  /** Row that requests the same: where it applies, this step is skipped. */
  unless?: string;
  /** Roles of the doer; absent: the duty's. */
  roles?: readonly Role[];
  /** Role that verifies a submission; absent: a submission settles it. */
  verifier?: Role;
  /** In an organization of one person, a statutory duty requires another's verdict on this step. @default on every step */
  needsVerdict?: true;
  /**
   * Its policy, or a function of the case's facts; absent: the case's, otherwise the duty's. A step of `each` uses it only if several people are
   * asked; for a single person it is the duty's.
   */
  policy?: PolicyName | ((facts: Facts) => PolicyName);
  /** Term if nothing else sets the due instant; absent: the policy's. */
  term?: Offset;
  /** Due day, counted from a day in the case's facts; it moves with that day. */
  due?: DueRule;
  /** A day that its term does not exceed, if still to come. */
  latest?: DueRule;
  /** The latest due day of its verdict, if the verifier's policy would allow longer. */
  verdictBy?: DueRule;
  /** Steps (keys of tasks) of the same case that must settle first: its ladder and its term begin then. */
  after?: readonly string[];
  /** A step of many people: each has a task of their own, and this one covers them (it closes itself when all have finished). */
  each?: Each;
  /**
   * It is one person's own: each of many, or the person whom the case is about. Nobody else can do it, and it is cancelled when they leave. Implied
   * by `each`.
   */
  own?: true;
  /** Rows of its matrices, as of its opening. */
  rows?: Rows;
  /** The version that the task asks to read: the one that the case is about, otherwise the newest. */
  reads?: Artefact;
  /** Conditions without which a submission is refused. */
  gate?: readonly Condition[];
  /** Event raised when it is done, or a function of the submission; a waived step raises none. */
  raises?: EventName | ((result: Facts) => EventName | undefined);
  /** Days of the submission that become facts of the case: name of the fact, and of the field. Steps that are `due` by the fact follow. */
  keeps?: Readonly<Record<string, string>>;
  /** Whether its submission makes the rest of the case unnecessary: all open tasks are cancelled. */
  ends?(submission: Readonly<Record<string, unknown>>): boolean;
  /** Each line of a field names a role holder, who is added to the case's register (`people` in its facts). */
  enlists?: Enlisting;
  /** The case that is opened once when it is done, as a child: a campaign that begins is disclosed. */
  starts?: CaseOpening;
  /** Who is notified of a submission at once, and why: something happened that should not have. Null: nobody. */
  alerts?(submission: Facts): Alert | null;
  /** When it is done, the disclosure requested with it is published; name of the field with the accompanying statement. */
  publishes?: string;
  /** The artefact of which the submission becomes a dated version when it is done. */
  version?: Artefact;
  /** It recurs with this cadence while the case runs (`requestRecurringStep`). */
  cadence?: Cadence;
  /** Name of the field whose answer is sent to the requester at once. */
  tells?: string;
  /** A live list for the reader: every duty of the period, everything overdue, or the opinions of the period. */
  rollUp?: RollUp;
}

export type RollUp = "period" | "overdue" | "raised";

export interface Enlisting {
  /** Name of the field, a list. */
  field: string;
  role: Role;
}

export interface CaseOpening {
  /** Row of the catalogue. */
  duty: string;
  /** Facts of the new case. @param today in the organization's zone */
  facts(opened: { facts: Facts; subject: string; today: LocalDate }): Facts;
}

export interface Alert {
  audiences: readonly Audience[];
  reason: string;
}

export interface Each {
  /** Step of the person's own task. */
  step: string;
  /** Everybody who holds one of these roles when it opens. */
  roles: readonly Role[];
  /** Percentage that must have finished. @default 100 */
  share?: number;
}

/** Rows: the organization's people in these roles, its sites, the stock of the hazard pack, or a list of the catalogue. */
export type Rows =
  | {
      people: readonly Role[];
      /** A random sample of this percentage, but at least this many (domain/forms/sample.ts). */
      sample?: { share: number; least: number };
    }
  | "sites"
  | "stock"
  | readonly Row[];
/** What organizations keep dated versions of. */
export const artefacts = ["plan", "contacts", "rules", "agreement"] as const;
export type Artefact = (typeof artefacts)[number];

/** A named condition of a gate. */
export interface Condition {
  name: string;
  /** What is missing, in the words for the person who tried; what is too early, and by how much. */
  text: Text | ((view: CaseView) => Text);
  holds(view: CaseView): boolean;
}

/** A case as the conditions of gates see it. */
export interface CaseView {
  facts: Facts;
  /** Tasks by key. */
  tasks: ReadonlyMap<string, TaskGlance>;
  /** The submission to be checked. */
  submission: Readonly<Record<string, unknown>>;
  /** Facts of its task; absent: no task. */
  task?: Facts;
  now: Date;
  zone: Zone;
  /** Today in that zone. */
  today: string;
  qualified: boolean;
  /** Number of the newest version of each artefact. */
  versions?: Readonly<Partial<Record<Artefact, number>>>;
}

export interface TaskGlance {
  step: string;
  state: TaskState;
  result: Readonly<Record<string, unknown>>;
}

/** What an unmet condition lacks. */
export const missingText = ({ text }: Condition, view: CaseView): Text =>
  typeof text === "function" ? text(view) : text;

/** Whether the step was done: closed or accepted, not waived or cancelled. */
export const isDone = (view: CaseView, key: string): boolean => {
  const state = view.tasks.get(key)?.state;
  return state === "closed" || state === "accepted";
};
