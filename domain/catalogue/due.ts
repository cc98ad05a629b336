import type { Zone } from "../terms.ts";
import { rollBack, rollForward } from "../time/business-days.ts";
import { addDays, addMonths, type Calendar } from "../time/calendar.ts";
import { isLocalDate } from "../time/dates.ts";
import { instantAt } from "../time/zones.ts";
import type { DueRule, Facts } from "./due-rule.ts";

/** The facts from which a rule counts. */
export const factsOfRule = ({ fact, or }: DueRule): string[] => (or === undefined ? [fact] : [fact, or]);

/**
 * The due instant of a rule: a number of days or months before or after a day in the case's facts, moved to a workday as the rule says. @returns
 * null: the facts do not contain that day
 */
export function dueByRule(rule: DueRule, facts: Facts, zone: Zone, calendar: Calendar): Date | null {
  const day = facts[rule.fact] ?? (rule.or === undefined ? undefined : facts[rule.or]);
  if (typeof day !== "string" || !isLocalDate(day)) return null;
  const date = addDays(rule.months ? addMonths(day, rule.months) : day, rule.days ?? 0);
  const on = rule.roll === "none" ? date : (rule.roll === "back" ? rollBack : rollForward)(calendar, date);
  return instantAt(on, rule.at ?? "18:00", zone);
}
