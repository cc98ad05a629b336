import { keptQuery, longestName, mostViews } from "../../domain/desk/saved-view.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { newId } from "../../records/rows.ts";
import {
  deleteSavedView,
  findSavedView,
  putSavedView,
  type SavedView,
  savedViewsOf,
  setWeekly,
} from "../../records/saved-views.ts";
import type { ActContext } from "../context.ts";

type Owner = SavedView["personId"];

/**
 * Keeps a filter of the board under a name; the same name again is the new filter.
 * @param personId whose it is; null: of the administrators, who are sent nothing
 * @throws {BadInputError} no name, or a filter that asks for nothing · {RefusedError} there are too many
 */
export async function saveView(
  { db, now }: Pick<ActContext, "db" | "now">,
  { personId, name, query, weekly }: { personId: Owner; name: string; query: string; weekly: boolean },
): Promise<void> {
  const named = name.trim().replace(/\s+/gu, " ");
  const kept = keptQuery(query);
  if (named.length === 0 || named.length > longestName)
    throw new BadInputError(
      unusable("name", named.slice(0, longestName), expected("some-characters", { most: longestName })),
    );
  if (kept === null) throw new BadInputError(cause("view-shows-all"));
  await db.$transaction(async (tx) => {
    const known = await savedViewsOf(tx, personId);
    if (known.length >= mostViews && !known.some((one) => one.name === named))
      throw new RefusedError(cause("too-many-views", { most: mostViews }));
    const view = { id: newId(), personId, name: named, query: kept, weekly: weekly && personId !== null };
    await putSavedView(tx, view, now());
  });
}

/** Whether what it shows comes by mail each week. What is not the owner's is not changed. */
export async function mailWeekly(
  { db }: Pick<ActContext, "db">,
  of: { id: string; personId: Owner },
  weekly: boolean,
): Promise<{ changed: boolean }> {
  return { changed: of.personId !== null && (await setWeekly(db, of, weekly)) };
}

export async function removeView(
  { db }: Pick<ActContext, "db">,
  of: { id: string; personId: Owner },
): Promise<{ changed: boolean }> {
  return { changed: await deleteSavedView(db, of) };
}

/** By the link in a mail, which is its reader's: the mail of a week ends. @returns the view, if there is one */
export async function endWeekly({ db }: Pick<ActContext, "db">, id: string): Promise<SavedView | null> {
  const view = await findSavedView(db, id);
  if (view) await setWeekly(db, view, false);
  return view;
}
