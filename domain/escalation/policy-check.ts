import { ReasonedError } from "../errors.ts";
import { cause } from "../reasons/index.ts";
import { roleSearchOf } from "../tasks/role-chain.ts";
import type { Role } from "../terms.ts";
import type { Audience, Policy, RungRule } from "./policy.ts";
import { type Problem, problemOf } from "./policy-problem.ts";
import { type FormIssue, faultOf, policySchema } from "./policy-schema.ts";
import { checkRung } from "./rung-check.ts";

export type { Problem } from "./policy-problem.ts";
export { policySchema } from "./policy-schema.ts";

/** What is known of the organization or duty for which the policy is written. */
export interface Context {
  /** Roles that nobody holds. */
  vacant?: readonly Role[];
  /** Roles of the duty, for the audiences `doer` and `holders`. */
  doer?: readonly Role[];
  verifier?: Role;
}

/** A policy that cannot work; it is refused when it is written. */
export class PolicyError extends ReasonedError {
  readonly code = "POLICY";
  override readonly name = "PolicyError";
  readonly problems: readonly Problem[];
  constructor(policy: string, problems: readonly Problem[]) {
    super([cause("policy-cannot-work", { policy }), ...problems.map((one) => one.cause)]);
    this.problems = problems;
  }
}

/**
 * Problems that would keep a policy from working, each with its rung; empty: valid.
 * @param policy may be parsed from JSON, in any form
 */
export function checkPolicy(policy: unknown, context: Context = {}): Problem[] {
  const parsed = policySchema.safeParse(policy);
  if (!parsed.success) return parsed.error.issues.map((issue) => formProblem(policy, issue));
  const { rungs } = parsed.data;
  return [
    ...duplicates(rungs),
    ...rungs.flatMap((rung) => checkRung(rung, parsed.data)),
    ...order(rungs),
    ...end(rungs),
    ...rungs.flatMap((rung) => unheard(rung, context)),
  ];
}

/** Validates a policy. @throws {PolicyError} lists every problem */
export function parsePolicy(policy: unknown, context: Context = {}): Policy {
  const problems = checkPolicy(policy, context);
  if (problems.length > 0) throw new PolicyError(nameOf(policy) ?? "?", problems);
  return policySchema.parse(policy);
}

function duplicates(rungs: readonly RungRule[]): Problem[] {
  const seen = new Set<string>();
  return rungs.flatMap(({ name }): Problem[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problemOf("duplicate", cause("rung-twice", { rung: name }), name)];
  });
}

/**
 * Checks that the ladder ends in repeating rungs after D, one of which notifies somebody, and that nothing follows them: a task is never forgotten.
 */
function end(rungs: readonly RungRule[]): Problem[] {
  const endless = (rung: RungRule): boolean => rung.every !== undefined && rung.from === "due";
  const first = rungs.find(endless);
  const last = rungs.at(-1);
  if (!last) return [];
  if (!first) {
    return [problemOf("no-end", cause("ladder-without-end", { rung: last.name }), last.name)];
  }
  const problems = rungs.slice(rungs.indexOf(first)).flatMap((rung): Problem[] => {
    if (endless(rung)) return [];
    return [problemOf("after-end", cause("rung-after-end", { rung: rung.name, end: first.name }), rung.name)];
  });
  if (!rungs.some((rung) => endless(rung) && rung.tell.length > 0))
    problems.push(problemOf("no-end", cause("end-tells-nobody", { rung: first.name }), first.name));
  return problems;
}

/** Checks that rungs of one unit around D are in order of time, because a rung's position is its rank in the escalation. */
function order(rungs: readonly RungRule[]): Problem[] {
  const problems: Problem[] = [];
  const last = new Map<string, RungRule>();
  for (const rung of rungs) {
    if (rung.from !== "due" || rung.every) continue;
    const before = last.get(rung.offset.unit);
    if (before && before.offset.n > rung.offset.n)
      problems.push(
        problemOf("order", cause("rungs-out-of-order", { rung: rung.name, before: before.name }), rung.name),
      );
    last.set(rung.offset.unit, rung);
  }
  return problems;
}

/** Checks that a rung has a recipient: not all of its audiences are vacant, all the way up. */
function unheard(rung: RungRule, context: Context): Problem[] {
  const vacant = context.vacant ?? [];
  if (rung.tell.length === 0 || vacant.length === 0) return [];
  if (rung.tell.some(({ audience }) => asked(audience, context).some((role) => !vacant.includes(role)))) return [];
  const audiences = rung.tell.map(({ audience }) => audience);
  return [problemOf("nobody", cause("audience-vacant", { rung: rung.name, audiences }), rung.name)];
}

/** The roles of which one must have a holder for the engine to find an audience. */
const asked = (audience: Audience, { doer = [], verifier }: Context): readonly Role[] =>
  roleSearchOf(audience, { roles: doer, personId: null, verifier: verifier ?? null }).places.flat();

function formProblem(policy: unknown, issue: FormIssue): Problem {
  const [top, index, ...rest] = issue.path;
  const rung = top === "rungs" && typeof index === "number" ? (nameOf(rungsIn(policy)[index]) ?? `${index + 1}`) : null;
  const at = (rung === null ? issue.path : rest).map(String).join(".");
  return problemOf("form", cause("policy-form", { rung, at, fault: faultOf(issue) }), rung ?? undefined);
}

function rungsIn(policy: unknown): readonly unknown[] {
  const rungs = typeof policy === "object" && policy !== null && "rungs" in policy ? policy.rungs : [];
  return Array.isArray(rungs) ? rungs : [];
}

function nameOf(value: unknown): string | undefined {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string"
    ? value.name
    : undefined;
}
