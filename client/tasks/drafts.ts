import { longestDraft } from "../../domain/forms/draft.ts";
import { dropDrafts, writeDrafts } from "../../records/tasks/drafts.ts";
import type { ActContext } from "../context.ts";

/** Stores drafts of tasks; an excessively long text is not stored. */
export async function keepDrafts(
  context: ActContext,
  personId: string,
  drafts: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<void> {
  const kept = new Map([...drafts].filter(([, values]) => JSON.stringify(values).length <= longestDraft));
  await context.db.$transaction((tx) => writeDrafts(tx, personId, kept, context.now()));
}

/** Deletes the drafts of a submitted task. */
export async function dropDraft(context: ActContext, taskId: string): Promise<void> {
  await context.db.$transaction((tx) => dropDrafts(tx, taskId));
}
