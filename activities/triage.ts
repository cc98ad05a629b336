import { usualChannel } from "../domain/messages/preferences.ts";
import { type SendingFate, type SentBefore, sendingFates } from "../domain/messages/routine-day.ts";
import { type Channel, channels } from "../domain/terms.ts";
import type { ClaimedNotice } from "../records/messages/deliveries.ts";

/** The outcome for a due notice: sent now, held until an instant, sent by the other channel, or dropped with the reason. */
export type Fate = "send" | { switchTo: Channel } | { hold: Date } | { drop: string };

export interface Triage {
  now: Date;
  sent: SentBefore;
  /** Channels that are switched off. */
  off?: ReadonlySet<Channel>;
}

const none: ReadonlySet<Channel> = new Set();

/**
 * Whether and when notices of one instant are to be sent. Checked again in the claiming transaction: a notice about an acknowledged or settled task,
 * or to a person who has left, is never sent.
 */
export function fatesOf(notices: readonly ClaimedNotice[], { now, sent, off = none }: Triage): Fate[] {
  const worth = notices.map((notice) => worthOf(notice, now, off));
  const sendable = notices.filter((_, index) => worth[index] === null).map(asSendable);
  const fates = new Map<string, SendingFate>();
  for (const [index, fate] of sendingFates(sendable, now, sent).entries()) {
    const { id } = sendable[index] ?? {};
    if (id !== undefined) fates.set(id, fate);
  }
  return notices.map((notice, index) => {
    const fate = worth[index] ?? fates.get(notice.id) ?? "send";
    return (fate === "send" && preferred(notice, off)) || fate;
  });
}

/** A reader who prefers this channel for routine notices is not spared any. */
const asSendable = (notice: ClaimedNotice): ClaimedNotice =>
  notice.routineChannel === notice.channel ? { ...notice, alone: true } : notice;

/** Null: it is to be sent now, over its channel. */
function worthOf(notice: ClaimedNotice, now: Date, off: ReadonlySet<Channel>): Fate | null {
  // A person is notified of what they requested, whatever their role.
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
  return null;
}

/** Moves routine notices to the channel that the reader prefers, at the time of sending; a channel that does not reach them is ignored. */
function preferred(notice: ClaimedNotice, off: ReadonlySet<Channel>): Fate | undefined {
  const { channel, routineChannel, otherwise, urgency, attempts } = notice;
  if (urgency !== "routine" || attempts > 0) return undefined;
  const other = channels.find((one) => one === routineChannel && one !== channel && otherwise.includes(one));
  return channel === usualChannel && other && !off.has(other) ? { switchTo: other } : undefined;
}
