import { type Cause, cause } from "../reasons/index.ts";
import type { Offset, Policy, RungRule } from "./policy.ts";
import { type Problem, problemOf } from "./policy-problem.ts";
import { clockLength } from "./rungs.ts";

const hour = 3_600_000;

/** Problems of one rung, by itself and in relation to the policy's term. */
export function checkRung(rung: RungRule, policy: Policy): Problem[] {
  return [...audience(rung), ...repeat(rung), ...times(rung), ...place(rung, policy)];
}

function audience(rung: RungRule): Problem[] {
  const problems: Problem[] = [];
  if (rung.tell.length === 0 && !rung.mark)
    problems.push(problem(rung, "nobody", cause("rung-without-audience", of(rung))));
  for (const notice of rung.tell) {
    if (notice.channels.length === 0)
      problems.push(
        problem(rung, "no-channel", cause("audience-without-channel", { ...of(rung), audience: notice.audience })),
      );
    if (rung.tell.find((other) => other.audience === notice.audience) !== notice)
      problems.push(problem(rung, "duplicate", cause("audience-twice", { ...of(rung), audience: notice.audience })));
  }
  return problems;
}

function repeat(rung: RungRule): Problem[] {
  const { every, offset } = rung;
  if (!every) return [];
  if (every.n <= 0) return [problem(rung, "repeat", cause("never-advances", { ...of(rung), every }))];
  if (clocked(every) !== clocked(offset) || (!clocked(every) && every.unit !== offset.unit))
    return [problem(rung, "repeat", cause("other-unit", { ...of(rung), offset, every }))];
  return [];
}

function times(rung: RungRule): Problem[] {
  const problems: Problem[] = [];
  if (rung.at && clocked(rung.offset))
    problems.push(problem(rung, "time", cause("time-says-nothing", { ...of(rung), offset: rung.offset, at: rung.at })));
  if (rung.between) {
    const [from, to] = rung.between;
    if (!clocked(rung.offset)) problems.push(problem(rung, "time", cause("between-says-nothing", of(rung))));
    if (from >= to) problems.push(problem(rung, "time", cause("between-backwards", { ...of(rung), from, to })));
  }
  return problems;
}

/** Checks that a rung has a place between the opening and D. */
function place(rung: RungRule, policy: Policy): Problem[] {
  const { from, offset } = rung;
  const { term } = policy;
  if (from === "half-way" && offset.n !== 0)
    return [problem(rung, "never-comes", cause("not-half-way", { ...of(rung), offset }))];
  if (from === "opened" && offset.n < 0)
    return [problem(rung, "never-comes", cause("before-opening", { ...of(rung), offset }))];
  if (from === "opened" && term && offset.n > 0 && beyond(offset, term, rung.at ?? "09:00", policy.dueAt ?? "18:00"))
    return [problem(rung, "never-comes", cause("not-before-due", { ...of(rung), offset, term }))];
  if (from === "due" && term && offset.n < 0 && beyond({ ...offset, n: -offset.n }, term, "00:00", "24:00"))
    return [
      problem(rung, "never-comes", cause("beyond-term", { ...of(rung), offset: { ...offset, n: -offset.n }, term })),
    ];
  return words(rung, policy);
}

/** Checks that the shape of a rung fits its side of D: no reminder of a future D after it, nothing overdue before it. */
function words(rung: RungRule, policy: Policy): Problem[] {
  const { n } = rung.offset;
  const onTheDay = rung.from === "due" && n === 0 && !clocked(rung.offset);
  const after = rung.from === "due" && (n > 0 || (onTheDay && (rung.at ?? "09:00") >= (policy.dueAt ?? "18:00")));
  const before = rung.from !== "due" || n < 0;
  return rung.tell.flatMap(({ audience, shape }) => {
    if (after && (shape === "due" || shape === "reminder"))
      return [problem(rung, "never-comes", cause("due-after-due", { ...of(rung), shape, audience }))];
    if (before && shape === "overdue")
      return [problem(rung, "never-comes", cause("overdue-before-due", { ...of(rung), audience }))];
    return [];
  });
}

/** Whether an offset is certainly longer than a term, or as long and not earlier in its day; days of unknown length are accepted. */
function beyond(offset: Offset, term: Offset, at: string, dueAt: string): boolean {
  if (clocked(offset) && clocked(term)) return clockLength(offset) >= clockLength(term);
  if (offset.unit === term.unit) return offset.n > term.n || (offset.n === term.n && at >= dueAt);
  if (clocked(term)) return (offset.n - 1) * 24 * hour >= clockLength(term);
  return clocked(offset) && term.unit === "d" && clockLength(offset) >= (term.n + 1) * 24 * hour;
}

function clocked(offset: Offset): boolean {
  return offset.unit === "h" || offset.unit === "min";
}

const of = ({ name }: RungRule): { rung: string } => ({ rung: name });

function problem({ name }: RungRule, code: Problem["code"], why: Cause): Problem {
  return problemOf(code, why, name);
}
