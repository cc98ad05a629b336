import { wakeCase } from "../../domain/ids.ts";
import { firstTerm, policyOfCase, procedureOf } from "../../domain/kinds.ts";
import { open } from "../../domain/opening.ts";
import { findDuty } from "../../domain/packs/index.ts";
import { Refused } from "../../domain/task.ts";
import type { Tx } from "../../prisma/client.ts";
import { findCaseByKey, insertCases } from "../../records/cases.ts";
import { appendEvents } from "../../records/events.ts";
import { organizationsById } from "../../records/holders.ts";
import { nudge, nudgeRounds } from "../../records/nudges.ts";
import { newId } from "../../records/rows.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import { insertTasks } from "../../records/tasks.ts";
import { type ActContext, type Actor, NotFound } from "./context.ts";

export interface NewCase {
  duty: string;
  organizationId: string;
  /** The caller's key: twice is once. @default one of its own */
  key?: string;
  subject: string;
  facts?: Readonly<Record<string, unknown>>;
  actor: Actor;
  parentId?: string;
  /** Due instant of the first task, or of the period a drill is held in. @default the policy's term */
  dueAt?: Date;
}

/**
 * Starts a case inside a transaction that does more: case, first task, event and nudges; the caller flushes.
 * @throws {NotFound} no such organization or duty · {Refused} the organization is closed
 */
export async function startCaseIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  input: NewCase,
  now: Date,
): Promise<{ caseId: string; created: boolean }> {
  const duty = findDuty(input.duty);
  if (!duty) throw new NotFound("duty", input.duty, "the number of a duty, such as 29");
  const organization = (await organizationsById(tx, [input.organizationId])).get(input.organizationId);
  if (!organization) throw new NotFound("organization", input.organizationId, "the id of an organization");
  if (organization.closedAt) throw new Refused(`${organization.code} is closed; expected an organization at work`);
  const procedure = procedureOf(duty.kind);
  const key = input.key ?? newId();
  const facts = input.facts ?? {};
  const [inserted] = await insertCases(tx, [
    {
      organizationId: organization.id,
      duty: duty.number,
      kind: duty.kind,
      key,
      workflowType: procedure.workflow ?? null,
      parentId: input.parentId ?? null,
      subject: input.subject,
      facts: { ...facts, ...(input.dueAt && { endsAt: input.dueAt.toISOString() }) },
      openedAt: now,
      provisional: false,
    },
  ]);
  if (!inserted) {
    const known = await findCaseByKey(tx, organization.id, duty.number, key);
    if (!known) throw new NotFound("case", key, "the case of this key");
    return { caseId: known.id, created: false };
  }
  if (procedure.first) {
    const policies = await policiesOf(tx);
    const term = input.dueAt && firstTerm(duty, now, input.dueAt, organization.zone, context.calendar);
    const settings = await settingsOf(tx);
    const policy = policyOfCase(duty, facts) ?? settings.policy(duty, organization.id);
    const task = open(
      {
        caseId: inserted.id,
        organizationId: organization.id,
        shard: organization.shard,
        zone: organization.zone,
        duty,
        step: procedure.first,
        openedAt: now,
        ...(term && { dueAt: term.dueAt, facts: term.facts }),
        policy,
      },
      policies,
      context.calendar,
    );
    await insertTasks(tx, [task]);
    await nudgeRounds(tx, [{ round: task.round, at: now }], now);
  }
  if (procedure.workflow) await nudge(tx, [wakeCase(procedure.workflow, inserted.id)], now);
  await appendEvents(tx, [
    {
      caseId: inserted.id,
      taskId: null,
      organizationId: organization.id,
      at: now,
      actor: typeof input.actor === "object" ? input.actor.personId : input.actor,
      verb: "opened",
      after: { duty: duty.number, key, ...(input.parentId && { parent: input.parentId }) },
    },
  ]);
  return { caseId: inserted.id, created: true };
}
