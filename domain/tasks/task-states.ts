/** open → acknowledged → submitted → accepted | returned → …; closed is what nobody has to verify. */
export const taskStates = [
  "open",
  "acknowledged",
  "submitted",
  "returned",
  "accepted",
  "closed",
  "waived",
  "cancelled",
] as const;

export type TaskState = (typeof taskStates)[number];

/** States in which the doer is waited for. */
export const doing: readonly TaskState[] = ["open", "acknowledged", "returned"];

/** States in which somebody is waited for. */
export const waiting: readonly TaskState[] = [...doing, "submitted"];

export const isSettled = (state: TaskState): boolean => !waiting.includes(state);

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
