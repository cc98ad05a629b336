import type { Channel, Shape, Text, Urgency } from "../terms.ts";
import { t } from "./text.ts";

export const channel: Record<Channel, Text> = { email: t("电子邮件", "e-mail"), sms: t("短信", "SMS") };

export const urgency: Record<Urgency, Text> = {
  routine: t("常规", "routine"),
  prompt: t("及时", "prompt"),
  emergency: t("紧急", "emergency"),
};

export const shape: Record<Shape, Text> = {
  due: t("待办", "due"),
  reminder: t("提醒", "reminder"),
  overdue: t("逾期", "overdue"),
  escalated: t("上报", "escalated"),
  returned: t("退回", "returned"),
  settled: t("办结", "settled"),
  call: t("通知", "call"),
  digest: t("汇总", "digest"),
  test: t("测试", "test"),
};

export const deliveryState = {
  queued: t("待发送", "queued"),
  sending: t("发送中", "sending"),
  sent: t("已发出", "sent"),
  delivered: t("已送达", "delivered"),
  bounced: t("被退信", "bounced"),
  refused: t("被拒收", "refused"),
  unknown: t("结果不明", "unknown"),
  failed: t("暂时失败", "failed for now"),
  dropped: t("不再发送", "dropped"),
};

/** Why a message is held. */
export const heldBecause = {
  night: t("夜间不发短信", "no SMS at night"),
  bundled: t("并入当日邮件", "put together with the mail of that day"),
  retry: t("上次发送失败，稍后重试", "the last attempt failed; it is sent again"),
  unknown: t("上次发送结果不明，稍后核对", "the outcome of the last attempt is not known; it is looked up"),
};

/** Why a message was dropped. */
export const dropped = {
  left: t("收件人已不在该机构任职", "the reader has left"),
  paused: t("机构已暂停", "the organization is paused"),
  overtaken: t("期限已变更", "the due day has changed"),
  replaced: t("当日已另行设定等级", "another level was set for the same day"),
  settled: t("事项已有新的进展，无需再通知", "it was not needed any more"),
  stale: t("已过通知时效", "it came too late to be of use"),
  enough: t("当日或本周短信已达上限，内容见邮件", "enough SMS for the day or the week; the mail says it"),
  unreachable: t("没有可用的联系方式", "there is no address that works"),
  refused: t("对方拒收", "it was refused"),
  undeliverable: t("多次发送均未成功", "several attempts failed"),
};

/** Outcome of a message in a story. */
export const sending = {
  "sent-email": t("已发出邮件", "mail sent"),
  "sent-both": t("已发出邮件和短信", "mail and SMS sent"),
  "sent-sms": t("已发出短信", "SMS sent"),
  "delivered-email": t("邮件已送达", "mail delivered"),
  "delivered-both": t("邮件和短信已送达", "mail and SMS delivered"),
  "delivered-sms": t("短信已送达", "SMS delivered"),
  "bounced-email": t("邮件被退回", "mail bounced"),
  "bounced-both": t("邮件和短信均未送达", "mail and SMS not delivered"),
  "bounced-sms": t("短信发送失败", "SMS not delivered"),
  "unknown-email": t("邮件发送结果不明", "mail, outcome unknown"),
  "unknown-both": t("邮件和短信发送结果不明", "mail and SMS, outcome unknown"),
  "unknown-sms": t("短信发送结果不明", "SMS, outcome unknown"),
  "queued-email": t("邮件正在排队发送", "mail queued"),
  "queued-both": t("邮件和短信正在排队发送", "mail and SMS queued"),
  "queued-sms": t("短信正在排队发送", "SMS queued"),
  "held-email": t("邮件待发送", "mail held"),
  "held-both": t("邮件和短信待发送", "mail and SMS held"),
  "held-sms": t("短信待发送", "SMS held"),
  "dropped-email": t("邮件未发送", "mail not sent"),
  "dropped-both": t("邮件和短信未发送", "mail and SMS not sent"),
  "dropped-sms": t("短信未发送", "SMS not sent"),
};
