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
  /** Reason, or a message to the doer. */
  reason?: string;
  /** New due instant, requested or granted, or set by a return or move; for a task with a beginning, that beginning. */
  until?: Date;
  /** In a move: another place, if the event has one. */
  place?: string;
  /** Id of the person to whom it is reassigned, or who is named. */
  to?: string;
  /** Content of a progress report. */
  outlook?: Outlook;
  /** How often progress reports are requested. */
  every?: ReportCadence;
  /** The batch to which the act belongs: its messages wait until the batch is finished, so that each reader is sent one. */
  batch?: { id: string; tellAt: Date };
  submission?: { values: RawSubmission; files: readonly SubmittedFile[] };
}
