import { channelRules } from "../channels/index.ts";
import type { Severity } from "../procedures/severity.ts";
import type { Channel, LocalDate, Shape, Urgency, Zone } from "../terms.ts";
import { addDays, weekday } from "../time/dates.ts";
import { nextAllowed } from "../time/hours.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { Part } from "./message.ts";
import { waitForHour } from "./preferences.ts";

/** What of a notice decides with which message of which day it goes. */
export interface Sendable {
  personId: string;
  taskId: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  severity: Severity | string | null;
  zone: Zone;
  climbDueAt: Date;
  /** Nothing else reaches the reader, or this is what they prefer. */
  alone?: boolean;
  /** The hour of the day at which they want what is routine; null: as it comes. */
  dailyHour?: number | null;
  /** It was tried before. */
  attempts: number;
}

/** Routine shapes that a person was mailed today, by task. */
export type ToldToday = ReadonlyMap<string, ReadonlySet<string>>;

/** What each person was sent already as routine. A person who is missing was sent nothing. */
export interface SentBefore {
  /** Today. */
  today: ReadonlyMap<string, ToldToday>;
  /** Routine messages today and this week, by `person/channel`, over channels that are sparing with them. */
  counts: ReadonlyMap<string, SentCount>;
}

export interface SentCount {
  today: number;
  week: number;
}

/** Told now, held until an instant, or not told over this channel: the reason. */
export type SendingFate = "tell" | { hold: Date } | { drop: "enough" };

/** When a person's morning message goes. */
const morning = "09:00";

/** First day of the week in which messages are counted. */
export const weekFrom = (day: LocalDate): LocalDate => addDays(day, 1 - weekday(day));

/**
 * What becomes of notices that are worth telling and due at one instant, in their order. Nothing but an emergency is sent at night where a
 * channel disturbs; routine mails of a day are one, and routine SMS are few, for the mail says the same. What would wait for tomorrow goes
 * along with what is told of its task now.
 */
export function sendingFates(notices: readonly Sendable[], now: Date, sent: SentBefore): SendingFate[] {
  const fates = notices.map((one) => fateOf(one, now, sent));
  if (fates.every((fate) => fate === "tell")) return fates;
  const leaving = new Set(notices.filter((_, index) => fates[index] === "tell").map(aboutOne));
  return fates.map((fate, index) => {
    const notice = notices[index];
    return typeof fate === "object" && "hold" in fate && notice && leaving.has(aboutOne(notice)) ? "tell" : fate;
  });
}

/** One task, to one reader, over one channel. */
const aboutOne = ({ personId, channel, taskId }: Sendable): string => [personId, channel, taskId].join("/");

function fateOf(notice: Sendable, now: Date, { today, counts }: SentBefore): SendingFate {
  const { channel, urgency, zone, personId, attempts } = notice;
  const { quietAtNight, oneRoutineADay, mostRoutine } = channelRules[channel];
  if (quietAtNight && urgency !== "emergency") {
    const allowed = nextAllowed(now, zone);
    if (allowed > now) return { hold: allowed };
  }
  if (urgency !== "routine" || attempts > 0) return "tell";
  const count = mostRoutine && !notice.alone && counts.get(`${personId}/${channel}`);
  if (count && (count.today >= mostRoutine.aDay || count.week >= mostRoutine.aWeek)) return { drop: "enough" };
  const until = oneRoutineADay ? waitForHour(notice.dailyHour ?? null, now, zone, notice.climbDueAt) : null;
  if (until) return { hold: until };
  const told = today.get(personId);
  return (oneRoutineADay && told && heldBeside(notice, now, told)) || "tell";
}

/**
 * One mail a day at most of what is not late yet, and of one task whoever reads it, unless tomorrow's would come too late, or it is a
 * finding that is grave: that is prompt. What is late is said on the day, once.
 */
function heldBeside(notice: Sendable, now: Date, told: ToldToday): SendingFate | undefined {
  const said = told.get(notice.taskId);
  const tomorrow = instantAt(addDays(dateIn(now, notice.zone), 1), morning, notice.zone);
  if (notice.climbDueAt <= now && notice.shape !== "settled")
    return said?.has(notice.shape) ? { hold: tomorrow } : undefined;
  const own = ["due", "reminder"].includes(notice.shape) && notice.part === "doer";
  // Nobody goes on with what is settled until tomorrow, or comes to where something is not held any more.
  if (notice.shape === "settled" || notice.shape === "call" || !(said || own)) return undefined;
  if (notice.shape === "due" && (notice.severity === "major" || notice.severity === "critical")) return undefined;
  return tomorrow < notice.climbDueAt ? { hold: tomorrow } : undefined;
}

/** A reminder that waits longer than this has been overtaken; the next rung says it again, and louder. */
const expiresAfterMs = 12 * 3_600_000;

/** When the notice of a rung is sent, and from when on it is of no use. @param next when the ladder speaks next */
export function sendingTimes(
  { channel, urgency }: Pick<Sendable, "channel" | "urgency">,
  next: Date | null,
  zone: Zone,
  now: Date,
): { sendAt: Date; notAfter: Date } {
  const quiet = channelRules[channel].quietAtNight && urgency !== "emergency";
  return {
    sendAt: quiet ? nextAllowed(now, zone) : now,
    notAfter: new Date(Math.max(next?.getTime() ?? 0, now.getTime() + expiresAfterMs)),
  };
}
