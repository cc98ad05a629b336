import type { Text } from "../domain/terms.ts";
import { localized } from "./language.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Headings of columns, in both languages. */
const columns = {
  "": t("", ""),
  about: t("关于", "about"),
  act: t("操作", "act"),
  acts: t("办理次数", "acts"),
  address: t("地址", "address"),
  amount: t("金额", "amount"),
  "approved by": t("批准人", "approved by"),
  asked: t("要求", "asked"),
  basis: t("依据", "by"),
  because: t("理由", "because"),
  by: t("依据", "by"),
  cadence: t("周期", "cadence"),
  case: t("事项", "case"),
  channels: t("渠道", "channels"),
  circular: t("文件", "circular"),
  change: t("比上期", "change"),
  credited: t("同时计入", "credited"),
  "counts for": t("同时计入", "counts for"),
  clause: t("条款", "clause"),
  code: t("代码", "code"),
  detail: t("说明", "detail"),
  delegate: t("代办人", "delegate"),
  "done late": t("逾期完成", "done late"),
  direction: t("收支", "direction"),
  district: t("区", "district"),
  done: t("完成", "done"),
  donor: t("捐赠人", "donor"),
  due: t("截止时间", "due"),
  duties: t("职责", "duties"),
  duty: t("职责", "duty"),
  "e-mail": t("电子邮箱", "e-mail"),
  event: t("事情", "event"),
  for: t("适用", "for"),
  from: t("自", "from"),
  goods: t("物资", "goods"),
  "half within": t("半数所用天数", "half within"),
  hash: t("哈希", "hash"),
  hazard: t("风险", "hazard"),
  holds: t("职务", "holds"),
  id: t("编号", "id"),
  "in time": t("按期完成", "in time"),
  issued: t("下发时间", "issued"),
  key: t("标识", "key"),
  kind: t("类别", "kind"),
  language: t("语言", "language"),
  "last notified": t("最近告知", "last notified"),
  "last used": t("最近使用", "last used"),
  late: t("逾期", "late"),
  level: t("等级", "level"),
  light: t("等次", "light"),
  mails: t("邮件", "mails"),
  missed: t("未完成", "missed"),
  month: t("月份", "month"),
  name: t("名称", "name"),
  next: t("接下来", "next"),
  "next due": t("下次截止", "next due"),
  number: t("序号", "number"),
  on: t("日期", "on"),
  open: t("在办", "open"),
  "open at most": t("同时在办最多", "open at most"),
  organization: t("机构", "organization"),
  organizations: t("机构数", "organizations"),
  origin: t("来源", "origin"),
  overdue: t("逾期未完成", "overdue"),
  part: t("部分", "part"),
  people: t("人数", "people"),
  period: t("期间", "period"),
  person: t("人员", "person"),
  phone: t("手机号码", "phone"),
  policy: t("督办规则", "policy"),
  published: t("公布时间", "published"),
  punctual: t("按期完成率", "punctual"),
  purpose: t("用途", "purpose"),
  rank: t("名次", "rank"),
  read: t("已阅读", "read"),
  reason: t("理由", "reason"),
  receipt: t("回执号", "receipt"),
  received: t("收到", "received"),
  returned: t("退回", "returned"),
  rung: t("层级", "rung"),
  rungs: t("层级", "rungs"),
  scopes: t("权限", "scopes"),
  score: t("得分", "score"),
  "self-declared": t("自行申报", "self-declared"),
  "set at": t("设定时间", "set at"),
  "set by": t("设定人", "set by"),
  shape: t("形式", "shape"),
  size: t("规模", "size"),
  since: t("自", "since"),
  site: t("场所", "site"),
  SMS: t("短信", "SMS"),
  source: t("发文者", "source"),
  stands: t("进展", "stands"),
  state: t("状态", "state"),
  step: t("步骤", "step"),
  steps: t("步骤", "steps"),
  task: t("工作", "task"),
  term: t("期限", "term"),
  title: t("标题", "title"),
  "to be verified": t("待核验", "to be verified"),
  type: t("类型", "type"),
  until: t("至", "until"),
  used: t("使用", "used"),
  waived: t("免除", "waived"),
  "waits for": t("等待", "waits for"),
  what: t("内容", "what"),
  when: t("时间", "when"),
  where: t("范围", "where"),
  "worst acts": t("最多办理次数", "worst acts"),
  "worst mails": t("最多邮件", "worst mails"),
  who: t("办理人", "who"),
  whom: t("告知谁", "whom"),
  "written by": t("编写人", "written by"),
  "repaired by": t("处理办法", "repaired by"),
  message: t("通知", "message"),
  url: t("地址", "url"),
  events: t("事情", "events"),
  status: t("状态码", "status"),
  waits: t("待发", "waits"),
  took: t("用时", "took"),
} as const satisfies Readonly<Record<string, Text>>;

/** Name of a column. A column without a heading in both languages does not compile. */
export type Column = keyof typeof columns;

export const headOf = (column: Column): string => localized(columns[column]);

/** Columns that people copy into the next command. Names come first in a line, these last. */
const handles: readonly Column[] = ["task", "case", "id", "code", "circular", "receipt"];
/** Columns that are never shortened: they would be of no use. */
const whole: readonly Column[] = [...handles, "due", "on", "late", "open", "number", "duty", "hash", "e-mail", "phone"];

/** Ids that commands take by their beginning too. */
const longIds: readonly Column[] = ["task", "case"];
/** The widest number of a duty; what is wider has its title too, which may be cut. */
const widestNumber = 6;
/** A day stands at the beginning of these. */
const dated: readonly Column[] = ["last notified", "next", "next due"];
/** A whole day, and a sign that more follows. */
const widthOfDay = 11;

export const isHandle = (column: Column): boolean => handles.includes(column);
export const isLongId = (column: Column): boolean => longIds.includes(column);
/** @param width of the column as it is */
export const isWhole = (column: Column, width: number): boolean =>
  whole.includes(column) && (column !== "duty" || width <= widestNumber);
/** What a column is not cut below, whatever else there is room for. */
export const leastOf = (column: Column): number => (dated.includes(column) ? widthOfDay : 0);
