import type { Language, Message, Note } from "../../domain/messages/message.ts";
import type { TransportLog } from "./failover.ts";
import type { OutboundMessage, Transport } from "./transport.ts";

/** What the channels are set up with: these settings of the configuration. */
export interface ChannelSettings {
  /** SMTP_URL, in order of failover. */
  smtp: readonly string[];
  /** SMS_URL, in order of failover. */
  sms: readonly string[];
  /** MAIL_FROM. */
  mailFrom: string;
}

/** The text of an outbound message, in the form that its channel carries. */
export type Content = Pick<OutboundMessage, "email" | "sms">;

/** How a channel sends: its transport, and how a language's words become what it carries. */
export interface ChannelParts {
  /** @returns undefined where nothing is set for it @throws {TransportError} SETTING, for a setting that cannot be used */
  transport(settings: ChannelSettings, log: TransportLog): Transport | undefined;
  /** @param linkBase what links to tasks begin with */
  message(language: Language, message: Message, linkBase: string): Content;
  /** A message that is about no task; without content where the channel does not carry its kind. */
  note(language: Language, note: Note): Content;
}
