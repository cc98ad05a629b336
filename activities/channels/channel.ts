import type { Language, Message, Note } from "../../domain/messages/message.ts";
import type { TransportLog } from "./failover.ts";
import type { OutboundMessage, Transport } from "./transport.ts";

/** The part of the configuration on which channels depend. */
export interface ChannelSettings {
  /** SMTP_URL, in order of failover. */
  smtp: readonly string[];
  /** SMS_URL, in order of failover. */
  sms: readonly string[];
  /** MAIL_FROM. */
  mailFrom: string;
}

/** Content of an outbound message in its channel's format. */
export type Content = Pick<OutboundMessage, "email" | "sms">;

/** A channel: its transport, and how it renders messages. */
export interface ChannelParts {
  /** Creates the transport. @returns undefined: the channel is not configured @throws {TransportError} SETTING: a setting is invalid */
  transport(settings: ChannelSettings, log: TransportLog): Transport | undefined;
  /** Renders a message. @param linkBase prefix of links to tasks */
  message(language: Language, message: Message, linkBase: string): Content;
  /** Renders a direct message; without content if the channel does not carry its kind. */
  note(language: Language, note: Note): Content;
}
