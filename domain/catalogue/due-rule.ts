export type Facts = Readonly<Record<string, unknown>>;

/** A due day: `days` before (negative) or after a day in the facts of the case or task (YYYY-MM-DD); `months` likewise. */
export interface DueRule {
  fact: string;
  /** Fact used as long as the first one is unknown: the planned end instead of the actual one. */
  or?: string;
  days?: number;
  months?: number;
  /** In which direction a day off moves to a workday. */
  roll: "back" | "forward" | "none";
  /** Time of day. @default "18:00" */
  at?: string;
  /** The statutory deadline that gives the number of days; its source and status are shown with the day. */
  deadline?: string;
}
