import { findDuty } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Tx } from "../../prisma/client.ts";
import { type EventStart, insertStart, type RaisedCase, raise } from "../../records/cases/starts.ts";
import { type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";

export interface NewCase {
  duty: string;
  organizationId: string;
  /** The caller's idempotency key. @default a new one */
  key?: string;
  subject: string;
  facts?: Readonly<Record<string, unknown>>;
  actor: Actor;
  parentId?: string;
  /** Due instant of the first task, or of the period in which a drill is held. @default the policy's term */
  dueAt?: Date;
}

/**
 * Starts a case inside a larger transaction: case, first tasks, event and nudges; the caller flushes.
 * @throws {NotFoundError} no such organization or duty · {RefusedError} the organization is closed
 */
export async function startCaseIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { duty: number, organizationId, actor, ...start }: NewCase,
  now: Date,
): Promise<{ caseId: string; created: boolean }> {
  const duty = findDuty(number);
  if (!duty) throw new NotFoundError(cause("no-duty", { value: number }));
  const organization = await openOrganization(tx, organizationId);
  return insertStart(tx, organization, { ...start, duty, event: null, actor: actorId(actor) }, context.calendar, now);
}

/** An event in an organization. */
export interface NewHappening extends Omit<EventStart, "actor"> {
  organizationId: string;
  actor: Actor;
}

/**
 * Raises an event inside a larger transaction: every duty that names the event is started, once by the key; the caller flushes.
 * @throws {NotFoundError} no such organization · {RefusedError} it is closed
 */
export async function raiseEventIn(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  { organizationId, actor, ...raised }: NewHappening,
  now: Date,
): Promise<RaisedCase[]> {
  const organization = await openOrganization(tx, organizationId);
  return raise(tx, organization, { ...raised, actor: actorId(actor) }, null, context.calendar, now);
}

/** The same in a transaction of its own. */
export async function raiseEvent(context: ActContext, happened: NewHappening): Promise<RaisedCase[]> {
  const now = context.now();
  const started = await context.db.$transaction((tx) => raiseEventIn(tx, context, happened, now));
  await context.flush();
  return started;
}

async function openOrganization(tx: Tx, id: string): Promise<OrganizationRow> {
  const organization = (await organizationsById(tx, [id])).get(id);
  if (!organization) throw new NotFoundError(cause("no-organization-id", { value: id }));
  if (organization.closedAt) throw new RefusedError(cause("organization-closed", { code: organization.code }));
  return organization;
}
