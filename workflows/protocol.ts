/** What goes between workflows, activities and those who start them: ids and instants, never personal data. */

/** Wakes a workflow whatever it waits for. */
export const nudgeSignal = "nudge";

/** Search attributes of case workflows, all of type Keyword. */
export const searchAttributes = {
  DubanKind: "Keyword",
  DubanOrganization: "Keyword",
  DubanDuty: "Keyword",
  DubanState: "Keyword",
} as const;

export interface RoundRef {
  id: string;
  duty: string;
  shard: number;
}

export interface CourierRef {
  id: string;
  shard: number;
}

export interface ShardRef {
  shard: number;
}

export type PlannerRef = ShardRef;

export interface CaseRef {
  caseId: string;
}

/** A case as its workflow takes it up. */
export interface CaseFacts {
  caseId: string;
  organizationId: string;
  duty: string;
  kind: string;
  state: "open" | "done" | "cancelled";
  /** Epoch milliseconds. */
  openedAt: number;
  /** Due instant of the period, epoch milliseconds; null: none. */
  endsAt: number | null;
  parentId: string | null;
  /** Days in its facts (`startsOn`), the end of each (18:00 there), epoch milliseconds. */
  dates: Readonly<Record<string, number>>;
  /** Words of the program in its facts: `severity`, `emergency` … */
  choices: Readonly<Record<string, string | boolean>>;
  /** Whole numbers in its facts: which round of something it is. */
  counts: Readonly<Record<string, number>>;
}

export interface Question {
  caseId: string;
  /** Names the step's words, form, doer and ladder (domain/steps.ts). */
  step: string;
  /** Unique in the case: asking twice is asking once. @default the step */
  key?: string;
  /** Epoch milliseconds; absent: the term of the step or its policy. */
  dueAt?: number;
}

/** What became of a task. */
export interface Answer {
  taskId: string;
  /** passed: the row it is of does not apply to the organization. */
  state: "closed" | "accepted" | "waived" | "cancelled" | "passed";
  /** Epoch milliseconds. */
  settledAt: number;
  /** End of the day that a submission named (`date` in its form), epoch milliseconds. */
  date: number | null;
  /** Findings that a submission named. */
  findings: number;
  /** Days that the submission named, by ask, epoch milliseconds (18:00 there). */
  dates: Readonly<Record<string, number>>;
  /** What it chose, by ask. */
  choices: Readonly<Record<string, string>>;
}

/** What a campaign's disclosures wait for. */
export interface DisclosureState {
  /** Disclosures that have been asked for and are not published. */
  open: number;
  /** Epoch milliseconds at which the next is to be asked for; null: none comes any more. */
  nextAt: number | null;
}

/** What of a case is not settled. */
export interface OpenTasks {
  state: CaseFacts["state"];
  open: number;
}

/** What a step that comes again waits for. */
export interface EveryState {
  /** Its tasks that are not settled. */
  open: number;
  /** Epoch milliseconds at which the next is to be asked for; null: none comes any more. */
  nextAt: number | null;
}
