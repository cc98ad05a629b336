import { channelRules } from "../channels/index.ts";
import type { Channel } from "../terms.ts";

/** One message as the outbox and its deliveries know it. */
export interface Sending {
  channel: Channel;
  /** Of the notice: queued · sending · sent · dropped. */
  state: string;
  /** Of its last delivery: sending · sent · delivered · bounced · refused · unknown · failed; null: none was attempted. */
  delivery: string | null;
  dropped: string | null;
  createdAt: Date;
  sendAt: Date;
  /** When the provider took it, or refused it. */
  finishedAt: Date | null;
  /** The name of its rung or verb. */
  step: string;
  /** To whom: a name, or a role. */
  who: string;
  /** When the link of its task was last opened by its reader; null: never. A scanner of mails may have done so. */
  openedAt?: Date | null;
}

/** A reader who opened the link after a message had left. */
export interface Opening {
  who: string;
  at: Date;
}

/** What became of messages that left, wait or were dropped together. */
export interface SendingLine {
  at: Date;
  /** `sent-email`, `held-sms` …: the words `sending`. */
  verb: string;
  who: string[];
  steps: string[];
  /** Of what is held: until when … */
  until?: Date;
  /** … and why; of what was dropped, why. */
  because?: string;
  /** Of what left: who opened the link since. */
  opened?: Opening[];
}

/** An opening is written to the minute. */
const minuteMs = 60_000;

/**
 * A record speaks of what left, when, and what became of it, never of what was only meant to be sent. What is being sent at this
 * moment is not told: nobody knows yet.
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

/** What went to the same people over both channels at one minute is one line. */
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

/** Why it has not left: what is sent again says so, an SMS waits for the morning, a mail for that of the day. */
function heldBecause({ channel, delivery }: Sending): string {
  if (delivery === "unknown") return "unknown";
  if (delivery !== null) return "retry";
  return channelRules[channel].quietAtNight ? "night" : "bundled";
}
