import type { Vocabulary } from "./vocabulary.ts";

/** SMS templates: with a link on a short host, one segment of 70 characters. `{what}` is as long as there is room for. */
export const sms: Vocabulary["sms"] = {
  due: { act: "{what}请于{date}前{do}", read: "{what}请于{date}前{do}，详见邮件" },
  reminder: { act: "提醒：{what}{date}到期，请{do}", read: "提醒：{what}{date}到期，请{do}，详见邮件" },
  overdue: { act: "{what}{state}，请尽快{do}", read: "{what}{state}，请尽快{do}，详见邮件" },
  escalated: { act: "上报：{what}{state}，请{do}", read: "上报：{what}{state}，请{do}，详见邮件" },
  returned: { act: "{what}被退回，请于{date}前补正", read: "{what}被退回，请于{date}前补正，详见邮件" },
  settled: { act: "{what}已无需办理", read: "{what}已无需办理，详见邮件" },
  call: { act: "通知您{date}参加{what}", read: "通知您{date}参加{what}，详见邮件" },
  digest: { act: "{open}项等您处理", read: "{open}项等您处理，详见邮件" },
  digestLate: {
    act: "{open}项等您处理，其中{late}项已逾期",
    read: "{open}项等您处理，其中{late}项已逾期，详见邮件",
  },
  toDo: { act: "{total}项待办", read: "{total}项待办，详见邮件" },
  toDoLate: { act: "{total}项待办（{late}项逾期）", read: "{total}项待办（{late}项逾期），详见邮件" },
  toVerify: { act: "{verify}项待核验", read: "{verify}项待核验，详见邮件" },
  raised: { act: "{escalated}项上报，请督办", read: "{escalated}项上报，请督办，详见邮件" },
  alarm: {
    act: "【{grade}】{what}，{state}，遇险拨{call}",
    read: "【{grade}】{what}，{state}，遇险拨{call}，详见邮件",
  },
  level: { act: "{what}，自{date}起", read: "{what}，自{date}起，详见邮件" },
  test: { act: "这是一条测试短信，收到即说明号码可用", read: "这是一条测试短信，收到即说明号码可用。" },
};

/** What an SMS is about, as long as there is room for. */
export const smsWhat: Vocabulary["smsWhat"] = {
  of: (organization, task) => `${organization}“${task}”`,
  task: (task) => `“${task}”`,
  duty: (number) => `第${number}项`,
  at: (place) => `${place}的活动`,
  leastCut: 6,
  one: "1项工作",
  danger: "1处险情",
  level: "等级调整",
};
