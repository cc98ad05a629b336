import type { Text } from "../domain/terms.ts";
import { localized } from "./language.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Heads of columns. */
const columns = {
  "": t("", ""),
  about: t("关于", "about"),
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
  "counts for": t("同时计入", "counts for"),
  clause: t("条款", "clause"),
  code: t("代码", "code"),
  detail: t("说明", "detail"),
  delegate: t("代办人", "delegate"),
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
  hash: t("哈希", "hash"),
  hazard: t("风险", "hazard"),
  holds: t("职务", "holds"),
  id: t("编号", "id"),
  issued: t("下发时间", "issued"),
  key: t("标识", "key"),
  kind: t("类别", "kind"),
  language: t("语言", "language"),
  "last told": t("最近告知", "last told"),
  late: t("逾期", "late"),
  level: t("等级", "level"),
  name: t("名称", "name"),
  next: t("接下来", "next"),
  "next due": t("下次截止", "next due"),
  number: t("序号", "number"),
  on: t("日期", "on"),
  open: t("在办", "open"),
  organization: t("机构", "organization"),
  organizations: t("机构数", "organizations"),
  origin: t("来源", "origin"),
  part: t("部分", "part"),
  people: t("人数", "people"),
  period: t("期间", "period"),
  person: t("人员", "person"),
  phone: t("手机号码", "phone"),
  policy: t("督办规则", "policy"),
  published: t("公布时间", "published"),
  purpose: t("用途", "purpose"),
  read: t("已阅读", "read"),
  reason: t("理由", "reason"),
  receipt: t("回执号", "receipt"),
  received: t("收到", "received"),
  "set at": t("设定时间", "set at"),
  "set by": t("设定人", "set by"),
  shape: t("形式", "shape"),
  since: t("自", "since"),
  site: t("场所", "site"),
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
  "waits for": t("等待", "waits for"),
  what: t("内容", "what"),
  when: t("时间", "when"),
  where: t("范围", "where"),
  who: t("办理人", "who"),
  whom: t("告知谁", "whom"),
  "written by": t("编写人", "written by"),
} as const satisfies Readonly<Record<string, Text>>;

/** A column of a table; one without a head in both languages does not compile. */
export type Column = keyof typeof columns;

export const headOf = (column: Column): string => localized(columns[column]);

/** What a person copies into the next command: names come first, these at the end of the line. */
const handles: readonly Column[] = ["task", "case", "id", "code", "circular", "receipt"];
/** Cut in the middle they are of no use. */
const whole: readonly Column[] = [...handles, "due", "on", "late", "open", "number", "duty", "hash", "e-mail", "phone"];

export const isHandle = (column: Column): boolean => handles.includes(column);
export const isWhole = (column: Column): boolean => whole.includes(column);
