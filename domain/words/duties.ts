import type { EventName, Status } from "../catalogue/duty.ts";
import type { PolicyName } from "../escalation/policy-names.ts";
import type { Cadence, Kind, Level, Text } from "../terms.ts";
import { t } from "./text.ts";

export const kind: Record<Kind, Text> = {
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

export const cadence: Record<Cadence, Text> = {
  weekly: t("每周", "weekly"),
  monthly: t("每月", "monthly"),
  quarterly: t("每季度", "quarterly"),
  "half-yearly": t("每半年", "half-yearly"),
  yearly: t("每年", "yearly"),
};

export const level: Record<Level, Text> = {
  normal: t("常态", "normal"),
  watch: t("预警", "watch"),
  response: t("应急响应", "response"),
};

export const trigger: Record<EventName, Text> = {
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

/** Titles of the built-in policies; a policy of an administrator is called by its own name. */
export const policy: Readonly<Record<PolicyName, Text>> = {
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

/** How far the wording of a statutory deadline was confirmed. */
export const deadlineStatus: Record<Status, Text> = {
  V: t("已核对原文", "its wording was read"),
  P: t("据转引，未见原文", "as quoted elsewhere"),
  R: t("待核实", "to be confirmed"),
};

export const severity = {
  critical: t("紧急", "critical"),
  major: t("较重", "major"),
  minor: t("一般", "minor"),
};
