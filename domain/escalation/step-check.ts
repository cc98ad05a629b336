import type { Offset, Policy, Step } from "./policy.ts";
import type { Problem } from "./policy-problem.ts";
import { clockLength } from "./rungs.ts";

const hour = 3_600_000;

/** What is wrong with one step, for itself and against the policy's term. */
export function checkStep(step: Step, policy: Policy): Problem[] {
  return [...audience(step), ...repeat(step), ...times(step), ...place(step, policy)];
}

function audience(step: Step): Problem[] {
  const problems: Problem[] = [];
  if (step.tell.length === 0 && !step.mark)
    problems.push(problem(step, "nobody", "has nobody in it; expected an audience, or a public mark"));
  for (const telling of step.tell) {
    if (telling.channels.length === 0)
      problems.push(
        problem(step, "no-channel", `tells ${telling.audience} by no channel; expected email, sms or both`),
      );
    if (step.tell.find((other) => other.audience === telling.audience) !== telling)
      problems.push(
        problem(step, "duplicate", `names ${telling.audience} twice; expected one line with all its channels`),
      );
  }
  return problems;
}

function repeat(step: Step): Problem[] {
  const { every, offset } = step;
  if (!every) return [];
  if (every.n <= 0)
    return [problem(step, "repeat", `repeats every ${write(every)} and never advances; expected a number above 0`)];
  if (clocked(every) !== clocked(offset) || (!clocked(every) && every.unit !== offset.unit))
    return [
      problem(step, "repeat", `stands at ${write(offset)} and repeats every ${write(every)}; expected the same unit`),
    ];
  return [];
}

function times(step: Step): Problem[] {
  const problems: Problem[] = [];
  if (step.at && clocked(step.offset))
    problems.push(
      problem(step, "time", `stands at ${write(step.offset)}, so "at" ${step.at} says nothing; expected bd or d`),
    );
  if (step.between) {
    const [from, to] = step.between;
    if (!clocked(step.offset))
      problems.push(problem(step, "time", `is counted in days, so "between" says nothing; expected h or min, or "at"`));
    if (from >= to)
      problems.push(problem(step, "time", `waits between ${from} and ${to}; expected the first to be the earlier`));
  }
  return problems;
}

/** Steps that have no place between the opening and D. */
function place(step: Step, policy: Policy): Problem[] {
  const { from, offset } = step;
  const { term } = policy;
  if (from === "half-way" && offset.n !== 0)
    return [problem(step, "never-comes", `stands ${write(offset)} from half way; expected 0, half way itself`)];
  if (from === "opened" && offset.n < 0)
    return [problem(step, "never-comes", `stands ${write(offset)} before the opening; expected 0 or more`)];
  if (from === "opened" && term && offset.n > 0 && beyond(offset, term, step.at ?? "09:00", policy.dueAt ?? "18:00"))
    return [
      problem(
        step,
        "never-comes",
        `stands ${write(offset)} after the opening, at or after the due instant (${write(term)}); expected it before, or counted from "due"`,
      ),
    ];
  if (from === "due" && term && offset.n < 0 && beyond({ ...offset, n: -offset.n }, term, "00:00", "24:00"))
    return [
      problem(
        step,
        "never-comes",
        `stands ${write({ ...offset, n: -offset.n })} before the due instant and the term is ${write(term)}, so it lies before the opening; expected less`,
      ),
    ];
  return words(step, policy);
}

/** What a step says fits its side of D: nothing is still to come after it, nothing overdue before it. */
function words(step: Step, policy: Policy): Problem[] {
  const { n } = step.offset;
  const onTheDay = step.from === "due" && n === 0 && !clocked(step.offset);
  const after = step.from === "due" && (n > 0 || (onTheDay && (step.at ?? "09:00") >= (policy.dueAt ?? "18:00")));
  const before = step.from !== "due" || n < 0;
  return step.tell.flatMap(({ audience, shape }) => {
    if (after && (shape === "due" || shape === "reminder"))
      return [problem(step, "never-comes", `says "${shape}" to ${audience} after D; expected overdue or escalated`)];
    if (before && shape === "overdue")
      return [problem(step, "never-comes", `says "overdue" to ${audience} before D; expected due or reminder`)];
    return [];
  });
}

/** Whether an offset is certainly longer than a term, or as long and no earlier in its day; days of unknown length are given the benefit of the doubt. */
function beyond(offset: Offset, term: Offset, at: string, dueAt: string): boolean {
  if (clocked(offset) && clocked(term)) return clockLength(offset) >= clockLength(term);
  if (offset.unit === term.unit) return offset.n > term.n || (offset.n === term.n && at >= dueAt);
  if (clocked(term)) return (offset.n - 1) * 24 * hour >= clockLength(term);
  return clocked(offset) && term.unit === "d" && clockLength(offset) >= (term.n + 1) * 24 * hour;
}

function clocked(offset: Offset): boolean {
  return offset.unit === "h" || offset.unit === "min";
}

function write(offset: Offset): string {
  return `${offset.n} ${offset.unit}`;
}

function problem(step: Step, code: Problem["code"], what: string): Problem {
  return { code, step: step.name, message: `Step "${step.name}" ${what}.` };
}
