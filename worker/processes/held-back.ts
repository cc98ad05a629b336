import type { Config } from "../../config.ts";
import type { Text } from "../../domain/terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Notes about the channel that is not configured in an installation with another: its messages are held, and shown nowhere. */
export function heldBack({ smtp, sms, noSms }: Pick<Config, "smtp" | "sms" | "noSms">): Text[] {
  return [
    ...(smtp.length === 0
      ? [t("没有设置SMTP_URL：设置之前，电子邮件暂不发送", "SMTP_URL is not set: e-mails are held until it is")]
      : []),
    ...(sms.length === 0 && !noSms
      ? [
          t(
            "没有设置SMS_URL：设置之前，短信暂不发送（设为none则改用电子邮件）",
            "SMS_URL is not set: SMS are held until it is (none: they go by e-mail)",
          ),
        ]
      : []),
  ];
}
