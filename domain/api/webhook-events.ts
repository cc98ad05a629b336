import type { Text } from "../terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Events that a webhook can receive, with their titles. */
export const webhookTitles = {
  "task.opened": t("工作已开始", "a task waits for its doer"),
  "task.settled": t("工作已办结", "a task is settled"),
  "task.late": t("工作已逾期", "a task is late: the first rung at or after its due instant was reached"),
  "case.done": t("事项已结束", "a case has ended"),
  "disclosure.published": t("公示已发布", "a disclosure is published"),
  "level.set": t("风险等级已设定", "a level of a hazard is set"),
} as const satisfies Readonly<Record<string, Text>>;
export type WebhookEvent = keyof typeof webhookTitles;
export const webhookEvents = Object.keys(webhookTitles) as readonly WebhookEvent[];

/** Why a message got no response, by the code that the log has; other codes are those of Node.js. */
const noResponse: Readonly<Record<string, Text>> = {
  NOT_HTTPS: t("网址不是https，没有发送", "not sent: the address is not https"),
  PRIVATE: t("地址不在公网，没有发送", "not sent: the address is not public"),
  TIMEOUT: t("等待应答超时", "no response in time"),
  ENOTFOUND: t("找不到该域名", "the host name is not known"),
  EAI_AGAIN: t("暂时无法解析域名", "the host name cannot be resolved at the moment"),
  ECONNREFUSED: t("对方拒绝连接", "the connection was refused"),
  ECONNRESET: t("连接被对方中断", "the connection was broken off"),
  CERT_HAS_EXPIRED: t("对方证书已过期", "its certificate has expired"),
  DEPTH_ZERO_SELF_SIGNED_CERT: t("对方证书为自签名", "its certificate is self-signed"),
  ERR_TLS_CERT_ALTNAME_INVALID: t("对方证书与域名不符", "its certificate is of another host"),
};

/** The reason in words; a code without words is named. */
export const noResponseWords = (code: string): Text =>
  noResponse[code] ?? t(`没有应答（${code}）`, `no response (${code})`);

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Delays between attempts, as recommended by Standard Webhooks. */
const gaps = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
/** After this time since it was queued, a message is given up. */
const longest = 72 * hour;

/** When a failed message is tried again; null: it is given up. @param attempts number of attempts so far @param since when it was queued */
export function nextAttempt(attempts: number, since: Date, now: Date): Date | null {
  const gap = gaps[Math.min(attempts, gaps.length) - 1] ?? 0;
  const next = new Date(now.getTime() + gap);
  return next.getTime() - since.getTime() > longest ? null : next;
}

/** Why a webhook is paused. */
export type PausedBecause = "asked" | "failing" | "gone";
export const pausedTitles: Readonly<Record<PausedBecause, Text>> = {
  asked: t("已暂停", "paused"),
  failing: t("连续三天无法送达，已暂停", "paused: nothing came through for three days"),
  gone: t("对方答复不再接收，已暂停", "paused: it answered that it is gone"),
};
