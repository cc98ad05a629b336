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

export interface PlannerRef {
  shard: number;
}

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
  state: "closed" | "accepted" | "waived" | "cancelled";
  /** Epoch milliseconds. */
  settledAt: number;
  /** End of the day that a submission named (`date` in its form), epoch milliseconds. */
  date: number | null;
  /** Findings that a submission named. */
  findings: number;
}

/** What a campaign's disclosures wait for. */
export interface DisclosureState {
  /** Disclosures that have been asked for and are not published. */
  open: number;
  /** Epoch milliseconds at which the next is to be asked for; null: none comes any more. */
  nextAt: number | null;
}
