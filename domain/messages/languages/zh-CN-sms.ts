import type { Vocabulary } from "./vocabulary.ts";

/** Templates of SMS. Longest variable: 20 characters. */
export const sms: Vocabulary["sms"] = {
  due: {
    act: "{organization}“{task}”请于{date}前{do}。",
    read: "{organization}“{task}”请于{date}前{do}，详见邮件。",
  },
  reminder: {
    act: "提醒：{organization}“{task}”{date}到期。",
    read: "提醒：{organization}“{task}”{date}到期，详见邮件。",
  },
  overdue: {
    act: "{organization}“{task}”{state}，请尽快{do}。",
    read: "{organization}“{task}”{state}，详见邮件。",
  },
  escalated: {
    act: "上报：{organization}“{task}”{state}。",
    read: "上报：{organization}“{task}”{state}，详见邮件。",
  },
  returned: {
    act: "{organization}“{task}”被退回，{date}前补正。",
    read: "{organization}“{task}”被退回，{date}前补正。",
  },
  settled: { act: "{organization}“{task}”无需再办，详情：", read: "{organization}“{task}”无需再办，详见邮件。" },
  call: {
    act: "{organization}通知：{date}“{task}”，请按时参加。",
    read: "{organization}通知：{date}“{task}”，请按时参加。",
  },
  digest: {
    act: "您有{total}项待办，其中{late}项逾期；{verify}项待核验，{escalated}项上报。请先办最急的一项：",
    read: "您有{total}项待办，其中{late}项逾期；{verify}项待核验，{escalated}项上报，详见邮件。",
  },
  alarm: {
    act: "{grade}：{organization}“{task}”{state}，遇险先拨{call}，报告人{reporter}。",
    read: "{grade}：{organization}“{task}”{state}，遇险先拨{call}，报告人{reporter}，详见邮件。",
  },
  level: {
    act: "{organization}：自{date}起，{task}。各项工作的周期随之调整。",
    read: "{organization}：自{date}起，{task}。各项工作的周期随之调整。",
  },
  test: { act: "这是一条测试短信，收到即说明号码可用。", read: "这是一条测试短信，收到即说明号码可用。" },
};
