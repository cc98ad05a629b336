import { addressFor } from "../domain/channels/index.ts";
import { filterIn } from "../domain/desk/filter.ts";
import { isWeeklyDay, mayBeWeeklyDay, viewTitles, weeklyAt } from "../domain/desk/saved-view.ts";
import { instantWords } from "../domain/messages/instant-words.ts";
import { writing } from "../domain/messages/languages/writing.ts";
import type { Note } from "../domain/messages/message.ts";
import { taskTitle } from "../domain/messages/task-title.ts";
import { hasLeft } from "../domain/roster/held.ts";
import { termBegan } from "../domain/tasks/term.ts";
import type { LanguageCode } from "../domain/terms.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import { textIn } from "../domain/words.ts";
import { insertDirectMessage } from "../records/messages/direct-messages.ts";
import { nudgeCouriers } from "../records/nudges.ts";
import { peopleById } from "../records/roster/people.ts";
import { anyWeekly, endingPath, findSavedView, takeWeekly } from "../records/saved-views.ts";
import { zoneOfMost } from "../records/views/listings.ts";
import { organizationsOverseen } from "../records/views/overseen.ts";
import { viewTable } from "../records/views/view-table.ts";
import type { Deps } from "./deps.ts";

/** Maximum number of rows in a mail; the others are counted. */
const most = 8;

/** Writes the weekly mails of saved views on a Monday, each once, however many planners call this. @returns number of mails */
export async function writeWeekly({ db }: Pick<Deps, "db">, now: Date): Promise<number> {
  // The city's zone is computed from all organizations; therefore only on a possible day, and if anybody has a weekly mail.
  if (!mayBeWeeklyDay(now) || !(await anyWeekly(db))) return 0;
  const zone = await zoneOfMost(db);
  const today = dateIn(now, zone);
  const notAfter = instantAt(today, weeklyAt.until, zone);
  if (!isWeeklyDay(today) || now >= notAfter) return 0;
  const from = instantAt(today, weeklyAt.from, zone);
  return db.$transaction(async (tx) => {
    const views = await takeWeekly(tx, today);
    const people = new Map(
      (await peopleById(tx, [...new Set(views.flatMap(({ personId }) => personId ?? []))])).map((one) => [one.id, one]),
    );
    let written = 0;
    const couriers: { shard: number; at: Date }[] = [];
    for (const { id, personId } of views) {
      const person = people.get(personId ?? "");
      const address = person && !hasLeft(person, now) ? addressFor(person, "email") : null;
      if (!person || !address) continue;
      const { name, language } = person;
      const about = { kind: "view" as const, channel: "email" as const, address, name, language };
      const message = { ...about, subjectId: `${id} ${today}`, sendAt: now > from ? now : from, notAfter };
      couriers.push(...(await insertDirectMessage(tx, message, now)));
      written += 1;
    }
    await nudgeCouriers(tx, couriers, now);
    return written;
  });
}

/**
 * Content of a saved view for its owner at this moment. @returns null: it was deleted, its mail was ended, or its owner no longer oversees anything
 */
export async function viewNote(
  { db, sender, publicUrl, secretKey }: Pick<Deps, "db" | "sender" | "publicUrl" | "secretKey">,
  { subjectId, name, language }: { subjectId: string; name: string; language: LanguageCode },
  now: Date,
): Promise<(Extract<Note, { kind: "view" }> & { readerId: string }) | null> {
  const view = await findSavedView(db, subjectId.split(" ")[0] ?? "");
  if (!view?.weekly || view.personId === null) return null;
  const organizationIds = await organizationsOverseen(db, view.personId, now);
  if (organizationIds.length === 0) return null;
  const { table, rows, counts, asked } = await viewTable(db, filterIn(view.query), organizationIds, now, most);
  const { colon, phrase, either } = writing[language];
  // Tasks that the system set aside are for the administrator; a reader is shown them only in a view of these alone.
  const shown = asked.length === 1 ? asked : asked.filter((one) => one !== "aside");
  return {
    ...{ kind: "view", name, readerId: view.personId, view: view.name, sender },
    count: counts[table],
    done: shown.map((one) => `${textIn(viewTitles[one], language)}${colon}${counts[one]}`),
    waits: rows.map((row) => {
      const due = row.state === "submitted" ? row.climbDueAt : row.askedDue;
      const day = instantWords(due, row.zone, language, now);
      const what = `${row.organization}${colon}${taskTitle(row, language)}`;
      return phrase([what, ...(termBegan(row) ? [either(`${day}截止`, `due ${day}`)] : [])]);
    }),
    more: counts[table] - rows.length,
    link: `${publicUrl}/board?${view.query}`,
    end: `${publicUrl}${endingPath(secretKey, view.id)}`,
  };
}
