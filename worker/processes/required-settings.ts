import { type Config, ConfigError, expectedOf } from "../../config.ts";
import { isLoopback } from "../../domain/loopback.ts";
import { t } from "../../domain/words/text.ts";

/** Whether others than this machine reach the portal, as far as the settings say. */
export const isReachable = (config: Config): boolean => reach(config) !== undefined;

/** The setting by which others reach the portal, and its value. A proxy that is trusted stands in front for others. */
const reach = ({ host, publicUrl, trustProxy }: Config): [name: string, value: string] | undefined =>
  !isLoopback(host)
    ? ["HOST", host]
    : publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname)
      ? ["PUBLIC_URL", publicUrl]
      : trustProxy.length > 0
        ? ["TRUST_PROXY", trustProxy.join(", ")]
        : undefined;

/**
 * Several processes of one installation share what a single one may have for itself.
 * @param process as it is called: `duban worker`
 * @throws {ConfigError} naming each setting that is missing
 */
export function refuseUnshared(config: Config, process: string, needs: readonly SharedSetting[]): void {
  const missing = needs.filter((name) => !shared[name].isSet(config));
  if (missing.length > 0)
    throw new ConfigError(
      missing.map((name) =>
        t(
          `没有设置${name}；应为${shared[name].expected.zh}，因为“${process}”与其他进程一同运行`,
          `${name} is not set; expected ${shared[name].expected.en}, since "${process}" runs beside others`,
        ),
      ),
    );
}

/** Settings that all processes of an installation have in common. */
const shared = {
  DATABASE_URL: { isSet: ({ databaseUrl }: Config) => databaseUrl !== undefined, expected: expectedOf("DATABASE_URL") },
  TEMPORAL_ADDRESS: {
    isSet: ({ temporal }: Config) => temporal.address !== undefined,
    expected: expectedOf("TEMPORAL_ADDRESS"),
  },
  SECRET_KEY: {
    isSet: ({ secretKey }: Config) => secretKey !== undefined,
    expected: t("至少32个字符，各进程相同", "the same at least 32 characters in all of them"),
  },
  PUBLIC_URL: {
    isSet: ({ publicUrl }: Config) => publicUrl !== undefined,
    expected: t("用户访问门户的网址", "where people reach the portal"),
  },
  SMTP_URL: {
    isSet: ({ smtp, sms }: Config) => smtp.length + sms.length > 0,
    expected: t(
      "邮件服务器（或者设置SMS_URL：另一渠道的消息暂不发送）",
      "a mail server (or SMS_URL: what is sent by the other is held)",
    ),
  },
} as const;
export type SharedSetting = keyof typeof shared;

/**
 * Refuses to let others in half-way: whoever reaches the portal must not read what was meant for somebody else's mailbox.
 * @throws {ConfigError} naming each setting that is missing
 */
export function refuseExposed(config: Config): void {
  const where = reach(config);
  if (where === undefined || config.sandbox) return;
  const missing = [
    ...(config.smtp.length === 0
      ? [t("没有设置SMTP_URL；应设置邮件服务器", "SMTP_URL is not set; expected a mail server")]
      : []),
    ...(config.sms.length === 0 && !config.noSms
      ? [t("没有设置SMS_URL；应设置短信服务商，或者none", "SMS_URL is not set; expected an SMS provider, or none")]
      : []),
    ...(config.secretKey
      ? []
      : [t("没有设置SECRET_KEY；应为至少32个字符", "SECRET_KEY is not set; expected at least 32 characters")]),
  ];
  if (missing.length === 0) return;
  throw new ConfigError([
    ...missing.map(({ zh, en }) =>
      t(
        `${zh}，因为其他机器可以访问门户（${where[0]}为${where[1]}）`,
        `${en}, since the portal can be reached from elsewhere (${where[0]} is ${where[1]})`,
      ),
    ),
    t("试用时可设DUBAN_SANDBOX=1，允许其他机器访问", "DUBAN_SANDBOX=1 lets others in for a trial"),
  ]);
}
