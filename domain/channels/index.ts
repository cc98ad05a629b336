import { type Channel, channels } from "../terms.ts";
import type { Addresses, AddressKind, ChannelRules } from "./channel.ts";
import { email } from "./email.ts";
import { sms } from "./sms.ts";

/** Every channel; one that is missing does not compile. */
export const channelRules: Readonly<Record<Channel, ChannelRules>> = { email, sms };

/** Channels whose messages go to an address of a kind. */
export const channelsOf = (kind: AddressKind): readonly Channel[] =>
  channels.filter((channel) => channelRules[channel].address === kind);

interface Addressed {
  addresses: Addresses;
}

/** A person's address for a channel, whether it works or not. */
export const addressFor = ({ addresses }: Addressed, channel: Channel): string | null =>
  addresses[channel]?.value ?? null;

/** A person's address of a kind, whether it works or not. */
export const addressOf = (person: Addressed, kind: AddressKind): string | null =>
  channelsOf(kind)
    .map((channel) => addressFor(person, channel))
    .find((value) => value !== null) ?? null;

/** Whether a channel reaches a person: they have its address, and nothing was refused there for good. */
export const isReachedBy = ({ addresses }: Addressed, channel: Channel): boolean => addresses[channel]?.state === "ok";

/** Channels over which a code of access is sent, the first to be taken first. */
export const codeOrder: readonly Channel[] = channels.toSorted(
  (a, b) => channelRules[a].codeRank - channelRules[b].codeRank,
);

/** Channels that are sparing with routine messages. */
export const sparingChannels: readonly Channel[] = channels.filter((channel) => channelRules[channel].mostRoutine);
