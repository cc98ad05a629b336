import { longestDraft } from "../../domain/forms/draft.ts";
import { dropDrafts, writeDrafts } from "../../records/tasks/drafts.ts";
import type { ActContext } from "../context.ts";

/** Keeps what somebody has typed of tasks and not handed in; a text beyond all measure is not kept. */
export async function keepDrafts(
  context: ActContext,
  personId: string,
  drafts: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<void> {
  const kept = new Map([...drafts].filter(([, values]) => JSON.stringify(values).length <= longestDraft));
  await context.db.$transaction((tx) => writeDrafts(tx, personId, kept, context.now()));
}

/** What was handed in is no draft any more. */
export async function dropDraft(context: ActContext, taskId: string): Promise<void> {
  await context.db.$transaction((tx) => dropDrafts(tx, taskId));
}
