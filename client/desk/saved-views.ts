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
 * Saves a filter of the board under a name; replaces the owner's view of that name.
 * @param personId owner; null: the administrators, who are sent no mail
 * @throws {BadInputError} no name, or an empty filter · {RefusedError} too many views
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

/** Switches the weekly mail of a view. Views of other owners are not changed. */
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

/** Ends a view's weekly mail by the link in it. @returns the view; null: there is none */
export async function endWeekly({ db }: Pick<ActContext, "db">, id: string): Promise<SavedView | null> {
  const view = await findSavedView(db, id);
  if (view) await setWeekly(db, view, false);
  return view;
}
