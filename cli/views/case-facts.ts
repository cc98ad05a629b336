import { sourceWords, urgencyWords } from "../../domain/procedures/circular.ts";
import { raisings } from "../../domain/procedures/kinds/opinion.ts";
import type { Text, Zone } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe, wall } from "./format.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** What facts of a case, and of lines of its log, are called; one without a name here is shown by its key. */
const names: Readonly<Record<string, Text>> = {
  address: t("网址", "address"),
  artefact: t("文件种类", "document"),
  begins: t("开始时间", "begins"),
  case: t("事项", "case"),
  date: t("日期", "day"),
  duty: t("职责", "duty"),
  emergency: t("应急", "emergency"),
  declared: t("应对的突发事件", "declared emergency"),
  emergencyEndsOn: t("应急结束日期", "emergency ended on"),
  ended: t("提前结束", "ended early"),
  event: t("由来", "event"),
  endedOn: t("实际结束日期", "ended on"),
  circular: t("文件", "circular"),
  endsAt: t("期满时间", "period ends"),
  endsOn: t("计划结束日期", "planned last day"),
  enteredOn: t("登记日期", "entered on"),
  key: t("标识", "key"),
  issuedBy: t("发文者", "issued by"),
  late: t("逾期", "late"),
  latest: t("最迟日期", "latest day"),
  missed: t("此前连续未完成期数", "missed in a row before"),
  matterOn: t("举行日期", "takes place on"),
  "meets-on": t("会议日期", "meets on"),
  "meets-at": t("会议时间", "meets at"),
  "meets-where": t("会议地点", "meets in"),
  on: t("发生日期", "happened on"),
  longerFrom: t("改为长期的日期", "made longer on"),
  parent: t("由来事项", "out of case"),
  partner: t("合作机构", "partner"),
  partnered: t("与其他慈善组织合作", "with a partner"),
  period: t("期间", "period"),
  place: t("地点", "place"),
  policy: t("督办规则", "policy"),
  provisional: t("暂定", "provisional"),
  raised: t("种类", "kind"),
  replyBy: t("答复期限", "reply by"),
  round: t("轮次", "round"),
  severity: t("严重程度", "severity"),
  source: t("来源", "source"),
  startsOn: t("开始日期", "first day"),
  time: t("开始时间", "begins at"),
  title: t("名称", "title"),
  until: t("结束时间", "ends at"),
  urgency: t("缓急", "urgency"),
  version: t("版本", "version"),
};

/** A day of the law ends at midnight: its task names the workday by which it is asked, which comes before. */
const isLegalDay = (name: string, shown: string): boolean => name === "endsAt" && shown.endsWith(" 24:00");

/** What a case's facts say in one line, instants in the wall time of its organization; none where there is nothing to tell. */
export function factLines(facts: Readonly<Record<string, unknown>>, zone: Zone): string[] {
  const told = Object.entries(facts).flatMap(([name, value]) => {
    if (!["string", "number", "boolean"].includes(typeof value)) return [];
    const shown = factValue(name, value, zone);
    if (isLegalDay(name, shown)) return [];
    return [say(`${factName(name)}：${shown}`, `${factName(name)}: ${shown}`)];
  });
  return told.length === 0 ? [] : [told.join(say("；", "; "))];
}

export const factName = (name: string): string => {
  const known = Object.hasOwn(names, name) ? names[name] : undefined;
  return known ? localized(known) : safe(name);
};

/** Written as JSON writes an instant. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** A fact as a person reads it: instants in wall time, words of the catalogue in the command's language. */
export function factValue(name: string, value: unknown, zone: Zone): string {
  if (typeof value === "boolean") return value ? say("是", "yes") : say("否", "no");
  if (typeof value === "object") return JSON.stringify(value);
  if (typeof value !== "string") return String(value);
  if (instant.test(value)) return wall(new Date(value), zone);
  if (name === "event") return word("trigger", value, currentLanguage());
  if (name === "severity") return word("severity", value, currentLanguage());
  if (name === "raised" && Object.hasOwn(raisings, value))
    return localized(raisings[value as keyof typeof raisings].title);
  if (name === "urgency" && Object.hasOwn(urgencyWords, value))
    return localized(urgencyWords[value as keyof typeof urgencyWords]);
  if (name === "source" && Object.hasOwn(sourceWords, value))
    return localized(sourceWords[value as keyof typeof sourceWords]);
  return safe(value);
}
