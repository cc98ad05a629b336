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

/** `cancelled`: from outside, while its workflow runs. */
export type CaseState = "open" | "done" | "cancelled";

/** A case as its workflow loads it. */
export interface CaseFacts {
  caseId: string;
  organizationId: string;
  duty: string;
  kind: string;
  state: CaseState;
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

/** A step that a case workflow requests. */
export interface StepRequest {
  caseId: string;
  /** Names the step's words, form, doer and ladder (domain/procedures/steps.ts). */
  step: string;
  /** Idempotency key, unique in the case. @default the step */
  key?: string;
  /** Epoch milliseconds; absent: the term of the step or its policy. */
  dueAt?: number;
}

/** What became of the task of a step. */
export interface StepResult {
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

/** A requested step as it stands; `result` is null while its task is open. */
export interface StepState {
  caseState: CaseState;
  result: StepResult | null;
}

/** What a campaign's disclosures wait for. */
export interface DisclosureState {
  caseState: CaseState;
  /** Disclosures that have been asked for and are not published. */
  open: number;
  /** Epoch milliseconds at which the next is to be asked for; null: none comes any more. */
  nextAt: number | null;
}

/** How many tasks of a case, or how many rectifications of its findings, are not settled. */
export interface OpenCount {
  caseState: CaseState;
  open: number;
}

/** What a recurring step waits for. */
export interface RecurringState {
  caseState: CaseState;
  /** Its tasks that are not settled. */
  open: number;
  /** Epoch milliseconds at which the next is to be asked for; null: none comes any more. */
  nextAt: number | null;
}
