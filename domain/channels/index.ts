import { type Channel, channels } from "../terms.ts";
import type { Addresses, ChannelRules } from "./channel.ts";
import { email } from "./email.ts";
import { sms } from "./sms.ts";

/** Every channel; one that is missing does not compile. */
export const channelRules: Readonly<Record<Channel, ChannelRules>> = { email, sms };

/** A person's address for a channel, whether it works or not. */
export const addressFor = (person: Addresses, channel: Channel): string | null => person[channelRules[channel].address];

/** Whether a channel reaches a person: they have its address, and nothing was refused there for good. */
export function isReachedBy(person: Addresses, channel: Channel): boolean {
  const kind = channelRules[channel].address;
  return person[kind] !== null && person[`${kind}State`] === "ok";
}

/** Channels over which a code of access is sent, the first to be taken first. */
export const codeOrder: readonly Channel[] = channels.toSorted(
  (a, b) => channelRules[a].codeRank - channelRules[b].codeRank,
);

/** Channels whose routine notices of a day are one message. */
export const dailyChannels: readonly Channel[] = channels.filter((channel) => channelRules[channel].oneRoutineADay);
