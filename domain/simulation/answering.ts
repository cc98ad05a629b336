import { anchorOf, askedDue, beginningOf } from "../escalation/anchor.ts";
import { dueDay } from "../escalation/ladder.ts";
import type { Policy } from "../escalation/policy.ts";
import { type Anchor, rungsAfter } from "../escalation/rungs.ts";
import type { Artefact } from "../procedures/procedure.ts";
import type { LocalDate, Zone } from "../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { SimulatedTask } from "./found.ts";
import type { Answers } from "./scenario.ts";

interface Around {
  zone: Zone;
  calendar: Calendar;
}

const day = 86_400_000;
const hour = 3_600_000;
/** Time of day at which people answer tasks of that day. */
const afternoon = "16:00";

/** When a task that opened (or was submitted) at `now` is answered, in milliseconds. */
export function answerTime(
  task: SimulatedTask,
  policy: Policy,
  answers: Answers,
  now: Date,
  { zone, calendar }: Around,
): number {
  if (answers === "never") return Number.POSITIVE_INFINITY;
  if (answers !== "on-time") return Math.max(now.getTime() + hour, task.climbDueAt.getTime() + answers.lateDays * day);
  const begins = task.state === "submitted" ? null : beginningOf(task.facts);
  // A record cannot be submitted before the event has begun.
  if (begins) return Math.max(begins.getTime() + 2 * hour, now.getTime() + hour);
  return beforeReminder(policy, anchorOf(task, zone, calendar), now);
}

const reminders = new WeakMap<Policy, Map<string, number>>();

/** The afternoon of the workday before the first reminder, or the time that remains. Cached for equal tasks. */
function beforeReminder(policy: Policy, anchor: Anchor, now: Date): number {
  const { zone, calendar, opened, due, begins, askedBy } = anchor;
  const times = reminders.get(policy) ?? new Map<string, number>();
  if (times.size === 0 || times.size > 10_000) {
    times.clear();
    reminders.set(policy, times);
  }
  const key = `${opened.getTime()}|${due.getTime()}|${begins?.getTime()}|${now.getTime()}|${askedBy}|${zone}|${calendar.until}`;
  const known = times.get(key);
  if (known !== undefined) return known;
  const time = (): number => {
    for (const { at, rule } of rungsAfter(policy, anchor, now)) {
      if (rule.tell.length === 0) continue;
      const before = instantAt(addBusinessDays(calendar, dateIn(at, zone), -1), afternoon, zone).getTime();
      if (before > now.getTime()) return before;
      return Math.min(now.getTime() + hour, at.getTime() - 60_000);
    }
    return now.getTime() + hour;
  };
  const found = time();
  times.set(key, found);
  return found;
}

/** The day of the sheet on which a task is. */
export const sheetDay = (task: SimulatedTask, zone: Zone, now: Date): LocalDate =>
  dueDay(askedDue(task, zone, now), zone);

/** The simulated submission, as far as anything depends on it: the stored version is valid, nothing was found, no box is checked. */
export function answerOf(
  task: SimulatedTask,
  { version, onFile }: { version: Artefact | undefined; onFile: ReadonlySet<Artefact> },
  now: Date,
  { zone, calendar }: Around,
): Record<string, unknown> {
  if (version) return { freshness: onFile.has(version) ? "unchanged" : "renewed" };
  const { latest } = task.facts;
  return typeof latest === "string" && task.step === "set-date"
    ? { ...drillSet(latest, sheetDay(task, zone, now), calendar) }
    : {};
}

/** A drill is held two weeks after its date is due, in the afternoon; one week if its period ends soon. */
function drillSet(latest: LocalDate, due: LocalDate, calendar: Calendar): Record<string, string> {
  const short = businessDaysBetween(calendar, due, latest) < 15;
  const wanted = addBusinessDays(calendar, due, short ? 5 : 10);
  return { date: wanted < latest ? wanted : latest, time: "14:00", place: "-" };
}
