import { addDays } from "../domain/dates.ts";
import { nextAllowed } from "../domain/hours.ts";
import type { Channel } from "../domain/terms.ts";
import { dateIn, instantAt } from "../domain/zones.ts";
import type { ClaimedNotice } from "../records/deliveries.ts";

/** What becomes of a due notice: told now, held until an instant, carried by the other channel, or dropped with the reason. */
export type Fate = "tell" | "other-channel" | { hold: Date } | { drop: string };

export interface Triage {
  now: Date;
  /** People who had a routine mail today. */
  told: ReadonlySet<string>;
  /** Channels that there are none of. */
  off?: ReadonlySet<Channel>;
}

const none: ReadonlySet<Channel> = new Set();

/** Whether a notice is still worth telling, and when. Read again in the claiming transaction: an acknowledged, settled or left one is never told. */
export function fateOf(notice: ClaimedNotice, { now, told, off = none }: Triage): Fate {
  // Whoever asked for something hears of it, whatever they are to the organization.
  const apart = notice.left || (notice.holds.length === 0 && !notice.personOfTask);
  if (apart && notice.part !== "asker") return { drop: "left" };
  if (notice.paused) return { drop: "paused" };
  if (notice.turn !== notice.taskTurn) return { drop: "overtaken" };
  if (notice.whileStates.length > 0 && !notice.whileStates.includes(notice.taskState)) return { drop: "settled" };
  if (notice.notAfter && notice.notAfter < now) return { drop: "stale" };
  const reached = (channel: Channel): boolean => !off.has(channel) && reachable(notice, channel);
  if (!reached(notice.channel)) {
    const other = notice.channel === "email" ? "sms" : "email";
    return reached(other) ? "other-channel" : { drop: "unreachable" };
  }
  if (notice.channel === "sms" && notice.urgency !== "emergency") {
    const allowed = nextAllowed(now, notice.zone);
    if (allowed > now) return { hold: allowed };
  }
  if (notice.urgency !== "routine" || notice.attempts > 0) return "tell";
  return held(notice, now, told) ?? "tell";
}

/** One mail a day at most of what is not late yet, unless tomorrow's would come too late, or it is a finding that is grave: that is prompt. */
function held(notice: ClaimedNotice, now: Date, told: ReadonlySet<string>): Fate | undefined {
  if (notice.channel !== "email" || !["due", "reminder"].includes(notice.shape) || notice.part !== "doer")
    return undefined;
  if (!told.has(notice.personId)) return undefined;
  if (notice.shape === "due" && (notice.severity === "major" || notice.severity === "critical")) return undefined;
  const tomorrow = instantAt(addDays(dateIn(now, notice.zone), 1), "09:00", notice.zone);
  return tomorrow < notice.climbDueAt ? { hold: tomorrow } : undefined;
}

function reachable(notice: ClaimedNotice, channel: "email" | "sms"): boolean {
  return channel === "email"
    ? notice.email !== null && notice.emailState === "ok"
    : notice.phone !== null && notice.phoneState === "ok";
}
