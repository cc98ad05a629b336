import { ConsentError } from "../../domain/errors.ts";
import { wakePlanner } from "../../domain/ids.ts";
import { type Cause, cause } from "../../domain/reasons/index.ts";
import { parseRoster, type Roster } from "../../domain/roster/roster.ts";
import type { Role } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { nudge } from "../../records/nudges.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import {
  type FieldChange,
  type Imported,
  organizationsOfCodes,
  type RoleChange,
  type RosterWritten,
  writeRoster,
} from "../../records/roster/roster.ts";
import type { PersonChange } from "../../records/roster/roster-people.ts";
import { logCases } from "../../records/tasks/pauses.ts";
import type { ActContext } from "../context.ts";
import { endAccessBy } from "./access.ts";
import { type HandoverResult, notifyOfHandovers } from "./handover.ts";
import { releaseWorkOfLeavers, signOut } from "./leavers.ts";
import { raiseRosterEvents } from "./roster-events.ts";
import { cellsOf, problemsOf } from "./sheet.ts";

/** Steps of an import, reported as they begin. */
export type ImportStep = "reading" | "checking" | "writing" | "done";

/** A role that a person received or lost. */
export interface RoleLine {
  /** Code of the organization. */
  organization: string;
  role: Role;
  name: string;
}

/** Everything that a sheet changed, and who was notified of open tasks. */
export interface ImportReport extends Imported {
  changes: {
    organizations: Omit<FieldChange, "organizationId">[];
    renamed: PersonChange[];
    readdressed: PersonChange[];
    began: RoleLine[];
    ended: RoleLine[];
  };
  notified: Pick<HandoverResult, "people" | "tasks">;
}

export interface ImportOptions {
  onStep?: (step: ImportStep) => void;
  /** Writes nothing; reports what would be written. */
  preview?: boolean;
  /** People whose name in the sheet differs take that name. */
  rename?: boolean;
  /** All duties of new organizations are requested from the first day on; otherwise they have a gentle start (domain/planning/start.ts). */
  atOnce?: boolean;
}

/** In milliseconds: a sheet is one transaction; 100,000 organizations take minutes on a small machine. */
const longestWriting = 1_800_000;

/** Carries the report out of a transaction that is rolled back. */
class Previewed extends Error {
  readonly report: ImportReport;
  constructor(report: ImportReport) {
    super("nothing is written");
    this.report = report;
  }
}

/**
 * Imports organizations with their people from a sheet (columns: examples/README.md), all or nothing, and plans their duties at once.
 * @param sheet CSV text, or cells
 * @throws {BadInputError} lists each invalid cell: row, column, value and what was expected · {ConsentError} it would rename somebody, and `rename`
 * was not given
 */
export async function importOrganizations(
  context: ActContext,
  sheet: string | string[][],
  { onStep = () => undefined, preview = false, rename = false, atOnce = false }: ImportOptions = {},
): Promise<ImportReport> {
  onStep("reading");
  const [header = [], ...rows] = typeof sheet === "string" ? cellsOf(sheet) : sheet;
  onStep("checking");
  const roster = parseRoster(header, rows);
  if (roster.errors.length > 0) throw problemsOf(roster.errors, header, rows);
  onStep("writing");
  const now = context.now();
  const imported = await context.db
    .$transaction(
      async (tx) => {
        const report = await writeSheet(tx, context, roster, now, atOnce);
        const { renamed } = report.changes;
        if (preview) throw new Previewed(report);
        if (renamed.length > 0 && !rename) throw new ConsentError(...renamed.map(renaming));
        return report;
      },
      { timeout: longestWriting },
    )
    .catch((error: unknown) => {
      if (error instanceof Previewed) return error.report;
      throw error;
    });
  await context.flush();
  onStep("done");
  return imported;
}

const renaming = ({ name, from, personId }: PersonChange): Cause =>
  cause("renames", { from: from ?? "", id: personId, name });

/** Writes the sheet, returns the tasks of removed role holders to their roles, notifies the new doers, and plans the duties. */
export async function writeSheet(
  tx: Tx,
  context: Pick<ActContext, "calendar">,
  roster: Roster,
  now: Date,
  atOnce = false,
): Promise<ImportReport> {
  const written = await writeRoster(tx, roster, now, atOnce);
  const { changes, people } = written;
  const there = await organizationsOfCodes(
    tx,
    roster.organizations.map(({ code }) => code),
  );
  const { notes, released } = await releaseWorkOfLeavers(
    tx,
    context,
    there.map(({ id }) => id),
    now,
  );
  await signOut(tx, changes.roles, now);
  await endAccessBy(
    tx,
    people.readdressed.filter(({ from }) => from !== null),
    now,
  );
  const addressed = people.readdressed.filter(({ reached }) => reached).map(({ personId }) => personId);
  const handed = await notifyOfHandovers(tx, { roles: changes.roles, addressed, released }, now);
  await raiseRosterEvents(tx, context, changes, "administrator", now);
  await nudge(tx, [...new Set(there.map(({ shard }) => shard))].map(wakePlanner), now);
  await logCases(tx, [...notes, ...handed.notes], { at: now, actor: "administrator" });
  return { ...(await reportOf(tx, written)), notified: { people: handed.people, tasks: handed.tasks } };
}

async function reportOf(
  tx: Tx,
  { imported, changes, fields, people }: RosterWritten,
): Promise<Omit<ImportReport, "notified">> {
  const { roles } = changes;
  const names = await namesOf(tx, [...new Set(roles.map(({ personId }) => personId))]);
  const organizations = await organizationsById(
    tx,
    roles.map(({ organizationId }) => organizationId),
  );
  const lines = (held: boolean): RoleLine[] =>
    roles
      .filter((one) => one.held === held)
      .map(({ organizationId, personId, role }: RoleChange) => ({
        organization: organizations.get(organizationId)?.code ?? "",
        role,
        name: names.get(personId) ?? "",
      }));
  return {
    ...imported,
    changes: {
      organizations: fields.map(({ organizationId: _, ...change }) => change),
      renamed: people.renamed,
      readdressed: people.readdressed.map(({ reached: _, ...change }) => change),
      began: lines(true),
      ended: lines(false),
    },
  };
}
