import type { ChannelParts } from "../channel.ts";
import { createSmsTransport } from "./transport.ts";

export const sms: ChannelParts = {
  transport: ({ sms: urls }, log) => (urls.length > 0 ? createSmsTransport({ urls, log }) : undefined),
  message: (language, message, linkBase) => ({ sms: language.sms(message, linkBase) }),
  // Only access codes have a registered template; a receipt is sent by e-mail.
  note: (language, note) => (note.kind === "code" ? { sms: language.codeSms(note.code) } : {}),
};
