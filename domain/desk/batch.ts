import { RefusedError } from "../errors.ts";
import type { Policy } from "../escalation/policy.ts";
import { cause } from "../reasons/index.ts";
import { type Duties, find, type Holder } from "../tasks/people.ts";
import type { Verb } from "../tasks/task-states.ts";
import { type LocalDate, type Role, roles, type Zone } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { instantAt } from "../time/zones.ts";

/** What may be done to many tasks at once: each is the act that one task has. */
export const batchVerbs = ["press", "grant-extension", "reassign", "waive"] as const satisfies readonly Verb[];
export type BatchVerb = (typeof batchVerbs)[number];

/** The same, and to take a list along, which changes nothing and is on record all the same. */
export const batchActs = [...batchVerbs, "export"] as const;
export type BatchAct = (typeof batchActs)[number];

/** More are not taken at once; of what a filter shows the most urgent are. */
export const mostTasks = 2_000;

/** What an act on many is given. */
export interface BatchInput {
  /** Why, or a word to those who do them. */
  reason?: string;
  /** New due day. */
  until?: LocalDate;
  /** Who does them from now on: whoever holds this role in each organization. */
  role?: Role;
}

/** What became of one task of a batch. */
export const batchOutcomes = ["done", "unchanged", "refused", "failed"] as const;
export type BatchOutcome = (typeof batchOutcomes)[number];

/** Fields that each act has, and whether it needs them. */
export const batchFields: Readonly<Record<BatchAct, Readonly<Partial<Record<keyof BatchInput, "needed" | "free">>>>> = {
  press: { reason: "free" },
  "grant-extension": { until: "needed", reason: "free" },
  reassign: { role: "needed" },
  waive: { reason: "needed" },
  export: {},
};

/** Who may be named as doer of many: those who run an organization. */
export const assignable: readonly Role[] = ["secretariat", "head", "deputy", "legal-representative", "staff"];

/** Fields as they were typed, as far as the act has them and they can be used. */
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

/** Needed fields that are not there yet: without them nothing can be previewed. */
export const missingFields = (act: BatchAct, input: BatchInput): (keyof BatchInput)[] =>
  (Object.keys(batchFields[act]) as (keyof BatchInput)[]).filter(
    (name) => batchFields[act][name] === "needed" && input[name] === undefined,
  );

/**
 * What an act on many asks of one task.
 * @throws {RefusedError} nobody there holds the role, or whoever does has it already
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
