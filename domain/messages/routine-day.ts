import { channelRules } from "../channels/index.ts";
import type { Severity } from "../procedures/severity.ts";
import type { Channel, LocalDate, Shape, Urgency, Zone } from "../terms.ts";
import { addDays, weekday } from "../time/dates.ts";
import { nextAllowed } from "../time/hours.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import type { Part } from "./message.ts";
import { waitForHour } from "./preferences.ts";

/** The fields of a notice that decide in which message of which day it is sent. */
export interface Sendable {
  personId: string;
  taskId: string;
  channel: Channel;
  shape: Exclude<Shape, "digest">;
  part: Part;
  urgency: Urgency;
  severity: Severity | string | null;
  /** The circular that its case came of. */
  circularId?: string | null;
  zone: Zone;
  climbDueAt: Date;
  /** No other channel reaches the reader, or they prefer this one. */
  alone?: boolean;
  /** The hour at which the reader wants routine notices; null: no preference. */
  dailyHour?: number | null;
  /** Number of earlier attempts. */
  attempts: number;
}

/** Routine shapes that a person was mailed today, by task. */
export type SentToday = ReadonlyMap<string, ReadonlySet<string>>;

/** Routine messages that each person was already sent; a person who is absent was sent none. */
export interface SentBefore {
  /** Today's. */
  today: ReadonlyMap<string, SentToday>;
  /** Circulars of which each was mailed something today, whatever its urgency. @default none */
  circulars?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Number of routine messages today and this week, by `person/channel`, over channels with a limit. */
  counts: ReadonlyMap<string, SentCount>;
}

export interface SentCount {
  today: number;
  week: number;
}

/** Sent now, held until an instant, or not sent over this channel, with the reason. */
export type SendingFate = "send" | { hold: Date } | { drop: "enough" };

/** When a person's morning message is sent. */
const morning = "09:00";

/** First day of the week for which messages are counted. */
export const weekFrom = (day: LocalDate): LocalDate => addDays(day, 1 - weekday(day));

/**
 * What becomes of notices that are due at one instant, in their order. At night an intrusive channel sends emergencies only; the routine mails of a
 * day are one, and routine SMS are limited, because the mail says the same. A notice that would wait until tomorrow is sent now if another about its
 * task is.
 */
export function sendingFates(notices: readonly Sendable[], now: Date, sent: SentBefore): SendingFate[] {
  const fates = notices.map((one) => fateOf(one, now, sent));
  if (fates.every((fate) => fate === "send")) return fates;
  const leaving = new Set(notices.filter((_, index) => fates[index] === "send").map(aboutOne));
  return fates.map((fate, index) => {
    const notice = notices[index];
    return typeof fate === "object" && "hold" in fate && notice && leaving.has(aboutOne(notice)) ? "send" : fate;
  });
}

/** Key of one task, one reader and one channel. */
const aboutOne = ({ personId, channel, taskId }: Sendable): string => [personId, channel, taskId].join("/");

/** Nothing was mailed about a task today, although the day's mail has gone. */
const nothingSent: SentToday = new Map();

function fateOf(notice: Sendable, now: Date, { today, circulars, counts }: SentBefore): SendingFate {
  const { channel, urgency, zone, personId, attempts } = notice;
  const { quietAtNight, oneRoutineADay, mostRoutine } = channelRules[channel];
  if (quietAtNight && urgency !== "emergency") {
    const allowed = nextAllowed(now, zone);
    if (allowed > now) return { hold: allowed };
  }
  if (urgency !== "routine" || attempts > 0) return "send";
  const count = mostRoutine && !notice.alone && counts.get(`${personId}/${channel}`);
  if (count && (count.today >= mostRoutine.aDay || count.week >= mostRoutine.aWeek)) return { drop: "enough" };
  const until = oneRoutineADay ? waitForHour(notice.dailyHour ?? null, now, zone, notice.climbDueAt) : null;
  if (until) return { hold: until };
  // The prompt word of a circular is the day's mail about it: what else it starts is written a minute later.
  const issued = notice.circularId && circulars?.get(personId)?.has(notice.circularId) ? nothingSent : undefined;
  const sent = today.get(personId) ?? issued;
  return (oneRoutineADay && sent && heldBeside(notice, now, sent)) || "send";
}

/**
 * At most one mail a day about tasks that are not late, and one about each task to each reader, unless tomorrow would be too late or the finding is
 * severe (prompt). A late task is mentioned once, on the day.
 */
function heldBeside(notice: Sendable, now: Date, sent: SentToday): SendingFate | undefined {
  const said = sent.get(notice.taskId);
  const tomorrow = instantAt(addDays(dateIn(now, notice.zone), 1), morning, notice.zone);
  if (notice.climbDueAt <= now && notice.shape !== "settled")
    return said?.has(notice.shape) ? { hold: tomorrow } : undefined;
  const own = ["due", "reminder"].includes(notice.shape) && notice.part === "doer";
  // Settled tasks and cancelled events cannot wait until tomorrow.
  if (notice.shape === "settled" || notice.shape === "call" || !(said || own)) return undefined;
  if (notice.shape === "due" && (notice.severity === "major" || notice.severity === "critical")) return undefined;
  return tomorrow < notice.climbDueAt ? { hold: tomorrow } : undefined;
}

/** In milliseconds: a reminder that waits longer was overtaken by the next rung, which repeats it. */
const expiresAfterMs = 12 * 3_600_000;

/** When the notice of a rung is sent, and after which instant it is of no use. @param next instant of the next rung */
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
