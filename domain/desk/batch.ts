import { RefusedError } from "../errors.ts";
import type { Policy } from "../escalation/policy.ts";
import { cause } from "../reasons/index.ts";
import { type Duties, find, type Holder } from "../tasks/people.ts";
import type { Verb } from "../tasks/task-states.ts";
import { type LocalDate, type Role, roles, type Zone } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { instantAt } from "../time/zones.ts";

/** Verbs that can be applied to many tasks at once. */
export const batchVerbs = ["press", "grant-extension", "reassign", "waive"] as const satisfies readonly Verb[];
export type BatchVerb = (typeof batchVerbs)[number];

/** These, and the export of a list, which changes nothing but is recorded. */
export const batchActs = [...batchVerbs, "export"] as const;
export type BatchAct = (typeof batchActs)[number];

/** Maximum number of tasks in a batch; of a filter's tasks the most urgent are taken. */
export const mostTasks = 2_000;

/** Fields of a batch. */
export interface BatchInput {
  /** Reason, or a message to the doers. */
  reason?: string;
  /** New due day. */
  until?: LocalDate;
  /** Role whose holder in each organization becomes the doer. */
  role?: Role;
}

/** Outcomes of a task in a batch. */
export const batchOutcomes = ["done", "unchanged", "refused", "failed"] as const;
export type BatchOutcome = (typeof batchOutcomes)[number];

/** Fields of each act, and whether they are required. */
export const batchFields: Readonly<Record<BatchAct, Readonly<Partial<Record<keyof BatchInput, "needed" | "free">>>>> = {
  press: { reason: "free" },
  "grant-extension": { until: "needed", reason: "free" },
  reassign: { role: "needed" },
  waive: { reason: "needed" },
  export: {},
};

/** Roles that can be assigned as doer of many tasks: those that run an organization. */
export const assignable: readonly Role[] = ["secretariat", "head", "deputy", "legal-representative", "staff"];

/** The typed fields that the act has and that are valid. */
export function batchInput(act: BatchAct, typed: Readonly<Record<string, unknown>>): BatchInput {
  const fields = batchFields[act];
  const input: BatchInput = {};
  const text = (name: keyof BatchInput): string =>
    fields[name] && typeof typed[name] === "string" ? typed[name].trim() : "";
  const [reason, until, role] = [text("reason"), text("until"), text("role")];
  if (reason) input.reason = reason.slice(0, 2_000);
  if (isLocalDate(until)) input.until = until;
  const known = roles.find((one) => one === role);
  if (known && assignable.includes(known)) input.role = known;
  return input;
}

/** Required fields that are missing; without them there is no preview. */
export const missingFields = (act: BatchAct, input: BatchInput): (keyof BatchInput)[] =>
  (Object.keys(batchFields[act]) as (keyof BatchInput)[]).filter(
    (name) => batchFields[act][name] === "needed" && input[name] === undefined,
  );

/**
 * The act of a batch on one task.
 * @throws {RefusedError} nobody there holds the role, or its holder has the task already
 */
export function batchActOn(
  verb: BatchVerb,
  { reason, until, role }: BatchInput,
  { task, holders, zone, policy }: { task: Duties; holders: readonly Holder[]; zone: Zone; policy: Policy },
): { verb: BatchVerb; reason?: string; until?: Date; to?: string } {
  return {
    verb,
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until: instantAt(until, policy.dueAt ?? "18:00", zone) }),
    ...(role !== undefined && { to: holderFor(role, task, holders) }),
  };
}

function holderFor(role: Role, task: Duties, holders: readonly Holder[]): string {
  const doers = find("doer", task, holders).people;
  const verifiers = task.verifier === null ? [] : find("verifier", task, holders).people;
  const held = holders.filter((one) => one.role === role).map(({ personId }) => personId);
  const found = held.find((id) => !doers.includes(id) && !verifiers.includes(id));
  if (found !== undefined) return found;
  throw new RefusedError(cause(held.some((id) => doers.includes(id)) ? "does-already" : "nobody-in-role", { role }));
}
