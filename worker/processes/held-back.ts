import type { Config } from "../../config.ts";

/** Which channel is missing in an installation that has one of them; its messages are held, and shown nowhere. */
export function heldBack({ smtp, sms, noSms }: Pick<Config, "smtp" | "sms" | "noSms">): string[] {
  return [
    ...(smtp.length === 0 ? ["SMTP_URL is not set: e-mails are held until it is"] : []),
    ...(sms.length === 0 && !noSms ? ["SMS_URL is not set: SMS are held until it is (none: they go by e-mail)"] : []),
  ];
}
