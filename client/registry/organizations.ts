import { typesOf } from "../../domain/catalogue/applies.ts";
import { addressOf } from "../../domain/channels/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { wakePlanner } from "../../domain/ids.ts";
import { type Cause, cause, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { readFields } from "../../domain/roster/columns.ts";
import { parseRoster, type RosterPerson, rosterColumns } from "../../domain/roster/roster.ts";
import type { Role } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { nudge } from "../../records/nudges.ts";
import {
  findOrganization,
  type OrganizationRecord,
  openCasesOf,
  pauseOrganization as pauseRecord,
  resumeOrganization as resumeRecord,
} from "../../records/roster/organizations.ts";
import { type HeldRole, peopleOf } from "../../records/roster/people.ts";
import {
  changesOf,
  type FieldChange,
  lockRoster,
  writeOrganizations,
  writeStart,
} from "../../records/roster/roster.ts";
import { logCases } from "../../records/tasks/pauses.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { type ImportOptions, writeSheet } from "./importing.ts";
import { raiseRosterEvents } from "./roster-events.ts";

/**
 * Adds one organization with its people. Idempotent.
 * @param cells by the columns of a sheet (examples/README.md)
 * @throws {BadInputError} invalid cell · {RefusedError} another organization has the code
 */
export async function addOrganization(
  context: ActContext,
  cells: Readonly<Record<string, string>>,
  { atOnce = false }: Pick<ImportOptions, "atOnce"> = {},
): Promise<{ id: string; created: boolean }> {
  const { organizations, people, errors } = parseRoster(rosterColumns, [
    rosterColumns.map((column) => cells[column] ?? ""),
  ]);
  const [row] = organizations;
  if (errors.length > 0 || !row)
    throw new BadInputError(...errors.map(({ column, value, expected }) => unusable(column, value, expected)));
  const now = context.now();
  const added = await context.db.$transaction(async (tx) => {
    await lockRoster(tx);
    const known = await findOrganization(tx, row.code);
    if (known?.code === row.code) {
      const held = await peopleOf(tx, known.id, now);
      const other: string[] = changesOf(known, row).map(({ field }) => field);
      for (const { role, person } of row.people)
        if (!held.some((holder) => holder.role === role && isSame(person, holder)) && !other.includes(role))
          other.push(role);
      if (other.length === 0) return { id: known.id, created: false };
      throw new RefusedError(cause("code-taken", { code: row.code, other }));
    }
    await writeSheet(tx, context, { organizations: [row], people, errors: [] }, now, atOnce);
    return { id: (await organizationOf(tx, row.code)).id, created: true };
  });
  await context.flush();
  return added;
}

/**
 * Changes the fields of an organization; role holders stay.
 * @param cells changed fields, by the columns of a sheet
 * @param atOnce all duties are requested at once from now on, without a gentle start @default unchanged
 * @throws {BadInputError} invalid cell · {RefusedError} it is closed
 */
export async function setOrganization(
  context: ActContext,
  named: string,
  cells: Readonly<Record<string, string>>,
  atOnce?: boolean,
): Promise<{ code: string; changes: Omit<FieldChange, "organizationId">[] }> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    await lockRoster(tx);
    const known = await organizationOf(tx, named);
    if (known.closedAt) throw new RefusedError(cause("organization-closed", { code: known.code }));
    const held = await peopleOf(tx, known.id, now);
    const values = { ...cellsOf(known, held), ...cells };
    const bad: Cause[] = [];
    const row = readFields(values, new Map(), (column, expected) =>
      bad.push(unusable(column, printable(values[column] ?? ""), expected)),
    );
    if (!row) throw new BadInputError(...bad);
    const { fields, registered } = await writeOrganizations(tx, [row], now);
    const changes = fields.map(({ organizationId: _, ...change }) => change);
    if (atOnce !== undefined && atOnce !== known.atOnce) {
      await writeStart(tx, known.id, atOnce);
      changes.push({ code: known.code, field: "at_once", from: answer(known.atOnce), to: answer(atOnce) });
    }
    await raiseRosterEvents(tx, context, { roles: [], registered }, "administrator", now);
    await nudge(tx, [wakePlanner(known.shard)], now);
    return { code: known.code, changes };
  });
  await context.flush();
  return done;
}

const answer = (value: boolean | null): string => (value === null ? "" : value ? "yes" : "no");

/** The fields of an organization as cells of a sheet. */
function cellsOf(known: OrganizationRecord, held: readonly HeldRole[]): Record<string, string> {
  const holding = (role: Role): string => held.flatMap((one) => (one.role === role ? [one.name] : [])).join("; ");
  const { code, name, registration, zone, district, language } = known;
  return {
    ...{ code, name, registration, zone, district, language },
    types: typesOf(known).join("|"),
    party: answer(known.party),
    qualified: answer(known.qualified),
    marks: known.marks.join("; "),
    charity: answer(known.charity),
    supervised: answer(known.supervised),
    authority: holding("authority"),
    party_committee: holding("party-committee"),
  };
}

/** Pauses an organization: until it is resumed, nothing is planned, requested, reminded or escalated. Idempotent. */
export function pauseOrganization(context: ActContext, named: string, actor: Actor): Promise<Changed> {
  return change(context, named, actor, "paused", pauseRecord);
}

/** Resumes an organization: its open tasks are processed now, and cases of the meantime are planned. */
export function resumeOrganization(context: ActContext, named: string, actor: Actor): Promise<Changed> {
  return change(context, named, actor, "resumed", resumeRecord);
}

export interface Changed {
  changed: boolean;
  /** Number of tasks affected. */
  tasks: number;
}

async function change(
  context: ActContext,
  named: string,
  actor: Actor,
  verb: "paused" | "resumed",
  record: typeof pauseRecord,
): Promise<Changed> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    const organization = await organizationOf(tx, named);
    if (organization.closedAt) throw new RefusedError(cause("organization-closed", { code: organization.code }));
    const touched = await record(tx, organization.id, now);
    if (!touched) return { changed: false, tasks: 0 };
    if (verb === "resumed") await nudge(tx, [wakePlanner(organization.shard)], now);
    const who = { at: now, actor: actorId(actor) };
    await logCases(
      tx,
      (await openCasesOf(tx, organization.id)).map((one) => ({ ...one, verb })),
      who,
    );
    return { changed: true, tasks: touched.length };
  });
  await context.flush();
  return done;
}

/**
 * Finds an organization.
 * @param named its code, or its id
 * @throws {NotFoundError}
 */
export async function organizationOf(tx: Tx, named: string): Promise<OrganizationRecord> {
  const found = await findOrganization(tx, named);
  if (found) return found;
  throw new NotFoundError(cause("no-organization", { value: named }));
}

/** Whether two entries mean the same person. */
const isSame = ({ name, email, phone }: RosterPerson, held: HeldRole): boolean =>
  email === undefined ? held.name === name && addressOf(held, "phone") === phone : addressOf(held, "email") === email;
