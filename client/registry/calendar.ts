import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { beginningOf } from "../../domain/escalation/anchor.ts";
import { dueDay } from "../../domain/escalation/ladder.ts";
import type { CalendarEvent } from "../../domain/messages/ics.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { groupFor } from "../../domain/messages/waiting.ts";
import { gatheringKind } from "../../domain/procedures/kinds/gathering.ts";
import { meetingDuty } from "../../domain/procedures/kinds/policy-relay.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import { doing, isSettled } from "../../domain/tasks/task-states.ts";
import type { LanguageCode, LocalDate, Text, Zone } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { instantAt, isTimeOfDay, minutesOf, timeIn } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { endCalendarLinks, insertCalendarLink } from "../../records/messages/links.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import { type OpenTask, tasksSince } from "../../records/tasks/open-tasks.ts";
import { findTasks } from "../../records/tasks/tasks.ts";
import { type CalendarFacts, calendarFacts, callsOf } from "../../records/views/calendar.ts";
import type { ActContext } from "../context.ts";

const day = 86_400_000;
/** In days: how long an ended event stays in the calendar, marked as ended. */
const endedDays = 60;
const most = 500;
/** In minutes: assumed duration of an event whose end is not known. */
const shownMinutes = 60;

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  due: t("{time}前办理：{title}", "Due {time}: {title}"),
  verify: t("{time}前核验：{title}", "Verify by {time}: {title}"),
  ended: t("已了结：{title}", "Settled: {title}"),
  about: t("{organization}\n打开“我的事项”办理：{url}", "{organization}\nOpen “My tasks”: {url}"),
} as const;

/** Gives a person's calendar feed a new address and revokes the old one. */
export async function renewCalendar(context: ActContext, personId: string, secretKey: string): Promise<void> {
  const now = context.now();
  await context.db.$transaction(async (tx) => {
    await endCalendarLinks(tx, personId, now);
    await insertCalendarLink(tx, personId, now, secretKey);
  });
}

/** Revokes a person's calendar feed. */
export async function endCalendar(context: ActContext, personId: string): Promise<void> {
  await context.db.$transaction((tx) => endCalendarLinks(tx, personId, context.now()));
}

/**
 * Events of a person's calendar: due days of their tasks, and drills and gatherings with time and place. Titles are the program's own texts: the
 * subject of a case may name somebody and is shown behind the link only.
 */
export async function calendarEventsOf(
  { db, now: clock }: ActContext,
  personId: string,
  { language, publicUrl }: { language: LanguageCode; publicUrl: string },
): Promise<CalendarEvent[]> {
  const now = clock();
  const since = new Date(now.getTime() - endedDays * day);
  const own = await tasksSince(db, personId, since, now);
  const calls = new Set(await callsOf(db, personId, since));
  const holders = await holdersOf(db, [...new Set(own.map((one) => one.organizationId))], now);
  const facts = await calendarFacts(db, [...new Set([...own.map(({ id }) => id), ...calls])]);
  const words: Words = { language, publicUrl };
  const events = new Map<string, CalendarEvent>();
  const add = (event: CalendarEvent | null): void => {
    if (event && events.size < most) events.set(event.uid, event);
  };
  for (const task of own) {
    const found = facts.get(task.id);
    const all = holders.get(task.organizationId) ?? [];
    if (!found) continue;
    const does = relationshipOf(task, personId, all).includes("doer");
    if (does) add(dueEvent(task, found, words));
    else if (groupFor(task, personId, all, now) === "verify") add(verdictEvent(task, found, words));
    if (does || calls.has(task.id)) add(drillEvent(task, found, words));
    if (does) add(heldEvent(task, found, words));
  }
  // A person who is only a participant of a drill has no task there.
  const others = [...calls].filter((id) => !own.some((task) => task.id === id));
  for (const task of (await findTasks(db, others)).values()) {
    const found = facts.get(task.id);
    if (found) add(drillEvent({ ...task, organization: "" }, found, words));
  }
  return [...events.values()];
}

interface Words {
  language: LanguageCode;
  publicUrl: string;
}
type Titled = Pick<OpenTask, "id" | "duty" | "step" | "facts" | "state" | "organization">;

const titleOf = ({ duty, step, facts }: Titled, { language }: Words): string =>
  taskTitle({ duty, step, subject: "", facts }, language);

const worded = (text: Text, values: Readonly<Record<string, string>>, { language }: Words): string =>
  textIn(text, language).replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");

function event(
  task: Titled,
  { changes, changedAt }: CalendarFacts,
  words: Words,
  own: Pick<CalendarEvent, "uid" | "summary" | "when" | "cancelled"> & { location?: string },
): CalendarEvent {
  const url = `${words.publicUrl}/my`;
  const description = worded(says.about, { organization: task.organization, url }, words).trim();
  return { ...own, sequence: changes, modified: changedAt, description, url };
}

const uid = (what: string, id: string): string => `${what}-${id}@duban`;

function dueEvent(task: OpenTask, found: CalendarFacts, words: Words): CalendarEvent {
  // A submitted task is not due for the doer; if it is returned, it is again.
  const open = doing.includes(task.state);
  const due = open ? task.askedDue : task.dueAt;
  const values = { time: timeIn(due, task.zone), title: titleOf(task, words) };
  return event(task, found, words, {
    uid: uid("due", task.id),
    summary: worded(open ? says.due : says.ended, values, words),
    when: { day: dueDay(due, task.zone) },
    cancelled: !open,
  });
}

function verdictEvent(task: OpenTask, found: CalendarFacts, words: Words): CalendarEvent {
  const values = { time: timeIn(task.climbDueAt, task.zone), title: titleOf(task, words) };
  return event(task, found, words, {
    uid: uid("verify", task.id),
    summary: worded(says.verify, values, words),
    when: { day: dueDay(task.climbDueAt, task.zone) },
    cancelled: false,
  });
}

/** Event of a scheduled drill: it stays in the calendar after it was held, and is marked as cancelled if it was. */
function drillEvent(task: Titled, found: CalendarFacts, words: Words): CalendarEvent | null {
  const begins = beginningOf({ begins: found.begins ?? undefined });
  if (!begins) return null;
  const heldOrToCome = !isSettled(task.state) || ["accepted", "closed", "belated"].includes(task.state);
  return event(task, found, words, {
    uid: uid("drill", task.id),
    summary: titleOf(task, words),
    when: { from: begins, minutes: shownMinutes },
    cancelled: !heldOrToCome,
    ...(found.place && { location: found.place }),
  });
}

/** Event of a gathering, or of the meeting that decides a matter: with its hours if they are known, otherwise the whole day. */
function heldEvent(task: OpenTask, found: CalendarFacts, words: Words): CalendarEvent | null {
  const { held } = found;
  const { kind } = dutyOf(task.duty);
  const what = kind === gatheringKind ? "gathering" : task.duty === meetingDuty ? "meeting" : null;
  if (!what || !held || !isLocalDate(held.on)) return null;
  return event(task, { ...found, changes: found.caseChanges }, words, {
    uid: uid(what, found.caseId),
    summary: taskTitle({ duty: task.duty, step: what === "meeting" ? "table" : "do", subject: "" }, words.language),
    when: hoursOf(held.on, held.at?.trim() ?? "", held.until?.trim() ?? "", task.zone),
    cancelled: ["cancelled", "missed", "superseded"].includes(found.caseState),
    ...(held.where && { location: held.where }),
  });
}

function hoursOf(day: LocalDate, at: string, until: string, zone: Zone): CalendarEvent["when"] {
  if (!isTimeOfDay(at)) return { day };
  const minutes = isTimeOfDay(until) && until > at ? minutesOf(until) - minutesOf(at) : shownMinutes;
  return { from: instantAt(day, at, zone), minutes };
}
