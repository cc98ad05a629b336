/**
 * open → acknowledged → submitted → accepted | returned → …; closed is what nobody has to verify. With its case a task may end as
 * missed (an answer is still taken, for the record: belated), superseded or credited.
 */
export const taskStates = [
  "open",
  "acknowledged",
  "submitted",
  "returned",
  "accepted",
  "closed",
  "waived",
  "cancelled",
  "missed",
  "belated",
  "superseded",
  "credited",
] as const;

export type TaskState = (typeof taskStates)[number];

/** States in which the doer is waited for. */
export const doing: readonly TaskState[] = ["open", "acknowledged", "returned"];

/** States in which somebody is waited for. */
export const waiting: readonly TaskState[] = [...doing, "submitted"];

export const isSettled = (state: TaskState): boolean => !waiting.includes(state);

/** Whether it was done by whoever was asked, in time or not; what another counts for was done there. */
export const isDone = (state: TaskState): boolean => state === "accepted" || state === "closed" || state === "credited";

/** How a case may end without being done or given up, and its open tasks with it. */
export const endings = ["missed", "superseded", "credited"] as const;
export type Ending = (typeof endings)[number];

/** States in which an answer is taken: while the doer is waited for, and of what was missed once, for the record. */
export const answerable: readonly TaskState[] = [...doing, "missed"];

export const verbs = [
  "acknowledge",
  "submit",
  "accept",
  "return",
  "ask-extension",
  "grant-extension",
  "refuse-extension",
  "delegate",
  "report",
  "ask-reports",
  "not-mine",
  "reassign",
  "take-on",
  "press",
  "waive",
  "move",
  "cancel",
] as const;

export type Verb = (typeof verbs)[number];

/** Standing of the one who acts towards this task; an administrator has all of them but never verifies. */
export type TaskRelationship = "doer" | "verifier" | "supervisor" | "administrator" | "system";
