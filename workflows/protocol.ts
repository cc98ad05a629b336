/** Data exchanged between workflows, activities and those who start them: ids and instants, never personal data. */

/** Wakes a workflow, whatever it waits for. */
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

/** `cancelled`: cancelled from outside, while its workflow runs. */
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
  /** Days in its facts (`startsOn`): the end of each (18:00 local time), epoch milliseconds. */
  dates: Readonly<Record<string, number>>;
  /** Coded values in its facts: `severity`, `emergency` … */
  choices: Readonly<Record<string, string | boolean>>;
  /** Whole numbers in its facts, such as the number of a round. */
  counts: Readonly<Record<string, number>>;
}

/** A step that a case workflow requests. */
export interface StepRequest {
  caseId: string;
  /** Names the step, which defines text, form, doer and ladder (domain/procedures/steps.ts). */
  step: string;
  /** Idempotency key, unique in the case. @default the step */
  key?: string;
  /** Epoch milliseconds; absent: the term of the step or its policy. */
  dueAt?: number;
}

/** Outcome of the task of a step. */
export interface StepResult {
  taskId: string;
  /** passed: the step's row does not apply to the organization. */
  state: "closed" | "accepted" | "waived" | "cancelled" | "passed";
  /** Epoch milliseconds. */
  settledAt: number;
  /** End of the day in the field `date` of the submission, epoch milliseconds. */
  date: number | null;
  /** Number of findings in the submission. */
  findings: number;
  /** Days in the submission, by field: epoch milliseconds (18:00 local time). */
  dates: Readonly<Record<string, number>>;
  /** Choices in the submission, by field. */
  choices: Readonly<Record<string, string>>;
}

/** State of a requested step; `result` is null while its task is open. */
export interface StepState {
  caseState: CaseState;
  result: StepResult | null;
}

/** State of a campaign's disclosures. */
export interface DisclosureState {
  caseState: CaseState;
  /** Number of disclosures that have been requested and are not published. */
  open: number;
  /** When to request the next one, epoch milliseconds; null: no more are to come. */
  nextAt: number | null;
}

/** Number of unsettled tasks of a case, or of unsettled rectifications of its findings. */
export interface OpenCount {
  caseState: CaseState;
  open: number;
}

/** State of a recurring step. */
export interface RecurringState {
  caseState: CaseState;
  /** Number of its tasks that are not settled. */
  open: number;
  /** When to request the next one, epoch milliseconds; null: no more are to come. */
  nextAt: number | null;
}
