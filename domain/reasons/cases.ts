import type { LocalDate } from "../terms.ts";
import { type NounName, named, nounText, pageWords, refused, stateText, t, verbText, withCommand } from "./words.ts";

const acts: Readonly<Record<string, string>> = {
  answer: "答复",
  duty: "上岗",
  enlist: "登记志愿者",
  record: "登记收支",
  query: "查询",
  objection: "异议",
  close: "关闭机构",
  cancel: "取消",
  withdraw: "撤回文件",
  "campaign start": "募捐开始",
  "campaign-end-set": "募捐结束",
  "emergency-end-set": "应急响应结束",
  "meeting-moved": "会议改期",
  "matter hold": "重大事项举行",
  graded: "隐患定级",
  moved: "改期",
  "project-ended": "项目结束",
};
/** Chinese for an act: on a case, a verb of a task, otherwise the code. */
const actZh = (act: string): string => acts[act] ?? (named("event", act).zh || verbText(act).zh);

/** Why an act on an organization, a case or a circular is refused in its current state. */
export const caseReasons = {
  "organization-closed": ({ code }: { code: string }) =>
    t(`${code}已关闭；应为正在运行的机构`, `${code} is closed; expected an organization at work`),
  "not-open": ({ act, what, state }: { act: string; what: NounName; state: string }) =>
    refused(
      act,
      `${actZh(act)}：该${nounText(what).zh}目前为“${stateText(state).zh}”；应为进行中的`,
      `the ${what} is ${state}; expected one that is open`,
    ),
  "no-reason-given": ({ act }: { act: string }) => refused(act, `${actZh(act)}：须写明理由`, "a reason is needed"),
  "duty-does-not-apply": ({ duty, organization, type }: { duty: string; organization: string; type?: string }) =>
    withCommand(
      t(
        `第${duty}项职责不适用于${organization}${type ? `（${named("organizationType", type).zh}）` : ""}`,
        `duty ${duty} does not apply to ${organization}${type ? ` (${type})` : ""}`,
      ),
      t(
        `；适用的见 \`duban duty list --org ${organization}\``,
        `; expected one that does, as \`duban duty list --org ${organization}\` shows`,
      ),
    ),
  "step-does-not-apply": ({ step, organization }: { step: string; organization: string }) =>
    refused(step, `步骤“${step}”所属的职责不适用于${organization}`, `its row does not apply to ${organization}`),
  "duty-paused": ({ act, duty, organization }: { act: string; duty: string; organization: string }) =>
    refused(
      act,
      `${organization}的第${duty}项职责已暂停；应先恢复`,
      `duty ${duty} is paused for ${organization}; expected one that runs`,
    ),
  "duty-paused-for-all": ({ duty }: { duty: string }) =>
    t(
      `第${duty}项职责已在所有机构暂停；应先在所有机构恢复`,
      `duty ${duty} is paused for all organizations; expected it to be resumed for all first`,
    ),
  "no-duty-for-event": ({ event, organization }: { event: string; organization?: string }) =>
    refused(
      "event",
      `${organization ?? "该机构"}没有响应“${named("trigger", event).zh}”的职责；应有一项适用且未暂停`,
      `no duty of ${organization ?? "this organization"} answers to "${event}"; expected one that applies and is not paused`,
    ),
  "key-taken": ({ key, title }: { key: string; title: string }) =>
    refused(
      "issue",
      `签发：标识“${key}”已用于“${title}”；应另用一个`,
      `the key "${key}" is that of "${title}"; expected a key of its own`,
    ),
  "concerns-nobody": () =>
    refused(
      "issue",
      "签发：没有涉及任何正在运行的机构；应至少有一家",
      "it concerns no organization at work; expected at least one",
    ),
  "concerns-none-of-theirs": () =>
    refused(
      "issue",
      "签发：没有涉及签发人所管的任何机构；应至少有一家",
      "it concerns none of the issuer's organizations; expected at least one",
    ),
  "not-the-issuer": () =>
    pageWords(
      refused("withdraw", "撤回：只能由管理员或签发人撤回", "expected an administrator, or the person who issued it"),
      "Only an administrator or the person who issued it may withdraw it",
    ),
  "no-meeting": () =>
    refused(
      "move",
      "会议改期：尚未定会议日期；应为已定日期的会议",
      "no meeting has been set; expected a policy whose meeting has its day",
    ),
  "meeting-over": () =>
    refused(
      "move",
      "会议改期：会议已经召开；应为尚未提交会议纪要的",
      "the meeting is over; expected one whose minutes have not been handed in",
    ),
  "step-not-open": ({ step, what }: { step: string; what: NounName }) =>
    refused(
      step,
      `${step}：此${nounText(what).zh}没有请求这一步；应为“${step}”正在等待的`,
      `this ${what} is not asked for it; expected one whose "${step}" is open`,
    ),
  "answer-not-waited-for": ({ state }: { state: string }) =>
    refused(
      "answer",
      `答复：该事项目前为“${stateText(state).zh}”；应为正在等待答复的`,
      `it is ${state}; expected one that waits for something`,
    ),
  "beyond-period": ({ until, latest }: { until: LocalDate; latest: LocalDate }) =>
    refused(
      "move",
      `改期：${until}超出演练所属期间；应不晚于${latest}`,
      `${until} lies beyond the drill's period; expected a day no later than ${latest}`,
    ),
  "no-beginning": () => ({
    ...refused(
      "move",
      "改期：此演练当初没有定开始时间，不能给出--place",
      "--place is of a drill that has a beginning; expected none, since this one was set without",
    ),
    page: t("此演练当初没有定开始时间，不能填写地点", "This drill was set without a beginning, so it takes no place"),
  }),
  "nothing-to-hold": ({ step, task }: { step: string | null; task: string | null }) =>
    t(
      `演练没有等待举行的日期：${step === null ? "已没有未办的工作" : `正在等待${step}（工作${task}）`}；应有未办的工作“hold”`,
      `the drill has no date that waits to be held: ${step === null ? "nothing of it is open" : `it waits for ${step}, task ${task}`}; expected a task "hold" that is open`,
    ),
} as const;
