import type { Outlook, ReportCadence } from "../tasks/outlook.ts";
import type { TaskState, Verb } from "../tasks/task-states.ts";
import type { CaseState, Text } from "../terms.ts";
import { t } from "./text.ts";

export const taskState: Record<TaskState, Text> = {
  open: t("待办", "open"),
  acknowledged: t("已确认", "acknowledged"),
  submitted: t("待核验", "waits for a verdict"),
  returned: t("已退回", "returned"),
  accepted: t("已通过", "accepted"),
  closed: t("已办结", "closed"),
  waived: t("已免除", "waived"),
  cancelled: t("已取消", "cancelled"),
  missed: t("未完成", "missed"),
  belated: t("逾期补报", "handed in too late, for the record"),
  superseded: t("因等级调整不再单独办理", "superseded by a change of level"),
  credited: t("同时计入", "counted with another"),
};

export const caseState: Record<CaseState, Text> = {
  open: t("进行中", "open"),
  done: t("已办结", "done"),
  cancelled: t("已取消", "cancelled"),
  missed: t("未完成", "missed"),
  superseded: t("因等级调整", "superseded by a change of level"),
  credited: t("同时计入", "counted with another"),
};

/** Names of verbs on buttons and commands. */
export const verb: Record<Verb, Text> = {
  acknowledge: t("确认收到", "Acknowledge"),
  submit: t("提交", "Submit"),
  accept: t("通过", "Accept"),
  return: t("退回", "Return"),
  "ask-extension": t("申请延期", "Ask for more time"),
  "grant-extension": t("同意延期", "Grant more time"),
  "refuse-extension": t("不同意延期", "Refuse more time"),
  delegate: t("转交他人", "Pass on"),
  report: t("阶段反馈", "Report progress"),
  "ask-reports": t("要求定期反馈", "Ask for regular reports"),
  "not-mine": t("不属于本人职责", "Not mine"),
  reassign: t("改派", "Assign to someone else"),
  "take-on": t("由我接办", "Take it on"),
  press: t("催办", "Send a reminder"),
  waive: t("免除", "Waive"),
  move: t("改期", "Move"),
  cancel: t("取消", "Cancel"),
};

/** Log lines by verb, and by events of the system. */
export const event: Record<Verb, Text> & Readonly<Record<string, Text>> = {
  acknowledge: t("已确认收到", "acknowledged"),
  submit: t("已提交", "submitted"),
  accept: t("核验通过", "accepted"),
  return: t("已退回", "returned"),
  "ask-extension": t("申请延期", "asked for more time"),
  "self-declare": t("自行申报办结（无人可核验）", "declared it done (nobody else to verify it)"),
  "grant-extension": t("同意延期", "granted more time"),
  "refuse-extension": t("不同意延期", "refused more time"),
  delegate: t("已转交", "passed on"),
  report: t("阶段反馈", "reported progress"),
  "ask-reports": t("已要求定期反馈", "asked for regular reports"),
  "answer-report": t("已答复阶段反馈", "answered the report"),
  "report-on-track": t("阶段反馈：正常推进", "reported: on track"),
  "report-at-risk": t("阶段反馈：存在风险", "reported: at risk"),
  "report-blocked": t("阶段反馈：受阻", "reported: blocked"),
  "not-mine": t("反映不属于其职责", "said it is not theirs"),
  reassign: t("已改派", "assigned it to someone else"),
  "take-on": t("已接办", "took it on"),
  press: t("已催办", "sent a reminder"),
  waive: t("已免除", "waived"),
  move: t("已改期", "moved"),
  cancel: t("已取消", "cancelled"),
  opened: t("事项开始", "opened"),
  planned: t("按计划开始", "planned"),
  asked: t("进入下一步", "the next step begins"),
  cancelled: t("整件事项已取消", "cancelled as a whole"),
  told: t("已安排通知", "messages scheduled"),
  skipped: t("已跳过", "skipped"),
  dropped: t("通知未再发送", "notice dropped"),
  undelivered: t("未能送达", "could not be delivered"),
  gap: t("无人担任", "nobody holds the role"),
  "set-aside": t("系统异常，暂停处理", "set aside by the system"),
  settled: t("已办结", "settled"),
  published: t("已公布", "published"),
  "on-platform": t("已在慈善中国公布", "on the platform Charity China"),
  "late-mark": t("记为逾期公布", "marked late in public"),
  received: t("已登记接收", "receipt recorded"),
  used: t("已登记使用", "use recorded"),
  paused: t("已暂停", "paused"),
  resumed: t("已恢复", "resumed"),
  closed: t("已关闭", "closed"),
  missed: t("未完成，下一期已开始", "missed: the next one has begun"),
  superseded: t("因等级调整，由另一期办理", "superseded: another one counts since the level has changed"),
  level: t("等级调整", "change of level"),
  reopened: t("等级恢复，继续办理", "open again: the level is as it was"),
  credited: t("由另一事项同时计入", "another one that was done counts for it"),
  withdrawn: t("文件已撤回", "withdrawn by whoever issued it"),
  "new-role": t("人员变动，重新告知", "people changed: told anew"),
  "new-address": t("联系方式变更，重新告知", "an address changed: told anew"),
  left: t("办理人已离任", "the person responsible has left"),
  "policy-set": t("已更换催办规则", "given another policy"),
  finding: t("发现问题", "finding recorded"),
  graded: t("严重程度已调整", "severity changed"),
  "meeting-moved": t("会议已改期", "meeting moved"),
  evidence: t("已附证明材料", "evidence added"),
  "donations-recorded": t("已登记款物收支", "donations and spending recorded"),
  "campaign-end-set": t("已确定募捐结束日期", "end of the campaign set"),
  moved: t("已更改日期或地点", "moved to another day or place"),
  enlisted: t("已列入名单", "put on the register"),
  "on-duty": t("已上岗", "put on duty"),
  "off-duty": t("已离岗", "taken off duty"),
  "project-ended": t("项目已结束", "project ended"),
  "campaign-moved": t("募捐期限已变更", "days of the campaign moved"),
  "matter-moved": t("重大事项日期已变更", "day of the matter moved"),
  "matter-changed": t("重大事项内容已变更", "content of the matter changed"),
  "emergency-end-set": t("已确定应急阶段结束日期", "end of the response phase set"),
};

export const outlook: Readonly<Record<Outlook, Text>> = {
  "on-track": t("正常推进", "on track"),
  "at-risk": t("存在风险", "at risk"),
  blocked: t("受阻", "blocked"),
};

/** How often a supervisor requests progress reports, inside a sentence. */
export const reportCadence: Readonly<Record<ReportCadence, Text>> = {
  "1bd": t("每个工作日", "every business day"),
  "2bd": t("每2个工作日", "every 2 business days"),
  "5bd": t("每5个工作日", "every 5 business days"),
  none: t("不再要求", "no more"),
};

/** The actor, if not a person. */
export const actor = {
  system: t("系统", "system"),
  administrator: t("管理员", "administrator"),
};

export const direction = {
  received: t("接收", "received"),
  used: t("使用", "used"),
};
