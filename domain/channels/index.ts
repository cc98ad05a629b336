import { type Channel, channels } from "../terms.ts";
import type { Addresses, AddressKind, ChannelRules } from "./channel.ts";
import { email } from "./email.ts";
import { sms } from "./sms.ts";

/** Rules of every channel; a missing one does not compile. */
export const channelRules: Readonly<Record<Channel, ChannelRules>> = { email, sms };

/** Channels that use a kind of address. */
export const channelsOf = (kind: AddressKind): readonly Channel[] =>
  channels.filter((channel) => channelRules[channel].address === kind);

interface Addressed {
  addresses: Addresses;
}

/** A person's address for a channel, whether or not it works. */
export const addressFor = ({ addresses }: Addressed, channel: Channel): string | null =>
  addresses[channel]?.value ?? null;

/** A person's address of a kind, whether or not it works. */
export const addressOf = (person: Addressed, kind: AddressKind): string | null =>
  channelsOf(kind)
    .map((channel) => addressFor(person, channel))
    .find((value) => value !== null) ?? null;

/** Whether a channel reaches a person: they have an address for it, and it was not refused. */
export const isReachedBy = ({ addresses }: Addressed, channel: Channel): boolean => addresses[channel]?.state === "ok";

/** Channels for access codes, preferred one first. */
export const codeOrder: readonly Channel[] = channels.toSorted(
  (a, b) => channelRules[a].codeRank - channelRules[b].codeRank,
);

/** Channels with a limit on routine messages. */
export const sparingChannels: readonly Channel[] = channels.filter((channel) => channelRules[channel].mostRoutine);
