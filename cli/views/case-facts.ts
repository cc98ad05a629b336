import { formatYuan } from "../../domain/donations/money.ts";
import { sourceWords, urgencyWords } from "../../domain/procedures/circular.ts";
import { raisings } from "../../domain/procedures/kinds/opinion.ts";
import type { Zone } from "../../domain/terms.ts";
import { factText } from "../../domain/words/facts.ts";
import { word } from "../../domain/words.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe, wall } from "./format.ts";

/** A statutory day ends at 24:00. It is not shown: the task shows the workday before, by which the doer is asked. */
const isLegalDay = (name: string, shown: string): boolean => name === "endsAt" && shown.endsWith(" 24:00");

/** A case's facts in one line, instants in the organization's zone; empty if there are none to show. */
export function factLines(facts: Readonly<Record<string, unknown>>, zone: Zone): string[] {
  const told = Object.entries(facts).flatMap(([name, value]) => {
    if (!["string", "number", "boolean"].includes(typeof value)) return [];
    const shown = factValue(name, value, zone);
    if (isLegalDay(name, shown)) return [];
    return [say(`${factName(name)}：${shown}`, `${factName(name)}: ${shown}`)];
  });
  return told.length === 0 ? [] : [told.join(say("；", "; "))];
}

export const factName = (name: string): string => safe(localized(factText(name)));

/** An instant in the format of JSON. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** What the log has in fen: sums of donations. */
const sums: readonly string[] = ["received", "used", "aboveReceived"];

/** A fact for people: instants in the organization's zone, words of the catalogue in the command's language. */
export function factValue(name: string, value: unknown, zone: Zone): string {
  if (typeof value === "boolean") return value ? say("是", "yes") : say("否", "no");
  if (typeof value === "object") return JSON.stringify(value);
  if (typeof value !== "string") return String(value);
  if (sums.includes(name) && /^-?\d{1,30}$/.test(value)) return formatYuan(BigInt(value));
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
