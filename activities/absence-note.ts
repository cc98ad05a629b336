import { instantWords } from "../domain/messages/instant-words.ts";
import { writing } from "../domain/messages/languages/writing.ts";
import type { AbsenceNote, Note } from "../domain/messages/message.ts";
import { taskTitle } from "../domain/messages/task-title.ts";
import { groupFor } from "../domain/messages/waiting.ts";
import { hasPassed } from "../domain/tasks/lateness.ts";
import type { LanguageCode } from "../domain/terms.ts";
import { dateIn, dayEndingAt } from "../domain/time/zones.ts";
import { namesOf } from "../records/messages/stories.ts";
import { type AbsenceRow, doneMeanwhile, findAbsence } from "../records/roster/absences.ts";
import { holdersOf, organizationsById } from "../records/roster/holders.ts";
import { openTasksOf } from "../records/tasks/open-tasks.ts";
import type { Deps } from "./deps.ts";

/** Maximum number of open tasks listed in the mail; the others are counted. */
const most = 12;

/** Content of a mail about an absence, read when it is sent. @returns null: the absence no longer exists */
export async function absenceNote(
  { db, sender, publicUrl }: Pick<Deps, "db" | "sender" | "publicUrl">,
  {
    kind,
    subjectId,
    name,
    language,
  }: { kind: AbsenceNote["kind"]; subjectId: string; name: string; language: LanguageCode },
  now: Date,
): Promise<(AbsenceNote & { readerId: string }) | null> {
  const absence = await findAbsence(db, subjectId);
  const organization = absence && (await organizationsById(db, [absence.organizationId])).get(absence.organizationId);
  if (!absence || !organization || organization.closedAt) return null;
  const { zone } = organization;
  const readerId = kind === "back" ? absence.personId : absence.delegateId;
  const otherId = kind === "back" ? absence.delegateId : absence.personId;
  const waits = await waitingFor(db, absence, readerId, language, now);
  return {
    ...{ kind, name, readerId, organization: organization.name },
    other: (await namesOf(db, [otherId])).get(otherId) ?? "",
    from: dateIn(absence.from, zone),
    to: dayEndingAt(absence.until, zone),
    // The delegate may have been away as well: each line names the person who did it.
    done:
      kind === "back"
        ? (await doneMeanwhile(db, absence)).map((one) => writing[language].by(taskTitle(one, language), one.by))
        : [],
    waits: waits.slice(0, most),
    more: Math.max(0, waits.length - most),
    sender,
    link: `${publicUrl}/my`,
  };
}

/** Notifies the person who arranges for an absent person's work that the delegate has left. @returns null: there is no such absence any more */
export async function delegateGoneNote(
  { db, sender, publicUrl }: Pick<Deps, "db" | "sender" | "publicUrl">,
  { subjectId, name }: { subjectId: string; name: string },
): Promise<Extract<Note, { kind: "delegate-gone" }> | null> {
  const absence = await findAbsence(db, subjectId);
  const organization = absence && (await organizationsById(db, [absence.organizationId])).get(absence.organizationId);
  if (!absence || !organization || organization.closedAt) return null;
  const names = await namesOf(db, [absence.personId, absence.delegateId]);
  return {
    ...{ kind: "delegate-gone", name, organization: organization.name, sender, link: `${publicUrl}/my` },
    away: names.get(absence.personId) ?? "",
    delegate: names.get(absence.delegateId) ?? "",
  };
}

/** Open tasks of the reader in the organization, each with its day; for a delegate only those of the absent person. */
async function waitingFor(
  db: Deps["db"],
  { organizationId, personId }: AbsenceRow,
  readerId: string,
  language: LanguageCode,
  now: Date,
): Promise<string[]> {
  const holders = (await holdersOf(db, [organizationId], now)).get(organizationId) ?? [];
  const { phrase, either } = writing[language];
  const tasks = (await openTasksOf(db, readerId, now)).filter((one) => one.organizationId === organizationId);
  const asked = (task: (typeof tasks)[number], id: string): boolean => {
    const group = groupFor(task, id, holders, now);
    return group !== undefined && group !== "escalated";
  };
  return tasks
    .filter((task) => asked(task, readerId) && (readerId === personId || asked(task, personId)))
    .map((task) => {
      const title = taskTitle(task, language);
      const verdict = groupFor(task, readerId, holders, now) === "verify";
      const due = verdict ? task.climbDueAt : task.askedDue;
      const day = instantWords(due, task.zone, language, now);
      return phrase([
        verdict ? either(`核验：${title}`, `verify: ${title}`) : title,
        hasPassed(due, now) ? either(`${day}到期，已逾期`, `was due ${day}, late`) : either(`${day}截止`, `due ${day}`),
      ]);
    });
}
