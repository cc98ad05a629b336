import { channelRules } from "../domain/channels/index.ts";
import { usualChannel, waitForHour } from "../domain/messages/preferences.ts";
import { type Channel, channels } from "../domain/terms.ts";
import { addDays } from "../domain/time/dates.ts";
import { nextAllowed } from "../domain/time/hours.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import type { ClaimedNotice, SentTasks } from "../records/messages/deliveries.ts";

/** What becomes of a due notice: told now, held until an instant, carried by the other channel, or dropped with the reason. */
export type Fate = "tell" | { switchTo: Channel } | { hold: Date } | { drop: string };

export interface Triage {
  now: Date;
  /** People who had a routine mail today, and of what. */
  sent: SentTasks;
  /** Channels that there are none of. */
  off?: ReadonlySet<Channel>;
}

const none: ReadonlySet<Channel> = new Set();

/** Whether a notice is still worth telling, and when. Read again in the claiming transaction: an acknowledged, settled or left one is never told. */
export function fateOf(notice: ClaimedNotice, { now, sent, off = none }: Triage): Fate {
  // Whoever asked for something hears of it, whatever they are to the organization.
  const apart = notice.left || (notice.holds.length === 0 && !notice.personOfTask);
  if (apart && notice.part !== "asker") return { drop: "left" };
  if (notice.paused) return { drop: "paused" };
  if (notice.dueRevision !== notice.taskDueRevision) return { drop: "overtaken" };
  if (notice.whileStates.length > 0 && !notice.whileStates.includes(notice.taskState)) return { drop: "settled" };
  if (notice.notAfter && notice.notAfter < now) return { drop: "stale" };
  if (notice.toState !== "ok" || off.has(notice.channel)) {
    const other = channels.find((channel) => notice.otherwise.includes(channel) && !off.has(channel));
    return other ? { switchTo: other } : { drop: "unreachable" };
  }
  if (channelRules[notice.channel].quietAtNight && notice.urgency !== "emergency") {
    const allowed = nextAllowed(now, notice.zone);
    if (allowed > now) return { hold: allowed };
  }
  if (notice.urgency !== "routine" || notice.attempts > 0) return "tell";
  const until = channelRules[notice.channel].oneRoutineADay
    ? waitForHour(notice.dailyHour, now, notice.zone, notice.climbDueAt)
    : null;
  if (until) return { hold: until };
  return held(notice, now, sent) ?? preferred(notice, off) ?? "tell";
}

/** Routine mail of somebody who would rather have it by another channel goes there, once it is its time; a channel that reaches them not is no choice. */
function preferred({ channel, routineChannel, otherwise }: ClaimedNotice, off: ReadonlySet<Channel>): Fate | undefined {
  const other = channels.find((one) => one === routineChannel && one !== channel && otherwise.includes(one));
  return channel === usualChannel && other && !off.has(other) ? { switchTo: other } : undefined;
}

/**
 * One mail a day at most of what is not late yet, and of one task whoever reads it, unless tomorrow's would come too late, or it is a
 * finding that is grave: that is prompt. What is late is said on the day, once.
 */
function held(notice: ClaimedNotice, now: Date, sent: SentTasks): Fate | undefined {
  const today = sent.get(notice.personId);
  if (!channelRules[notice.channel].oneRoutineADay || !today) return undefined;
  const said = today.get(notice.taskId);
  const tomorrow = instantAt(addDays(dateIn(now, notice.zone), 1), "09:00", notice.zone);
  if (notice.climbDueAt <= now && notice.shape !== "settled")
    return said?.has(notice.shape) ? { hold: tomorrow } : undefined;
  const own = ["due", "reminder"].includes(notice.shape) && notice.part === "doer";
  // Nobody goes on with what is settled until tomorrow, or comes to where something is not held any more.
  if (notice.shape === "settled" || notice.shape === "call" || !(said || own)) return undefined;
  if (notice.shape === "due" && (notice.severity === "major" || notice.severity === "critical")) return undefined;
  return tomorrow < notice.climbDueAt ? { hold: tomorrow } : undefined;
}
