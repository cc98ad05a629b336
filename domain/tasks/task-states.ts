/**
 * open → acknowledged → submitted → accepted | returned → …; closed: done without a verifier. With its case a task may end as missed (a late answer
 * is still recorded: belated), superseded or credited.
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

/** States in which it waits for the doer. */
export const doing: readonly TaskState[] = ["open", "acknowledged", "returned"];

/** States in which it waits for somebody. */
export const waiting: readonly TaskState[] = [...doing, "submitted"];

export const isSettled = (state: TaskState): boolean => !waiting.includes(state);

/** Whether it was done by its doers, on time or not; a credited task was done elsewhere. */
export const isDone = (state: TaskState): boolean => state === "accepted" || state === "closed" || state === "credited";

/** Ends of a case, and of its open tasks, other than done or cancelled. */
export const endings = ["missed", "superseded", "credited"] as const;
export type Ending = (typeof endings)[number];

/** States in which a submission is accepted: while it waits for the doer, and once after it was missed, for the record. */
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

/** Relationship of the actor to a task; an administrator has all of them, but never verifies. */
export type TaskRelationship = "doer" | "verifier" | "supervisor" | "administrator" | "system";
