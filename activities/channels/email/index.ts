import type { ChannelParts } from "../channel.ts";
import { createEmailTransport } from "./transport.ts";

export const email: ChannelParts = {
  transport: ({ smtp, mailFrom }, log) =>
    smtp.length > 0 ? createEmailTransport({ urls: smtp, from: mailFrom, log }) : undefined,
  message: (language, message) => ({ email: language.email(message) }),
  note: (language, note) => ({ email: language.note(note) }),
};
