import type { DueRule } from "../../catalogue/due-rule.ts";
import { statutory } from "../../catalogue/packs/statutory.ts";

/**
 * The due day of a statutory deadline, counted from a day in the facts: "before" moves back to a workday, "within" forward.
 * @param name the deadline in the statutory pack; its figure must be in days or months
 */
export function byLaw(name: string, fact: string, more: Pick<DueRule, "or"> = {}): DueRule {
  const figure = statutory.find((one) => one.name === name)?.figure;
  if (!figure || figure.type === "by" || figure.type === "every")
    throw new Error(`deadline "${name}" counts from no day; expected one with days or months before or after`);
  const { days = 0, months = 0, type, roll } = figure;
  const sign = type === "before" ? -1 : 1;
  return {
    fact,
    ...more,
    ...(days > 0 && { days: sign * days }),
    ...(months > 0 && { months: sign * months }),
    roll: roll ? (type === "before" ? "back" : "forward") : "none",
    deadline: name,
  };
}
