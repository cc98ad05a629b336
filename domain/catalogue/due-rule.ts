export type Facts = Readonly<Record<string, unknown>>;

/** `days` before (negative) or after a day in the case's or the task's facts (YYYY-MM-DD); `months` likewise. */
export interface DueRule {
  fact: string;
  /** Fact that stands for it while it is not known: the planned end for the real one. */
  or?: string;
  days?: number;
  months?: number;
  /** To which workday a day that is none moves. */
  roll: "back" | "forward" | "none";
  /** Wall time of that day. @default "18:00" */
  at?: string;
  /** The statutory deadline that gives the figure: its source and status are shown beside the day. */
  deadline?: string;
}
