import type { Channel } from "../../domain/terms.ts";
import type { Transport } from "./carrier.ts";
import { createEmailCarrier } from "./email.ts";
import type { CarrierLog } from "./failover.ts";
import { createSmsCarrier } from "./sms.ts";

/** What the channels are set up with: these settings of the configuration. */
export interface ChannelSettings {
  /** SMTP_URL, in order of failover. */
  smtp: readonly string[];
  /** SMS_URL, in order of failover. */
  sms: readonly string[];
  /** MAIL_FROM. */
  mailFrom: string;
}

/** A carrier, or undefined where nothing is set for its channel. A new channel is a file here and a line. */
const channels: Readonly<Record<Channel, (settings: ChannelSettings, log: CarrierLog) => Transport | undefined>> = {
  email: ({ smtp, mailFrom }, log) =>
    smtp.length > 0 ? createEmailCarrier({ urls: smtp, from: mailFrom, log }) : undefined,
  sms: ({ sms }, log) => (sms.length > 0 ? createSmsCarrier({ urls: sms, log }) : undefined),
};

/** @throws {CarrierError} SETTING, for a sender or a provider's URL that cannot be used */
export function createCarriers(settings: ChannelSettings, log: CarrierLog): ReadonlyMap<Channel, Transport> {
  const carriers = new Map<Channel, Transport>();
  for (const create of Object.values(channels)) {
    const carrier = create(settings, log);
    if (carrier) carriers.set(carrier.channel, carrier);
  }
  return carriers;
}
