import type { Channel } from "../../domain/terms.ts";
import { createEmailTransport } from "./email.ts";
import type { TransportLog } from "./failover.ts";
import { createSmsTransport } from "./sms.ts";
import type { Transport } from "./transport.ts";

/** What the channels are set up with: these settings of the configuration. */
export interface ChannelSettings {
  /** SMTP_URL, in order of failover. */
  smtp: readonly string[];
  /** SMS_URL, in order of failover. */
  sms: readonly string[];
  /** MAIL_FROM. */
  mailFrom: string;
}

/** A transport, or undefined where nothing is set for its channel. A new channel is a file here and a line. */
const channels: Readonly<Record<Channel, (settings: ChannelSettings, log: TransportLog) => Transport | undefined>> = {
  email: ({ smtp, mailFrom }, log) =>
    smtp.length > 0 ? createEmailTransport({ urls: smtp, from: mailFrom, log }) : undefined,
  sms: ({ sms }, log) => (sms.length > 0 ? createSmsTransport({ urls: sms, log }) : undefined),
};

/** @throws {CarrierError} SETTING, for a sender or a provider's URL that cannot be used */
export function createTransports(settings: ChannelSettings, log: TransportLog): ReadonlyMap<Channel, Transport> {
  const transports = new Map<Channel, Transport>();
  for (const create of Object.values(channels)) {
    const transport = create(settings, log);
    if (transport) transports.set(transport.channel, transport);
  }
  return transports;
}
