import type { Profile } from "../catalogue/applies.ts";
import type { DueRule, Facts } from "../catalogue/due-rule.ts";
import type { Duty, EventName, FormField } from "../catalogue/duty.ts";
import type { Audience, Offset } from "../escalation/policy.ts";
import type { PolicyName } from "../escalation/policy-names.ts";
import type { Row } from "../forms/rows.ts";
import type { TaskState } from "../tasks/task-states.ts";
import type { Cadence, LocalDate, Role, Text, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";

/** A procedure is made of steps; a step of a case is a task. All of it is data that the page, the command line and the workflows share. */
export interface Procedure {
  /** Type of the case workflow, by row where rows go ways of their own; absent: its tasks are all there is, and the rounds pursue them. */
  workflow?: string | Readonly<Record<string, string>>;
  /**
   * Its workflow does something by the calendar while nobody has answered its first tasks (a weekly check, a day that comes without an
   * approval), or asks for all of them itself: it begins with the case. @default that of a planned case begins when a task of it settles
   */
  beginsAtOnce?: true;
  /** A line says all that there is to say of why it is asked for; the others begin with days or people, or are raised by a form of their own. */
  askedInALine?: true;
  /** A law gives the days of its tasks, whatever the row: nobody extends them. */
  statutory?: true;
  /** Another's verdict is needed even where one person is the whole organization. A kind with a verifier has one anyway. */
  needsVerdict?: true;
  steps: Readonly<Record<string, Step>>;
  /**
   * Steps whose tasks are inserted with the case, in their order; a workflow that asks for all of its tasks itself opens none.
   * A step whose `duty` does not apply to the organization is passed over.
   */
  opens(start: Start): readonly string[];
  /**
   * Phases in their order, as the page, the board and `case show` tell them; where not every case has them all, by its duty and the
   * steps that were asked for. @default the order of `steps`
   */
  phases?: readonly string[] | ((duty: Duty, asked: readonly string[]) => readonly string[]);
  /** The duty whose case an event opens where one case serves several rows; null or absent: each row has a case of its own. */
  leads?(start: RaisedEvent): string | null;
  /** Its running cases answer to its events (or to these of them), which start none. */
  listens?: true | readonly EventName[];
  /** Ladder of the case's tasks where the case decides it (a finding's severity). A step that has its own keeps it. */
  policy?(facts: Facts): PolicyName | undefined;
  /** Term of the first task of a planned case, and the facts that go with it. @default the end of the period */
  firstTerm?(
    opensAt: Date,
    endsAt: Date,
    zone: Zone,
    calendar: Calendar,
    /** End of the period, of which an organization may be asked earlier. */
    until: Date,
  ): { dueAt: Date; facts: Record<string, unknown> };
  /** Events raised when the case is settled, by its outcome. */
  raises?: Readonly<Record<string, EventName>>;
}

/** What a case is started with. */
export interface Start {
  duty: Duty;
  /** Null: its period has come, or somebody started it by its duty. */
  event: EventName | null;
  facts: Facts;
}

/** An event, seen by a kind. */
export interface RaisedEvent {
  event: EventName;
  organization: Profile;
  /** Duty of the case it came out of; null: none. */
  source: string | null;
}

/** A step of a procedure: its words, its form, who does it and who verifies it. */
export interface Step {
  /** What is to be done; absent: the duty's own title. */
  title?: Text;
  /** The form; absent: the duty's evidence. */
  fields?: readonly FormField[];
  /** Row of the catalogue whose task it is, the first of several that applies; where none does it is left out. @default the case's */
  duty?: string | readonly string[];
  /** Row of the catalogue that asks the same where it applies: this step is passed over there. */
  unless?: string;
  /** Absent: the duty's roles. */
  roles?: readonly Role[];
  /** Role that verifies a submission; absent: a submission settles it. */
  verifier?: Role;
  /** Where a law asks for the duty and one person is the whole organization, this step needs another's verdict. @default every step does */
  needsVerdict?: true;
  /**
   * Its ladder, or how the case's facts decide it; absent: the case's, else the duty's policy. A step of `each` has it only where
   * others are asked with it: asked of one alone, it climbs as the duty does.
   */
  policy?: PolicyName | ((facts: Facts) => PolicyName);
  /** Term when nothing else gives the due instant; absent: the policy's. */
  term?: Offset;
  /** By when, counted from a day in the case's facts; it moves with that day. */
  due?: DueRule;
  /** A day, still to come, that its term does not go beyond. */
  latest?: DueRule;
  /** By when at the latest its verifier is waited for, where their policy would leave them longer. */
  verdictBy?: DueRule;
  /** Steps (keys of tasks) of the same case that must settle first: its ladder starts then, and its term counts from then. */
  after?: readonly string[];
  /** It is a matter of many: each of them has a task of their own, and this one covers them (it closes itself when all have). */
  each?: Each;
  /**
   * It is one person's own: of each of many, or of whom the case is about. Nobody does it in their place, and it is given up when
   * they leave. A step of `each` is so of itself.
   */
  own?: true;
  /** Rows of its matrices, as they are when it is opened. */
  rows?: Rows;
  /** Who reads the task is shown this: the version that the case is about, else the newest. */
  reads?: Artefact;
  /** Conditions without which a submission is refused. */
  gate?: readonly Condition[];
  /** The event that its being done raises, or what of the submission decides it; a waived step raises none. */
  raises?: EventName | ((result: Facts) => EventName | undefined);
  /** Days that it asks for and the case goes by from then on: name of the fact, and of the field. What is `due` by that fact follows. */
  keeps?: Readonly<Record<string, string>>;
  /** What its being done makes needless: all that is still open of its case is given up. */
  ends?(submission: Readonly<Record<string, unknown>>): boolean;
  /** Each line of a field of its form names somebody who holds the role; they are put on the case's register (`people` in its facts). */
  enlists?: Enlisting;
  /** The case that its being done opens, once, as one that comes out of its own: a campaign that begins is disclosed. */
  starts?: CaseOpening;
  /** Whom a submission is told to at once, and why: something that should not have happened did. Null: nobody. */
  alerts?(submission: Facts): Alert | null;
  /** Its being done publishes the disclosure that was asked for with it; name of the field whose words stand with the figures. */
  publishes?: string;
  /** What a submission makes a dated version of, when it is done. */
  version?: Artefact;
  /** It comes again so often while the case runs (`requestRecurringStep`). */
  cadence?: Cadence;
  /** Name of the field whose answer is told at once to whoever asked for the case. */
  tells?: string;
  /** The reader is shown, live, what the organization owes: every duty of the period, or all that is overdue; or what was raised in it. */
  rollUp?: RollUp;
}

export type RollUp = "period" | "overdue" | "raised";

export interface Enlisting {
  /** Name of the field, a list. */
  field: string;
  role: Role;
}

export interface CaseOpening {
  /** Row of the catalogue whose case it is. */
  duty: string;
  /** @param today in the organization's zone */
  facts(opened: { facts: Facts; subject: string; today: LocalDate }): Facts;
}

export interface Alert {
  audiences: readonly Audience[];
  reason: string;
}

export interface Each {
  /** Step of the person's own task. */
  step: string;
  /** Everyone who holds one of these roles when it is opened. */
  roles: readonly Role[];
  /** Percent that must have done it. @default 100 */
  share?: number;
}

/** The organization's people in these roles, its sites, what the pack of a hazard has in stock, or a list of the catalogue. */
export type Rows =
  | {
      people: readonly Role[];
      /** So many percent of them, and this many at least, are drawn by lot (domain/forms/sample.ts). */
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
  /** What is missing while it does not hold, as the one who asked is told; what is too early, and by how much. */
  text: Text | ((view: CaseView) => Text);
  holds(view: CaseView): boolean;
}

/** A case as a gate sees it. */
export interface CaseView {
  facts: Facts;
  /** By key. */
  tasks: ReadonlyMap<string, TaskGlance>;
  /** The submission that asks to pass. */
  submission: Readonly<Record<string, unknown>>;
  /** Facts of the task that it is a submission of; absent: of none. */
  task?: Facts;
  now: Date;
  zone: Zone;
  /** Today in that zone. */
  today: string;
  qualified: boolean;
  /** Number of the newest version of what is kept. */
  versions?: Readonly<Partial<Record<Artefact, number>>>;
}

export interface TaskGlance {
  step: string;
  state: TaskState;
  result: Readonly<Record<string, unknown>>;
}

/** What a condition that does not hold lacks. */
export const missingText = ({ text }: Condition, view: CaseView): Text =>
  typeof text === "function" ? text(view) : text;

/** The step was done: closed or accepted, not waived or given up. */
export const isDone = (view: CaseView, key: string): boolean => {
  const state = view.tasks.get(key)?.state;
  return state === "closed" || state === "accepted";
};
