import type { Duty } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { readTerm, unsettable } from "../../domain/catalogue/set-term.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import type { Offset, Policy } from "../../domain/escalation/policy.ts";
import { parsePolicy } from "../../domain/escalation/policy-check.ts";
import { wakePlanner } from "../../domain/ids.ts";
import { firstSteps, policyOfCase } from "../../domain/procedures/kinds.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { type Cause, cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { type Cadence, cadences } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { nudge } from "../../records/nudges.ts";
import { shardsOfOrganizations } from "../../records/roster/holders.ts";
import type { OrganizationRecord } from "../../records/roster/organizations.ts";
import {
  type DutyTask,
  dutyTasks,
  haltLaddersOfDuty,
  lockSettings,
  moveToPolicy,
  policiesOf,
  type Settings,
  settingsOf,
  wakeDuty,
  writeDutySetting,
  writePolicy,
} from "../../records/settings.ts";
import { type CaseNote, logCases } from "../../records/tasks/pauses.ts";
import type { ActContext, Actor } from "../context.ts";
import { organizationOf } from "./organizations.ts";

export interface DutyInput {
  /** Number of the duty. */
  duty: string;
  /** Code or id; absent: all organizations without a setting of their own. */
  organization?: string;
  /** Null: back to the general setting or the pack. */
  cadence?: string | null;
  policy?: string | null;
  paused?: boolean;
  /** Terms of its steps by name, such as `3bd`; null: back to the general setting or the pack. */
  terms?: Readonly<Record<string, string | null>>;
  actor: Actor;
}

/**
 * Changes the settings of a duty. A new cadence or term applies to later requests; a new policy also to open tasks, whose ladders are processed now;
 * a pause stops their ladders until it is lifted.
 * @returns number of open tasks affected
 * @throws {UnknownDutyError} · {NotFoundError} no such organization · {BadInputError} invalid or unworkable cadence, policy or term · {RefusedError}
 * resumed for one organization while it is paused for all
 */
export async function setDuty(context: ActContext, input: DutyInput): Promise<{ tasks: number }> {
  const duty = dutyOf(input.duty);
  const now = context.now();
  const touched = await context.db.$transaction(async (tx) => {
    await lockSettings(tx);
    const organization = input.organization === undefined ? null : await organizationOf(tx, input.organization);
    const before = await settingsOf(tx);
    const here = organization?.id ?? "";
    const cadence = readCadence(duty, input.cadence);
    const policy = readPolicy(duty, input.policy, await policiesOf(tx), cadence ?? before.cadence(duty, here));
    if (input.paused === false && organization && before.paused(duty, ""))
      throw new RefusedError(cause("duty-paused-for-all", { duty: duty.number }));
    await writeDutySetting(tx, duty.number, organization?.id ?? null, {
      ...(cadence !== undefined && { cadence }),
      ...(policy !== undefined && { policy }),
      ...(input.terms !== undefined && { terms: readTerms(duty, input.terms) }),
      ...(input.paused !== undefined && { pausedAt: input.paused ? now : null }),
    });
    const after = await settingsOf(tx);
    if (cadence !== undefined || input.paused === false) await replan(tx, organization, now);
    const notes: CaseNote[] = [];
    if (policy !== undefined) {
      const climbing = await dutyTasks(tx, duty.number, organization?.id ?? null);
      const moved = await moveToPolicy(tx, climbing.flatMap(ladderOf(duty, before, after)), now);
      for (const one of moved)
        notes.push({ ...one, verb: "policy-set", after: { policy: after.policy(duty, one.organizationId) } });
    }
    if (input.paused !== undefined && before.paused(duty, here) !== after.paused(duty, here)) {
      const stopped = input.paused
        ? await haltLaddersOfDuty(tx, duty.number, organization?.id ?? null)
        : await wakeDuty(tx, duty.number, organization?.id ?? null, now);
      for (const one of stopped) notes.push({ ...one, verb: input.paused ? "paused" : "resumed" });
    }
    await logCases(tx, notes, {
      at: now,
      actor: typeof input.actor === "object" ? input.actor.personId : input.actor,
    });
    return notes.length;
  });
  await context.flush();
  return { tasks: touched };
}

/**
 * Writes an escalation policy: a new one, or a replacement of a built-in one. The ladders of its tasks are processed now.
 * @param definition as JSON; {@link Policy}
 * @throws {PolicyError} lists each invalid rung · {BadInputError} it lacks a term that tasks need
 */
export async function setPolicy(
  context: ActContext,
  definition: unknown,
): Promise<{ name: string; changed: boolean; tasks: number }> {
  const policy = parsePolicy(definition);
  const now = context.now();
  const tasks = await context.db.$transaction(async (tx) => {
    await lockSettings(tx);
    if ((await policiesOf(tx)).get(policy.name)?.term && !policy.term)
      throw new BadInputError(cause("policy-without-term", { policy: policy.name }));
    return writePolicy(tx, policy, now);
  });
  await context.flush();
  return { name: policy.name, changed: tasks !== null, tasks: tasks ?? 0 };
}

function readCadence(duty: Duty, value: string | null | undefined): Cadence | null | undefined {
  if (value === undefined || value === null) return value;
  const cadence = cadences.find((one) => one === value);
  if (!cadence)
    throw new BadInputError(unusable("cadence", printable(value), expected("one-of", { options: cadences })));
  if (firstSteps(duty).length === 0 || policyOfCase(duty, { severity: "minor" }))
    throw new BadInputError(cause("no-cadence", { cadence, duty: duty.number }));
  return cadence;
}

function readPolicy(
  duty: Duty,
  value: string | null | undefined,
  policies: ReadonlyMap<string, Policy>,
  cadence: Cadence | null,
): string | null | undefined {
  if (value === undefined || value === null) return value;
  const policy = policies.get(value);
  if (!policy)
    throw new BadInputError(
      unusable("policy", printable(value), expected("one-of", { options: [...policies.keys()].sort() })),
    );
  if (!cadence && !policy.term && policies.get(duty.policy)?.term)
    throw new BadInputError(cause("policy-needs-term", { policy: value, duty: duty.number }));
  return policy.name;
}

function readTerms(duty: Duty, given: Readonly<Record<string, string | null>>): Record<string, Offset | null> {
  const problems: Cause[] = [];
  const terms: Record<string, Offset | null> = {};
  for (const [step, words] of Object.entries(given)) {
    const term = words === null ? null : readTerm(words);
    const given = { step: printable(step), term: words === null ? null : printable(words) };
    if (words !== null && term === null) problems.push(cause("term-unreadable", { ...given, duty: duty.number }));
    const why = unsettable(duty, step, term ?? { n: 1, unit: "d" }, given);
    if (why) problems.push(why);
    terms[step] = term;
  }
  if (problems.length > 0) throw new BadInputError(...problems);
  return terms;
}

/** The new policy of a task that follows the duty's; a step or a case with a policy of its own keeps it. */
const ladderOf =
  (duty: Duty, before: Settings, after: Settings) =>
  ({ id, organizationId, step, policy, caseFacts }: DutyTask): { id: string; policy: string }[] => {
    const next = after.policy(duty, organizationId);
    const own = stepOf(duty.kind, step).policy ?? policyOfCase(duty, caseFacts);
    return own || policy !== before.policy(duty, organizationId) || policy === next ? [] : [{ id, policy: next }];
  };

async function replan(tx: Tx, organization: OrganizationRecord | null, now: Date): Promise<void> {
  const shards = organization ? [organization.shard] : await shardsOfOrganizations(tx);
  await nudge(tx, shards.map(wakePlanner), now);
}
