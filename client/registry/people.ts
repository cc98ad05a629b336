import type { AddressKind } from "../../domain/channels/channel.ts";
import { addressOf, isReachedBy } from "../../domain/channels/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { type Cause, cause, type Expectation, expected, unusable } from "../../domain/reasons/index.ts";
import { parseEmail, parsePhone } from "../../domain/roster/address.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import { type LanguageCode, languageCodes, type Role, roles } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import {
  completePerson,
  endHoldings,
  holdRole,
  insertPerson,
  knownPerson,
  type NewPerson,
  nameOutsider,
  type PersonRow,
  peopleNamed,
} from "../../records/roster/people.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { logCases } from "../../records/tasks/pauses.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { endAccessBy } from "./access.ts";
import { type HandoverResult, notifyOfHandovers } from "./handover.ts";
import { releaseWorkOfLeavers, signOut } from "./leavers.ts";
import { organizationOf } from "./organizations.ts";
import { raiseRosterEvents } from "./roster-events.ts";

export interface PersonInput {
  /** Code or id of the organization. */
  organization: string;
  role: string;
  name: string;
  /** At least one address is required. */
  email?: string;
  phone?: string;
  /** @default the organization's */
  language?: string;
}

/** Numbers of people notified at once and of their open tasks. */
export type HandoverCount = Pick<HandoverResult, "people" | "tasks">;

/**
 * Gives a person a role from now on. A known e-mail address (otherwise telephone number and name) identifies the same person: missing addresses are
 * added, and another telephone number replaces the old one. Idempotent. `toldBefore`: open tasks of which they were notified within this minute.
 * @throws {BadInputError} lists each invalid value, and an address of somebody else · {NotFoundError} no such organization
 */
export async function addPerson(
  context: ActContext,
  input: PersonInput,
): Promise<{ personId: string; created: boolean; added: boolean; notified: HandoverCount; toldBefore: number }> {
  const now = context.now();
  const added = await context.db.$transaction(async (tx) => {
    const organization = await organizationOf(tx, input.organization);
    if (organization.closedAt) throw new RefusedError(cause("organization-closed", { code: organization.code }));
    const { role, person } = read(input, organization.language);
    const outside = unfitting(role, organization.supervised);
    if (outside) throw new BadInputError(unusable("role", role, outside));
    await lockRoster(tx);
    const known = await knownPerson(tx, person);
    if (known && known.name !== person.name && !(await nameOutsider(tx, known.id, person.name)))
      throw new BadInputError(
        cause("other-name", { value: printable(person.name), name: known.name, email: person.email ?? "" }),
      );
    const personId = known?.id ?? (await insertPerson(tx, person, now));
    if (known) await completePerson(tx, known, person);
    const reached = known !== null && isElsewhere(known, person);
    const phone = known && addressOf(known, "phone");
    const otherPhone = phone && person.phone && person.phone !== phone;
    if (otherPhone) await endAccessBy(tx, [{ personId, reached }], now);
    const change = { organizationId: organization.id, personId, role };
    const held = await holdRole(tx, change, now);
    const roles = held ? [{ ...change, held }] : [];
    const addressed = reached ? [personId] : [];
    const handed = await notifyOfHandovers(tx, { roles, addressed, released: [] }, now);
    const { notes, people, tasks, toldBefore } = handed;
    if (held) await raiseRosterEvents(tx, context, { roles, registered: [] }, "administrator", now);
    await logCases(tx, notes, { at: now, actor: "administrator" });
    return { personId, created: !known, added: held, notified: { people, tasks }, toldBefore };
  });
  await context.flush();
  return added;
}

/**
 * Whether a role contradicts the organization's supervision: one without a supervising authority has a party committee instead, and vice versa. A
 * sheet is checked in the same way.
 */
function unfitting(role: Role, supervised: boolean): Expectation | null {
  if (role === "authority" && !supervised) return expected("no-authority");
  return role === "party-committee" && supervised ? expected("no-party-committee") : null;
}

/**
 * Ends the roles of a person, in one organization or in all. Their open tasks are returned to the role and processed now; tasks that only they could
 * do are cancelled.
 * @param named the person's id, e-mail address or telephone number
 * @throws {NotFoundError} no such person or organization · {BadInputError} several people match
 */
export async function leave(
  context: ActContext,
  named: string,
  { organization, actor }: { organization?: string; actor: Actor },
): Promise<{ personId: string; organizations: number; tasks: number; notified: HandoverCount }> {
  const now = context.now();
  const left = await context.db.$transaction(async (tx) => {
    const where = organization === undefined ? null : (await organizationOf(tx, organization)).id;
    await lockRoster(tx);
    const person = await personOf(tx, named);
    const ended = await endHoldings(tx, person.id, where, now);
    const organizations = [...new Set(ended.map(({ organizationId }) => organizationId))];
    await signOut(tx, ended, now);
    const { notes, released } = await releaseWorkOfLeavers(tx, context, organizations, now);
    const handed = await notifyOfHandovers(tx, { roles: ended, addressed: [], released }, now);
    await raiseRosterEvents(tx, context, { roles: ended, registered: [] }, actor, now);
    const who = { at: now, actor: actorId(actor) };
    const left = notes.map((note) => ({ ...note, after: { personId: person.id } }));
    await logCases(tx, [...left, ...handed.notes], who);
    const notified = { people: handed.people, tasks: handed.tasks };
    return { personId: person.id, organizations: organizations.length, tasks: released.length, notified };
  });
  await context.flush();
  return left;
}

/** Whether notices now go to another address: another mailbox, or another telephone number if no mail reaches them. */
export function isElsewhere(before: PersonRow, after: Pick<NewPerson, AddressKind>): boolean {
  const differs = (kind: AddressKind): boolean => after[kind] !== undefined && after[kind] !== addressOf(before, kind);
  return differs("email") || (!isReachedBy(before, "email") && differs("phone"));
}

/**
 * Finds a person.
 * @param named id, e-mail address or telephone number
 * @throws {NotFoundError} · {BadInputError} several people share the number
 */
export async function personOf(tx: Tx, named: string): Promise<PersonRow> {
  const found = await peopleNamed(tx, parseEmail(named) ?? parsePhone(named) ?? named);
  const [person] = found;
  if (!person) throw new NotFoundError(cause("no-person", { value: printable(named) }));
  if (found.length === 1) return person;
  throw new BadInputError(
    cause("several-people", { value: printable(named), people: found.map(({ id, name }) => ({ id, name })) }),
  );
}

const longestName = 60;

/** Checks a person's name; undefined: valid. */
export const nameProblem = (name: string): Expectation | undefined =>
  cellProblem(name, longestName) ?? (/^$|[<>@;]/.test(name) ? expected("name-without-addresses") : undefined);

function read(input: PersonInput, language: LanguageCode): { role: Role; person: NewPerson } {
  const problems: Cause[] = [];
  const need = <T>(field: string, value: string, read: T | undefined, instead: Expectation): T | undefined => {
    if (read === undefined) problems.push(unusable(field, printable(value), instead));
    return read;
  };
  const name = input.name.trim();
  const wrong = nameProblem(name);
  if (wrong) problems.push(unusable("name", printable(name), wrong));
  const role = need(
    "role",
    input.role,
    roles.find((one) => one === input.role),
    expected("one-of", { options: roles }),
  );
  const wanted = input.language ?? language;
  const known = languageCodes.find((one) => one === wanted);
  need("language", wanted, known, expected("language"));
  const email = input.email && need("email", input.email, parseEmail(input.email), expected("email"));
  const phone = input.phone && need("phone", input.phone, parsePhone(input.phone), expected("phone"));
  if (!input.email && !input.phone) problems.push(cause("no-address", { left: false }));
  if (problems.length > 0 || !role || !known) throw new BadInputError(...problems);
  return { role, person: { name, language: known, ...(email && { email }), ...(phone && { phone }) } };
}
