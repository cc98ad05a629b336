import type { Offset } from "../escalation/policy.ts";
import { drillKind } from "../procedures/kinds/drill.ts";
import { policyOfCase } from "../procedures/kinds.ts";
import { basisOf, dutiesOf, phasesOf, rowOf, stepOf } from "../procedures/steps.ts";
import { type Cause, cause } from "../reasons/index.ts";
import type { DueRule } from "./due-rule.ts";
import type { Duty } from "./duty.ts";

const units = ["bd", "d", "h", "min"] as const satisfies readonly Offset["unit"][];
const longest = 1_000;

/** Parses a term: `3bd`, `10d`, `24h`, `30min`. @returns null: not a term */
export function readTerm(words: string): Offset | null {
  const [, digits = "", unit] = /^([1-9]\d{0,3})(bd|d|h|min)$/.exec(words) ?? [];
  const known = units.find((one) => one === unit);
  const n = Number(digits);
  return known && n <= longest ? { n, unit: known } : null;
}

export const writeTerm = ({ n, unit }: Offset): string => `${n}${unit}`;

const unitWords = { bd: "business day", d: "day", h: "hour", min: "minute" } as const;
export const termWords = ({ n, unit }: Offset): string => `${n} ${unitWords[unit]}${n === 1 ? "" : "s"}`;

/** Whether a rule counts days or months from a day, instead of only naming it. */
const counts = ({ days = 0, months = 0 }: DueRule): boolean => days !== 0 || months !== 0;

/** A rule with another number of days, on the same side of its day. */
export function ruleWith(rule: DueRule | undefined, set: Offset | undefined): DueRule | undefined {
  if (!rule || set?.unit !== "d" || !counts(rule)) return rule;
  const { months = 0, days = 0, ...rest } = rule;
  return { ...rest, days: (months || days) < 0 ? -set.n : set.n };
}

/** Steps of a duty whose term can be set: those that are its tasks. */
export function termedSteps(duty: Duty): readonly string[] {
  const phases = phasesOf(duty);
  const own = phases.filter((step) => dutiesOf(duty, step).some(({ number }) => number === duty.number));
  return phases.length > 0 ? own : ["do"];
}

/** Why a term cannot be set for a step; null: it can. @param given as it was typed */
export function unsettable(
  duty: Duty,
  step: string,
  term: Offset,
  given: { step: string; term: string | null },
): Cause | null {
  const of = { ...given, duty: duty.number };
  const steps = termedSteps(duty);
  if (!steps.includes(step)) return cause("term-no-step", { ...of, steps });
  const law = basisOf(duty, step)?.name ?? duty.days?.due;
  if (law) return cause("term-by-law", { ...of, law });
  const { cadence, publishes, due, policy } = stepOf(duty.kind, step);
  if (typeof policy === "function" || policyOfCase(duty, { severity: "minor" })) return cause("term-by-severity", of);
  if (cadence || publishes) return cause("term-by-period", of);
  if (duty.kind === drillKind && step === "hold") return cause("term-by-date", of);
  const rule = due ?? rowOf(duty, step).due;
  if (rule && counts(rule) && term.unit !== "d") return cause("term-calendar-days", { ...of, fact: rule.fact });
  return null;
}
