import { type Cause, cause } from "../reasons/index.ts";
import type { Offset, Policy, Step } from "./policy.ts";
import { type Problem, problemOf } from "./policy-problem.ts";
import { clockLength } from "./rungs.ts";

const hour = 3_600_000;

/** What is wrong with one step, for itself and against the policy's term. */
export function checkStep(step: Step, policy: Policy): Problem[] {
  return [...audience(step), ...repeat(step), ...times(step), ...place(step, policy)];
}

function audience(step: Step): Problem[] {
  const problems: Problem[] = [];
  if (step.tell.length === 0 && !step.mark)
    problems.push(problem(step, "nobody", cause("rung-without-audience", of(step))));
  for (const telling of step.tell) {
    if (telling.channels.length === 0)
      problems.push(
        problem(step, "no-channel", cause("audience-without-channel", { ...of(step), audience: telling.audience })),
      );
    if (step.tell.find((other) => other.audience === telling.audience) !== telling)
      problems.push(problem(step, "duplicate", cause("audience-twice", { ...of(step), audience: telling.audience })));
  }
  return problems;
}

function repeat(step: Step): Problem[] {
  const { every, offset } = step;
  if (!every) return [];
  if (every.n <= 0) return [problem(step, "repeat", cause("never-advances", { ...of(step), every }))];
  if (clocked(every) !== clocked(offset) || (!clocked(every) && every.unit !== offset.unit))
    return [problem(step, "repeat", cause("other-unit", { ...of(step), offset, every }))];
  return [];
}

function times(step: Step): Problem[] {
  const problems: Problem[] = [];
  if (step.at && clocked(step.offset))
    problems.push(problem(step, "time", cause("time-says-nothing", { ...of(step), offset: step.offset, at: step.at })));
  if (step.between) {
    const [from, to] = step.between;
    if (!clocked(step.offset)) problems.push(problem(step, "time", cause("between-says-nothing", of(step))));
    if (from >= to) problems.push(problem(step, "time", cause("between-backwards", { ...of(step), from, to })));
  }
  return problems;
}

/** Steps that have no place between the opening and D. */
function place(step: Step, policy: Policy): Problem[] {
  const { from, offset } = step;
  const { term } = policy;
  if (from === "half-way" && offset.n !== 0)
    return [problem(step, "never-comes", cause("not-half-way", { ...of(step), offset }))];
  if (from === "opened" && offset.n < 0)
    return [problem(step, "never-comes", cause("before-opening", { ...of(step), offset }))];
  if (from === "opened" && term && offset.n > 0 && beyond(offset, term, step.at ?? "09:00", policy.dueAt ?? "18:00"))
    return [problem(step, "never-comes", cause("not-before-due", { ...of(step), offset, term }))];
  if (from === "due" && term && offset.n < 0 && beyond({ ...offset, n: -offset.n }, term, "00:00", "24:00"))
    return [
      problem(step, "never-comes", cause("beyond-term", { ...of(step), offset: { ...offset, n: -offset.n }, term })),
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
      return [problem(step, "never-comes", cause("due-after-due", { ...of(step), shape, audience }))];
    if (before && shape === "overdue")
      return [problem(step, "never-comes", cause("overdue-before-due", { ...of(step), audience }))];
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

const of = ({ name }: Step): { step: string } => ({ step: name });

function problem({ name }: Step, code: Problem["code"], why: Cause): Problem {
  return problemOf(code, why, name);
}
