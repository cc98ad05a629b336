import { NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import { type CaseRow, findCase } from "../../records/cases/cases.ts";
import { findTask, type TaskRow } from "../../records/tasks/tasks.ts";
import { organizationsIssuedTo, organizationsOverseen } from "../../records/views/overseen.ts";
import type { ActContext } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";
import type { Caller } from "./tokens.ts";

type Reader = Pick<ActContext, "db">;
type Reach = Pick<Caller, "organizationIds">;

/** Organizations outside a token's reach are treated as non-existent. */
const isBeyond = ({ organizationIds }: Reach, id: string): boolean => organizationIds?.includes(id) === false;

/** The organization of a code or id. @throws {NotFoundError} none that the token reaches */
export async function reachedOrganization(
  { db }: Reader,
  reach: Reach,
  named: string,
): ReturnType<typeof organizationOf> {
  const found = await organizationOf(db, named);
  if (isBeyond(reach, found.id)) throw new NotFoundError(cause("no-organization", { value: printable(named) }));
  return found;
}

/** The same, if the caller may start cases there, as on the board. @throws {NotFoundError} · {RefusedError} */
export async function overseenOrganization(
  context: ActContext,
  caller: Caller,
  named: string,
): ReturnType<typeof organizationOf> {
  const organization = await reachedOrganization(context, caller, named);
  const person = personOf(caller);
  if (person === null) return organization;
  const own = await organizationsOverseen(context.db, person, context.now());
  if (own.includes(organization.id)) return organization;
  throw new RefusedError(cause("not-over-organization", { code: organization.code }));
}

/** Organizations to which the token may issue circulars; null: all. @throws {RefusedError} none */
export async function organizationsIssuable(
  { db, now }: ActContext,
  caller: Caller,
): Promise<readonly string[] | null> {
  const person = personOf(caller);
  if (person === null) return null;
  const own = await organizationsIssuedTo(db, person, now());
  if (own.length === 0) throw new RefusedError(cause("issues-to-nobody"));
  return own;
}

/** Refuses what only administrators may do. @throws {RefusedError} the token acts as a person */
export function byAdministrator(caller: Caller, verb: Verb): void {
  if (personOf(caller) !== null)
    throw new RefusedError(cause("wrong-relationship", { verb, expected: ["administrator"], got: [] }));
}

const personOf = ({ actor }: Caller): string | null =>
  typeof actor === "object" && actor !== null ? actor.personId : null;

/** A task. @throws {NotFoundError} none that the token reaches */
export async function reachedTask({ db }: Reader, reach: Reach, id: string): Promise<TaskRow> {
  const task = await findTask(db, id);
  if (!task || isBeyond(reach, task.organizationId))
    throw new NotFoundError(cause("no-task", { value: printable(id) }));
  return task;
}

/** A case. @throws {NotFoundError} none that the token reaches */
export async function reachedCase({ db }: Reader, reach: Reach, id: string): Promise<CaseRow> {
  const found = await findCase(db, id);
  if (!found || isBeyond(reach, found.organizationId))
    throw new NotFoundError(cause("no-case", { value: printable(id) }));
  return found;
}
