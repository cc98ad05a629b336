import type { Channel } from "../../domain/terms.ts";
import type { ChannelParts, ChannelSettings } from "./channel.ts";
import { email } from "./email/index.ts";
import type { TransportLog } from "./failover.ts";
import { sms } from "./sms/index.ts";
import type { Transport } from "./transport.ts";

/** Every channel, each in a folder of its own; a missing one does not compile. */
export const channelParts: Readonly<Record<Channel, ChannelParts>> = { email, sms };

/** Creates the transports of the configured channels. @throws {TransportError} SETTING: the sender or a provider's URL is invalid */
export function createTransports(settings: ChannelSettings, log: TransportLog): ReadonlyMap<Channel, Transport> {
  const transports = new Map<Channel, Transport>();
  for (const channel of Object.keys(channelParts) as Channel[]) {
    const transport = channelParts[channel].transport(settings, log);
    if (transport) transports.set(channel, transport);
  }
  return transports;
}
