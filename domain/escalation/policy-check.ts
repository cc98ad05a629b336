import { ReasonedError } from "../errors.ts";
import { cause } from "../reasons/index.ts";
import { roleSearchOf } from "../tasks/role-chain.ts";
import type { Role } from "../terms.ts";
import type { Audience, Policy, Step } from "./policy.ts";
import { type Problem, problemOf } from "./policy-problem.ts";
import { type FormIssue, faultOf, policySchema } from "./policy-schema.ts";
import { checkStep } from "./step-check.ts";

export type { Problem } from "./policy-problem.ts";
export { policySchema } from "./policy-schema.ts";

/** What is known of the organization or duty that the policy is written for. */
export interface Context {
  /** Roles that nobody holds. */
  vacant?: readonly Role[];
  /** Roles of the duty, for the audience `doer` and `holders`. */
  doer?: readonly Role[];
  verifier?: Role;
}

/** A policy that cannot work, refused when it is written. */
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
 * What would keep a policy from working, each problem with the step it is in; empty: it works.
 * @param policy also one read from JSON, of any form
 */
export function checkPolicy(policy: unknown, context: Context = {}): Problem[] {
  const parsed = policySchema.safeParse(policy);
  if (!parsed.success) return parsed.error.issues.map((issue) => formProblem(policy, issue));
  const { steps } = parsed.data;
  return [
    ...duplicates(steps),
    ...steps.flatMap((step) => checkStep(step, parsed.data)),
    ...order(steps),
    ...end(steps),
    ...steps.flatMap((step) => unheard(step, context)),
  ];
}

/** @throws PolicyError naming every problem */
export function parsePolicy(policy: unknown, context: Context = {}): Policy {
  const problems = checkPolicy(policy, context);
  if (problems.length > 0) throw new PolicyError(nameOf(policy) ?? "?", problems);
  return policySchema.parse(policy);
}

function duplicates(steps: readonly Step[]): Problem[] {
  const seen = new Set<string>();
  return steps.flatMap(({ name }): Problem[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problemOf("duplicate", cause("rung-twice", { step: name }), name)];
  });
}

/** The ladder ends in steps that repeat after D, one of which tells somebody, and nothing follows: a task is never forgotten. */
function end(steps: readonly Step[]): Problem[] {
  const endless = (step: Step): boolean => step.every !== undefined && step.from === "due";
  const first = steps.find(endless);
  const last = steps.at(-1);
  if (!last) return [];
  if (!first) {
    return [problemOf("no-end", cause("ladder-without-end", { step: last.name }), last.name)];
  }
  const problems = steps.slice(steps.indexOf(first)).flatMap((step): Problem[] => {
    if (endless(step)) return [];
    return [problemOf("after-end", cause("rung-after-end", { step: step.name, end: first.name }), step.name)];
  });
  if (!steps.some((step) => endless(step) && step.tell.length > 0))
    problems.push(problemOf("no-end", cause("end-tells-nobody", { step: first.name }), first.name));
  return problems;
}

/** Steps of one unit around D stand in the order of time, for a step's place is its height in the escalation. */
function order(steps: readonly Step[]): Problem[] {
  const problems: Problem[] = [];
  const last = new Map<string, Step>();
  for (const step of steps) {
    if (step.from !== "due" || step.every) continue;
    const before = last.get(step.offset.unit);
    if (before && before.offset.n > step.offset.n)
      problems.push(
        problemOf("order", cause("rungs-out-of-order", { step: step.name, before: before.name }), step.name),
      );
    last.set(step.offset.unit, step);
  }
  return problems;
}

/** A step all of whose audiences are vacant, all the way up. */
function unheard(step: Step, context: Context): Problem[] {
  const vacant = context.vacant ?? [];
  if (step.tell.length === 0 || vacant.length === 0) return [];
  if (step.tell.some(({ audience }) => asked(audience, context).some((role) => !vacant.includes(role)))) return [];
  const audiences = step.tell.map(({ audience }) => audience);
  return [problemOf("nobody", cause("audience-vacant", { step: step.name, audiences }), step.name)];
}

/** The roles in one of which somebody must be for the engine to find people of an audience. */
const asked = (audience: Audience, { doer = [], verifier }: Context): readonly Role[] =>
  roleSearchOf(audience, { roles: doer, personId: null, verifier: verifier ?? null }).places.flat();

function formProblem(policy: unknown, issue: FormIssue): Problem {
  const [top, index, ...rest] = issue.path;
  const step = top === "steps" && typeof index === "number" ? (nameOf(stepsOf(policy)[index]) ?? `${index + 1}`) : null;
  const at = (step === null ? issue.path : rest).map(String).join(".");
  return problemOf("form", cause("policy-form", { step, at, fault: faultOf(issue) }), step ?? undefined);
}

function stepsOf(policy: unknown): readonly unknown[] {
  const steps = typeof policy === "object" && policy !== null && "steps" in policy ? policy.steps : [];
  return Array.isArray(steps) ? steps : [];
}

function nameOf(value: unknown): string | undefined {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string"
    ? value.name
    : undefined;
}
