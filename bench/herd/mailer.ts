import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";
import type { PlainMail } from "./mails.ts";

export const readMails = (file: string): PlainMail[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((line) => JSON.parse(line) as PlainMail);

/** nodemailer's pool with usual settings. */
export function createMailer(smtpUrl: string) {
  const { hostname, port } = new URL(smtpUrl);
  const transport = createTransport({
    host: hostname,
    port: Number(port),
    secure: false,
    pool: true,
    maxConnections: 10,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  return {
    send: (mail: PlainMail) => transport.sendMail({ from: "Duban 督办 <duban@example.org>", ...mail }),
    close: () => transport.close(),
  };
}
