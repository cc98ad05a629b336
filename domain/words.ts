import type { Deadline, EventName, Status } from "./catalogue/duty.ts";
import type { PolicyName } from "./escalation/policy-names.ts";
import { writing } from "./messages/languages/writing.ts";
import type { Outlook, ReportCadence } from "./tasks/outlook.ts";
import type { TaskState, Verb } from "./tasks/task-states.ts";
import type {
  Cadence,
  CaseState,
  Channel,
  Kind,
  LanguageCode,
  Level,
  Mark,
  OrganizationType,
  Registration,
  Role,
  Shape,
  Text,
  Urgency,
} from "./terms.ts";
import { isLocalDate } from "./time/dates.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

const role: Record<Role, Text> = {
  "legal-representative": t("法定代表人", "legal representative"),
  head: t("负责人", "head"),
  secretariat: t("秘书处", "secretariat"),
  deputy: t("副职", "deputy"),
  "supervisory-board": t("监事会", "supervisory board"),
  "party-organization": t("党组织", "party organization"),
  "party-head": t("党组织负责人", "head of the party organization"),
  staff: t("工作人员", "staff"),
  member: t("会员", "member"),
  volunteer: t("志愿者", "volunteer"),
  authority: t("业务主管单位", "supervising authority"),
  "party-committee": t("社会组织党委", "party committee for social organizations"),
  registrar: t("登记管理机关", "registrar"),
  regulator: t("行业管理部门", "industry regulator"),
};

const organizationType: Record<OrganizationType, Text> = {
  HUB: t("枢纽型社会组织", "hub organization"),
  CHA: t("公益慈善类社会组织", "charity"),
  VOL: t("志愿服务组织", "volunteer organization"),
  IND: t("行业协会商会", "industry association"),
  CHM: t("异地商会", "hometown chamber"),
  SVC: t("社会服务机构", "social service agency"),
  COM: t("社区社会组织", "community organization"),
  OTH: t("其他社会组织", "other organization"),
};

const registration: Record<Registration, Text> = {
  association: t("社会团体", "association"),
  service: t("民办非企业单位（社会服务机构）", "private non-enterprise unit"),
  foundation: t("基金会", "foundation"),
};

const kind: Record<Kind, Text> = {
  RT: t("常规工作", "recurring task"),
  PR: t("政策传达", "policy relay"),
  DR: t("演练", "drill"),
  RX: t("整改", "rectification"),
  SI: t("监督检查", "supervision inspection"),
  HI: t("隐患与事件处置", "hazard or incident"),
  FR: t("更新确认", "freshness review"),
  CR: t("覆盖排查", "coverage roster"),
  MM: t("重大事项报备", "major-matter filing"),
  FG: t("募捐审查", "fundraising gate"),
  DD: t("捐赠信息公开", "donation disclosure"),
  VG: t("志愿服务项目", "volunteer project"),
  AG: t("活动审查", "gathering gate"),
  CA: t("响应号召", "call to action"),
  OL: t("意见与求助", "opinion or request for help"),
};

const cadence: Record<Cadence, Text> = {
  weekly: t("每周", "weekly"),
  monthly: t("每月", "monthly"),
  quarterly: t("每季度", "quarterly"),
  "half-yearly": t("每半年", "half-yearly"),
  yearly: t("每年", "yearly"),
};

const level: Record<Level, Text> = {
  normal: t("常态", "normal"),
  watch: t("预警", "watch"),
  response: t("应急响应", "response"),
};

const channel: Record<Channel, Text> = { email: t("电子邮件", "e-mail"), sms: t("短信", "SMS") };

const urgency: Record<Urgency, Text> = {
  routine: t("常规", "routine"),
  prompt: t("及时", "prompt"),
  emergency: t("紧急", "emergency"),
};

const shape: Record<Shape, Text> = {
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

const taskState: Record<TaskState, Text> = {
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

const caseState: Record<CaseState, Text> = {
  open: t("进行中", "open"),
  done: t("已办结", "done"),
  cancelled: t("已取消", "cancelled"),
  missed: t("未完成", "missed"),
  superseded: t("因等级调整", "superseded by a change of level"),
  credited: t("同时计入", "counted with another"),
};

const deliveryState = {
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

/** Why a message waits. */
const heldBecause = {
  night: t("夜间不发短信", "no SMS at night"),
  bundled: t("并入当日邮件", "put together with the mail of that day"),
  retry: t("上次发送失败，稍后重试", "the last attempt failed; it is sent again"),
  unknown: t("上次发送结果不明，稍后核对", "the outcome of the last attempt is not known; it is looked up"),
};

/** Why a message was not sent. */
const dropped = {
  left: t("收件人已不在该机构任职", "the reader has left"),
  paused: t("机构已暂停", "the organization is paused"),
  overtaken: t("期限已变更", "the due day has changed"),
  settled: t("事项已有新的进展，无需再通知", "it was not needed any more"),
  stale: t("已过通知时效", "it came too late to be of use"),
  unreachable: t("没有可用的联系方式", "there is no address that works"),
  refused: t("对方拒收", "it was refused"),
  undeliverable: t("多次发送均未成功", "several attempts failed"),
};

/** What became of a message, as a story tells it. */
const sending = {
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

const severity = {
  critical: t("紧急", "critical"),
  major: t("较重", "major"),
  minor: t("一般", "minor"),
};

const direction = {
  received: t("接收", "received"),
  used: t("使用", "used"),
};

/** What a button or a command is called. */
const verb: Record<Verb, Text> = {
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

/** What a line of the log says has happened: every verb, and what the system does by itself. */
const event: Record<Verb, Text> & Readonly<Record<string, Text>> = {
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

/** How far the wording of a statutory deadline was confirmed. */
const deadlineStatus: Record<Status, Text> = {
  V: t("已核对原文", "its wording was read"),
  P: t("据转引，未见原文", "as quoted elsewhere"),
  R: t("待核实", "to be confirmed"),
};

/** How a task looks to whoever does it. */
/** How often a supervisor asks for progress, as it stands in a sentence. */
const reportCadence: Readonly<Record<ReportCadence, Text>> = {
  "1bd": t("每个工作日", "every business day"),
  "2bd": t("每2个工作日", "every 2 business days"),
  "5bd": t("每5个工作日", "every 5 business days"),
  none: t("不再要求", "no more"),
};

const outlook: Readonly<Record<Outlook, Text>> = {
  "on-track": t("正常推进", "on track"),
  "at-risk": t("存在风险", "at risk"),
  blocked: t("受阻", "blocked"),
};

/** Who acted, where it was no person. */
const actor = {
  system: t("系统", "system"),
  administrator: t("管理员", "administrator"),
};

const trigger: Record<EventName, Text> = {
  "policy-issued": t("政策下发", "policy issued"),
  "staff-joined": t("人员入职", "staff joined"),
  "staff-left": t("人员离职", "staff left"),
  "legal-representative-changed": t("法定代表人变更", "legal representative changed"),
  "head-changed": t("负责人变更", "head changed"),
  "roster-changed": t("人员名册变更", "roster changed"),
  "site-changed": t("场所变更", "site changed"),
  "version-approved": t("新版本获批", "version approved"),
  "drill-held": t("演练已举行", "drill held"),
  "hazard-opened": t("发现隐患或事件", "hazard opened"),
  "hazard-closed": t("隐患或事件处置完毕", "hazard closed"),
  incident: t("核实为突发事件", "incident"),
  "reminder-needed": t("检查发现需提醒事项", "reminder needed"),
  finding: t("发现问题", "finding"),
  "resolution-passed": t("决议通过", "resolution passed"),
  "matter-planned": t("拟办重大事项", "major matter planned"),
  "gathering-planned": t("拟办活动", "gathering planned"),
  "campaign-planned": t("拟开展募捐", "campaign planned"),
  "campaign-started": t("募捐开始", "campaign started"),
  "campaign-ended": t("募捐结束", "campaign ended"),
  "donation-received": t("接收捐赠", "donation received"),
  spending: t("使用款物", "spending"),
  "registration-changed": t("登记变更", "registration changed"),
  "call-issued": t("发出号召", "call issued"),
  "opinion-raised": t("提出意见", "opinion raised"),
  "difficulty-raised": t("反映困难", "difficulty raised"),
  "request-raised": t("提出求助", "request raised"),
  "opinion-accepted": t("意见受理", "opinion taken up"),
  "project-started": t("项目启动", "project started"),
  "need-identified": t("提出需求", "need identified"),
  "service-planned": t("拟开展服务", "service planned"),
  "participation-planned": t("拟参与", "participation planned"),
  "mutual-aid-ended": t("互助活动结束", "mutual aid ended"),
  "major-event": t("重大资产变动、投资、交易或关联交易", "major asset, investment, transaction or related-party event"),
};

const mark: Record<Mark, Text> = {
  "fire-unit": t("消防安全单位", "fire-safety unit"),
  "fire-key-unit": t("消防安全重点单位", "key unit of fire safety"),
  "production-safety": t("生产经营单位（安全生产）", "production-safety unit"),
};

/** What an escalation policy of the product is called; one that an administrator named has that name. */
const policy: Readonly<Record<PolicyName, Text>> = {
  ordinary: t("一般事项", "ordinary matters"),
  filing: t("报备事项", "filings"),
  receipt: t("一个工作日内报告", "report within one workday"),
  emergency: t("紧急受理", "emergency response"),
  "hazard-minor": t("一般隐患受理", "minor hazards"),
  incident: t("突发事件报告", "incidents"),
  "incident-critical": t("紧急突发事件报告", "critical incidents"),
  "rectification-critical": t("紧急整改", "critical rectification"),
  "rectification-major": t("较重问题整改", "major rectification"),
  "rectification-minor": t("一般问题整改", "minor rectification"),
  disclosure: t("款物公开", "donation disclosure"),
  "disclosure-emergency": t("应急期间款物公开", "donation disclosure in an emergency"),
  "disclosure-matter": t("关联交易公开", "disclosure of related-party dealings"),
  verdict: t("核验", "verification"),
  "drill-date": t("确定演练日期", "setting the date of a drill"),
  "drill-hold": t("组织演练", "holding a drill"),
  "drill-evaluation": t("演练评估", "evaluating a drill"),
  personal: t("逐人确认", "each person's own confirmation"),
};

/** Names of everything that people read, one group for each list of the domain. */
export const words = {
  role,
  mark,
  organizationType,
  registration,
  kind,
  cadence,
  level,
  channel,
  urgency,
  shape,
  taskState,
  caseState,
  deliveryState,
  heldBecause,
  dropped,
  sending,
  severity,
  direction,
  verb,
  event,
  outlook,
  reportCadence,
  actor,
  trigger,
  deadlineStatus,
  policy,
} as const;
export type WordGroup = keyof typeof words;

/** A text in the reader's language; the other one where this is empty, since a missing word must not hide the thing. */
export const textIn = (text: Text, language: LanguageCode): string => writing[language].of(text);

/** The name of `key` for people; a key that nobody named yet reads as itself, since a page must not fail for a word. */
export function word(group: WordGroup, key: string, language: LanguageCode): string {
  const names: Readonly<Record<string, Text>> = words[group];
  const name = Object.hasOwn(names, key) ? names[key] : undefined;
  return name ? textIn(name, language) : key;
}

/** Reasons that the system gives by itself, as the log keeps them. */
const systemReason: Readonly<Record<string, Text>> = {
  "it is done without": t("该事项已经办结，此项无需再办", "it is done without"),
  "nothing is to be done any more": t("该事项无需继续办理", "nothing is to be done any more"),
  "the project has ended": t("项目已结束", "the project has ended"),
  "the project does not run in this period any more": t(
    "项目在此期间不再实施",
    "the project does not run in this period any more",
  ),
  "the campaign's days have changed": t("募捐期限已变更", "the campaign's days have changed"),
  "another day or place": t("日期或地点已变更", "another day or place"),
};

/** Why something was done, in the reader's language where the system says so by itself; what a person wrote stays as it is. */
export function reasonIn(reason: string, language: LanguageCode): string {
  const known = Object.hasOwn(systemReason, reason) ? systemReason[reason] : undefined;
  if (known) return textIn(known, language);
  const version = /^version (\d+) is there$/.exec(reason);
  return version ? writing[language].either(`已有第${version[1]}版`, reason) : reason;
}

/** What the case is to another that counts in its place. */
export const countingWords: Readonly<Partial<Record<CaseState, Text>>> = {
  missed: t("未完成，下一期", "missed; the next one"),
  superseded: t("因等级调整，计入", "superseded by a change of level; what counts"),
  credited: t("同时计入，依据", "counted with"),
};

/** What another case is to the one that counts in its place. */
export const countedAs = ({ state }: { state: CaseState }): Text =>
  state === "missed"
    ? t("上期未完成", "the one before was missed")
    : state === "superseded"
      ? t("因等级调整，代替", "since the level has changed, it counts in the place of")
      : t("同时计入", "counts for");

/** Roles that are a body of people, or an authority: nobody "holds" one, a contact of it is registered. */
const bodies: readonly Role[] = [
  "secretariat",
  "supervisory-board",
  "party-organization",
  "authority",
  "party-committee",
  "registrar",
  "regulator",
];

/** That nobody is there for a role. */
export const vacantText = (one: Role): Text =>
  bodies.includes(one)
    ? t(`尚未登记“${role[one].zh}”联系人`, `no contact of the ${role[one].en} is registered`)
    : t(`“${role[one].zh}”目前无人担任`, `nobody holds the role “${role[one].en}”`);

/** What somebody who holds a role is, beside the organization's name: `秘书处工作人员`, `on the secretariat of`. */
export const memberText: Readonly<Record<Role, Text>> = {
  "legal-representative": t("法定代表人", "the legal representative of"),
  head: t("负责人", "the head of"),
  secretariat: t("秘书处工作人员", "on the secretariat of"),
  deputy: t("副职负责人", "a deputy head of"),
  "supervisory-board": t("监事会成员", "on the supervisory board of"),
  "party-organization": t("党组织成员", "in the party organization of"),
  "party-head": t("党组织负责人", "the head of the party organization of"),
  staff: t("工作人员", "on the staff of"),
  member: t("会员", "a member of"),
  volunteer: t("志愿者", "a volunteer of"),
  authority: t("业务主管单位工作人员", "with the supervising authority of"),
  "party-committee": t("社会组织党委工作人员", "with the party committee over"),
  registrar: t("登记管理机关工作人员", "with the registrar of"),
  regulator: t("行业管理部门工作人员", "with the industry regulator of"),
};

/** Where a term comes from, and how sure that is. */
export const basisWords = ({ source, status }: Pick<Deadline, "source" | "status">): Text => ({
  zh: `${source.zh}（${deadlineStatus[status].zh}）`,
  en: `${source.en} (${deadlineStatus[status].en})`,
});

/** Of a day that a law names and that falls on days off: by when it is asked, and that nobody is late before it has moved. */
export function askedByText({ askedBy }: Readonly<Record<string, unknown>>): Text | null {
  if (typeof askedBy !== "string" || !isLocalDate(askedBy)) return null;
  const [, month = 1, day = 1] = askedBy.split("-").map(Number);
  return t(
    `法定日期逢休息日，请于${month}月${day}日前办理`,
    `the day that the law names falls on days off: please hand it in by ${day} ${monthNames[month - 1]}`,
  );
}

const monthNames = "January February March April May June July August September October November December".split(" ");
