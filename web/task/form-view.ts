import type { ActContext } from "../../client/context.ts";
import { type FilledIn, filledInOfAll } from "../../client/tasks/filled-in.ts";
import { loadTaskContexts, type TaskContext } from "../../client/tasks/task-context.ts";
import { type Bounds, boundsOf } from "../../domain/tasks/own-work.ts";
import { offered } from "../../domain/tasks/permitted.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { findTasks } from "../../records/tasks/tasks.ts";
import type { Colleague } from "../../records/views/pages.ts";
import type { Proof } from "../person/code-page.ts";

/** How a task was opened: by a personal link, or from the board. */
export interface TaskAccess {
  /** Null: the administrator of the installation. */
  personId: string | null;
  /** Path of the page and of its forms. */
  path: string;
  /** Token of its forms. */
  token: string;
  /** Proof of identity for verbs that require it; absent: given already. */
  proof?: Proof;
  language: LanguageCode;
}

/** A task and its reader: what is needed to perform their acts. */
export interface ActingView extends TaskContext {
  access: TaskAccess;
  now: Date;
  bounds: Bounds;
}

/** What the form of a task needs in addition. */
export interface FormView extends ActingView {
  /** People of its organization to whom it may be reassigned; empty on a sheet. */
  colleagues: readonly Colleague[];
  /** Initial values of the form. */
  filledIn: FilledIn;
}

/** Forms of the tasks that a person may submit, in the order of their ids, read with a few statements. */
export async function formsOf(
  context: ActContext,
  taskIds: readonly string[],
  access: TaskAccess & { personId: string },
): Promise<FormView[]> {
  const { db, calendar } = context;
  const now = context.now();
  const { personId } = access;
  const tasks = await findTasks(db, taskIds);
  const ordered = taskIds.flatMap((id) => tasks.get(id) ?? []);
  const open = (await loadTaskContexts(db, ordered, calendar, now)).flatMap((one) => {
    const { task, holders, organization } = one;
    const bounds = boundsOf(task, personId, holders, now, { zone: organization.zone, calendar });
    const verbs = offered(task, relationshipOf(task, personId, holders), personId, bounds);
    return verbs.includes("submit") ? [{ ...one, bounds }] : [];
  });
  const filled = await filledInOfAll(db, open, personId);
  return open.flatMap((one) => {
    const filledIn = filled.get(one.task.id);
    return filledIn ? [{ ...one, access, now, colleagues: [], filledIn }] : [];
  });
}
