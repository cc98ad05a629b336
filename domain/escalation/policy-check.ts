import { wayOf } from "../tasks/role-chain.ts";
import type { Role } from "../terms.ts";
import type { Audience, Policy, Step } from "./policy.ts";
import type { Problem } from "./policy-problem.ts";
import { policySchema } from "./policy-schema.ts";
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
export class PolicyError extends Error {
  readonly code = "POLICY";
  readonly problems: readonly Problem[];
  constructor(name: string, problems: readonly Problem[]) {
    super(`Policy "${name}" cannot work:\n${problems.map(({ message }) => `- ${message}`).join("\n")}`);
    this.name = "PolicyError";
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
    const message = `Step "${name}" stands twice; expected a name of its own, for it is part of each notice's identity.`;
    return [{ code: "duplicate", step: name, message }];
  });
}

/** The ladder ends in steps that repeat after D, one of which tells somebody, and nothing follows: a task is never forgotten. */
function end(steps: readonly Step[]): Problem[] {
  const endless = (step: Step): boolean => step.every !== undefined && step.from === "due";
  const first = steps.find(endless);
  const last = steps.at(-1);
  if (!last) return [];
  const never = "so that a task is never forgotten";
  if (!first) {
    const message = `Step "${last.name}" is the last and does not repeat after the due instant; expected "every", ${never}.`;
    return [{ code: "no-end", step: last.name, message }];
  }
  const problems = steps.slice(steps.indexOf(first)).flatMap((step): Problem[] => {
    if (endless(step)) return [];
    const message = `Step "${step.name}" comes after the end: "${first.name}" before it repeats for ever; expected it above.`;
    return [{ code: "after-end", step: step.name, message }];
  });
  if (!steps.some((step) => endless(step) && step.tell.length > 0)) {
    const message = `Step "${first.name}" repeats for ever and tells nobody; expected an audience, ${never}.`;
    problems.push({ code: "no-end", step: first.name, message });
  }
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
      problems.push({
        code: "order",
        step: step.name,
        message: `Step "${step.name}" stands after "${before.name}", which is later in time; expected them in the order of time.`,
      });
    last.set(step.offset.unit, step);
  }
  return problems;
}

/** A step all of whose audiences are vacant, all the way up. */
function unheard(step: Step, context: Context): Problem[] {
  const vacant = context.vacant ?? [];
  if (step.tell.length === 0 || vacant.length === 0) return [];
  if (step.tell.some(({ audience }) => asked(audience, context).some((role) => !vacant.includes(role)))) return [];
  const names = step.tell.map(({ audience }) => audience).join(", ");
  const message = `Step "${step.name}" speaks to ${names}, and nobody holds that role or one above it; expected somebody.`;
  return [{ code: "nobody", step: step.name, message }];
}

/** The roles in one of which somebody must be for the engine to find people of an audience. */
const asked = (audience: Audience, { doer = [], verifier }: Context): readonly Role[] =>
  wayOf(audience, { roles: doer, personId: null, verifier: verifier ?? null }).places.flat();

function formProblem(policy: unknown, issue: { path: PropertyKey[]; message: string }): Problem {
  const [top, index, ...rest] = issue.path;
  const step =
    top === "steps" && typeof index === "number" ? (nameOf(stepsOf(policy)[index]) ?? `${index + 1}`) : undefined;
  const place = (step === undefined ? issue.path : rest).map(String).join(".");
  const where = step === undefined ? "Policy" : `Step "${step}"`;
  const message = `${where}${place ? `, ${place}` : ""}: ${issue.message}.`;
  return step === undefined ? { code: "form", message } : { code: "form", step, message };
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
