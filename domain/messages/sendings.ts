import { channelRules } from "../channels/index.ts";
import type { Channel } from "../terms.ts";

/** One notice with its deliveries. */
export interface Sending {
  channel: Channel;
  /** State of the notice: queued · sending · sent · dropped. */
  state: string;
  /** State of its last delivery: sending · sent · delivered · bounced · refused · unknown · failed; null: none was attempted. */
  delivery: string | null;
  dropped: string | null;
  createdAt: Date;
  sendAt: Date;
  /** When the provider accepted or refused it. */
  finishedAt: Date | null;
  /** Name of its rung or verb. */
  step: string;
  /** Recipient: a name, or a role. */
  who: string;
  /** When its reader last opened the task's link; null: never. It may have been a mail scanner. */
  openedAt?: Date | null;
}

/** A reader who opened the link after a message was sent. */
export interface Opening {
  who: string;
  at: Date;
}

/** Outcome of messages that were sent, held or dropped together. */
export interface SendingLine {
  at: Date;
  /** `sent-email`, `held-sms` …: the words `sending`. */
  verb: string;
  who: string[];
  steps: string[];
  /** For held messages: until when … */
  until?: Date;
  /** … and why; for dropped ones, why. */
  because?: string;
  /** For sent ones: who opened the link. */
  opened?: Opening[];
}

/** In milliseconds: openings are recorded to the minute. */
const minuteMs = 60_000;

/**
 * Lines about messages for a record: what was sent, when, and its outcome; never what was only intended. A message that is being sent at this moment
 * is left out, because its outcome is unknown.
 */
export function sendingLines(sendings: readonly Sending[]): SendingLine[] {
  const lines = new Map<string, SendingLine>();
  for (const sending of sendings) {
    const line = lineOf(sending);
    if (!line) continue;
    const minute = Math.floor(line.at.getTime() / 60_000);
    const key = [minute, line.verb, line.until?.getTime() ?? "", line.because ?? ""].join("/");
    const known = lines.get(key);
    if (!known) lines.set(key, line);
    else {
      if (!known.who.includes(sending.who)) known.who.push(sending.who);
      if (!known.steps.includes(sending.step)) known.steps.push(sending.step);
      const opened = withOpenings(known.opened, line.opened);
      if (opened) known.opened = opened;
    }
  }
  return overBoth([...lines.values()].sort((a, b) => a.at.getTime() - b.at.getTime()));
}

/** Merges lines about messages to the same people over both channels in one minute. */
function overBoth(lines: readonly SendingLine[]): SendingLine[] {
  const merged: SendingLine[] = [];
  for (const line of lines) {
    const [fate] = line.verb.split("-");
    const twin = merged.findIndex(
      (one) => one.verb.startsWith(`${fate}-`) && one.verb !== line.verb && same(one, line),
    );
    if (twin < 0) merged.push(line);
    else merged[twin] = { ...(merged[twin] ?? line), verb: `${fate}-both` };
  }
  return merged;
}

/** Each reader once. */
function withOpenings(known: Opening[] | undefined, more: Opening[] | undefined): Opening[] | undefined {
  if (!known || !more) return known ?? more;
  return [...known, ...more.filter(({ who }) => !known.some((one) => one.who === who))];
}

const minuteOf = ({ at }: SendingLine): number => Math.floor(at.getTime() / 60_000);
const listed = (list: readonly string[]): string => [...list].sort().join();
const same = (a: SendingLine, b: SendingLine): boolean =>
  minuteOf(a) === minuteOf(b) &&
  a.until?.getTime() === b.until?.getTime() &&
  a.because === b.because &&
  listed(a.who) === listed(b.who) &&
  listed(a.steps) === listed(b.steps);

function lineOf(sending: Sending): SendingLine | null {
  const { channel, state, delivery, dropped, createdAt, sendAt, finishedAt, step, who, openedAt } = sending;
  const base = { who: [who], steps: [step] };
  if (state === "sent") {
    const fate = delivery === "delivered" || delivery === "bounced" ? delivery : "sent";
    const at = finishedAt ?? sendAt;
    const since = openedAt && openedAt.getTime() >= at.getTime() - minuteMs ? [{ who, at: openedAt }] : null;
    return { ...base, at, verb: `${fate}-${channel}`, ...(since && { opened: since }) };
  }
  if (state === "dropped") {
    const at = finishedAt ?? createdAt;
    return delivery === "unknown"
      ? { ...base, at, verb: `unknown-${channel}` }
      : { ...base, at, verb: `dropped-${channel}`, because: dropped ?? "undeliverable" };
  }
  if (state !== "queued") return null;
  if (delivery === null && sendAt <= createdAt) return { ...base, at: createdAt, verb: `queued-${channel}` };
  return { ...base, at: createdAt, verb: `held-${channel}`, until: sendAt, because: heldBecause(sending) };
}

/** Why it is held: a retry, an SMS until the morning, a mail until that of the day. */
function heldBecause({ channel, delivery }: Sending): string {
  if (delivery === "unknown") return "unknown";
  if (delivery !== null) return "retry";
  return channelRules[channel].quietAtNight ? "night" : "bundled";
}
