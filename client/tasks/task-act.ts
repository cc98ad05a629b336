import type { RawSubmission } from "../../domain/forms/raw-submission.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import type { Outlook, ReportCadence } from "../../domain/tasks/outlook.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import type { Actor } from "../context.ts";

/** One verb on one task, as the actor requests it. */
export interface TaskAct {
  taskId: string;
  verb: Verb;
  actor: Actor;
  /** Why, or a word to the doer. */
  reason?: string;
  /** New due instant: asked, granted, of a return or a move; of what has a beginning, when it begins. */
  until?: Date;
  /** Of a move: another place, where what is moved has one. */
  place?: string;
  /** Person's id: passed on to, or named. */
  to?: string;
  /** Of a report: how it looks. */
  outlook?: Outlook;
  /** How often reports are requested. */
  every?: ReportCadence;
  /** The act on many of which it is one: until that is through, its messages wait, so that each reader is sent one. */
  batch?: { id: string; tellAt: Date };
  submission?: { values: RawSubmission; files: readonly SubmittedFile[] };
}
