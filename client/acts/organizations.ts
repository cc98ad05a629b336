import { CsvError, parse } from "csv-parse/sync";
import { wakePlanner } from "../../domain/ids.ts";
import { parseRoster, type Roster, type RosterPerson, rosterColumns } from "../../domain/roster.ts";
import { Refused } from "../../domain/task.ts";
import type { Tx } from "../../prisma/client.ts";
import { nudge } from "../../records/nudges.ts";
import {
  findOrganization,
  type OrganizationRecord,
  openCasesOf,
  pauseOrganization as pauseRecord,
  resumeOrganization as resumeRecord,
} from "../../records/organizations.ts";
import { noteCases } from "../../records/pauses.ts";
import { type HeldRole, peopleOf } from "../../records/people.ts";
import { type Imported, lockRoster, organizationsOfCodes, writeRoster } from "../../records/roster.ts";
import { type ActContext, type Actor, actorId, BadInput, NotFound } from "./context.ts";
import { handOn } from "./leavers.ts";
import { tellRoster } from "./roster-events.ts";

/** What an import comes to; `steps` of it are told as they begin. */
export type ImportStep = "reading" | "checking" | "writing" | "done";

/** A sheet of ten thousand rows whose every cell is wrong is told in part. */
const mostProblems = 10_000;

/**
 * Imports organizations with their people from a sheet (columns: examples/README.md), all or nothing, and has their plan made at once.
 * @throws {BadInput} a problem for each bad cell: row, column, value and what was expected
 */
export async function importOrganizations(
  context: ActContext,
  csv: string,
  onStep: (step: ImportStep) => void = () => undefined,
): Promise<Imported> {
  onStep("reading");
  const [header = [], ...rows] = cellsOf(csv);
  onStep("checking");
  const roster = parseRoster(header, rows);
  const { errors } = roster;
  if (errors.length > 0) {
    const told = errors
      .slice(0, mostProblems)
      .map(
        ({ row, column, value, expected }) =>
          `row ${row}, column ${column || "(all)"}: "${value}"; expected ${expected}`,
      );
    const more = errors.length - told.length;
    throw new BadInput(...told, ...(more > 0 ? [`and ${more} more`] : []));
  }
  onStep("writing");
  const now = context.now();
  const imported = await context.db.$transaction((tx) => write(tx, context, roster, now));
  await context.flush();
  onStep("done");
  return imported;
}

/**
 * Adds one organization with its people. Adding it again is adding it once.
 * @param cells by the columns of a sheet (examples/README.md)
 * @throws {BadInput} a cell that cannot be used · {Refused} the code is another organization's
 */
export async function addOrganization(
  context: ActContext,
  cells: Readonly<Record<string, string>>,
): Promise<{ id: string; created: boolean }> {
  const { organizations, people, errors } = parseRoster(rosterColumns, [
    rosterColumns.map((column) => cells[column] ?? ""),
  ]);
  const [row] = organizations;
  if (errors.length > 0 || !row)
    throw new BadInput(
      ...errors.map(({ column, value, expected }) => `${column || "(all)"}: "${value}"; expected ${expected}`),
    );
  const now = context.now();
  const added = await context.db.$transaction(async (tx) => {
    await lockRoster(tx);
    const known = await findOrganization(tx, row.code);
    if (known?.code === row.code) {
      const fields = ["name", "type", "registration", "zone", "district", "party", "qualified", "language"] as const;
      const held = await peopleOf(tx, known.id, now);
      const other: string[] = fields.filter((field) => known[field] !== row[field]);
      if (row.marks && row.marks.join() !== known.marks.join()) other.push("marks");
      for (const { role, person } of row.people)
        if (!held.some((holder) => holder.role === role && isSame(person, holder)) && !other.includes(role))
          other.push(role);
      if (other.length === 0) return { id: known.id, created: false };
      throw new Refused(
        `${row.code} is there already, with another ${other.join(", ")}; expected a code of its own (or use \`duban org import\` to change it)`,
      );
    }
    await write(tx, context, { organizations: [row], people, errors: [] }, now);
    return { id: (await organizationOf(tx, row.code)).id, created: true };
  });
  await context.flush();
  return added;
}

/** Pauses: nothing is planned, asked, reminded or escalated there until it is resumed. Pausing twice is pausing once. */
export function pauseOrganization(context: ActContext, named: string, actor: Actor): Promise<Changed> {
  return change(context, named, actor, "paused", pauseRecord);
}

/** What was open is looked at now, and what has come up meanwhile is planned. */
export function resumeOrganization(context: ActContext, named: string, actor: Actor): Promise<Changed> {
  return change(context, named, actor, "resumed", resumeRecord);
}

export interface Changed {
  changed: boolean;
  /** Tasks that it touched. */
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
    if (organization.closedAt) throw new Refused(`${organization.code} is closed; expected an organization at work`);
    const touched = await record(tx, organization.id, now);
    if (!touched) return { changed: false, tasks: 0 };
    if (verb === "resumed") await nudge(tx, [wakePlanner(organization.shard)], now);
    const who = { at: now, actor: actorId(actor) };
    await noteCases(
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
 * @param named its code, or its id
 * @throws {NotFound}
 */
export async function organizationOf(tx: Tx, named: string): Promise<OrganizationRecord> {
  const found = await findOrganization(tx, named);
  if (found) return found;
  throw new NotFound("organization", named, "the code of an organization, as `duban org list` shows it");
}

/** By what makes two mailboxes one person. */
const isSame = ({ name, email, phone }: RosterPerson, held: HeldRole): boolean =>
  email === undefined ? held.name === name && held.phone === phone : held.email === email;

/** @throws {BadInput} naming the line where the file stops being a CSV */
export function cellsOf(csv: string): string[][] {
  try {
    const rows: string[][] = parse(csv, { bom: true, relaxColumnCount: true });
    // Blank lines keep their number, so that an error names the row as a spreadsheet does; those at the end are none.
    while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell.trim() === "")) rows.pop();
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? Number(error.lines) : 0;
    throw new BadInput(
      `line ${line}: ${error.message}; expected a CSV in UTF-8, cells with commas or quotes in double quotes`,
    );
  }
}

/** Writes the sheet, hands on what those who are not in it any more were doing, and has the plan made. */
async function write(tx: Tx, context: Pick<ActContext, "calendar">, roster: Roster, now: Date): Promise<Imported> {
  const { imported, changes } = await writeRoster(tx, roster, now);
  const there = await organizationsOfCodes(
    tx,
    roster.organizations.map(({ code }) => code),
  );
  const { notes } = await handOn(
    tx,
    context,
    there.map(({ id }) => id),
    now,
  );
  await tellRoster(tx, context, changes, "administrator", now);
  await nudge(tx, [...new Set(there.map(({ shard }) => shard))].map(wakePlanner), now);
  await noteCases(tx, notes, { at: now, actor: "administrator" });
  return imported;
}
