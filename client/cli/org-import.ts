import type { Command } from "commander";
import { type ImportReport, importOrganizations, NeedsConsent } from "../acts/importing.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliDeps, CliSession } from "./deps.ts";
import { textOf } from "./file.ts";
import { importBar } from "./progress.ts";
import { cell, plural, section } from "./shown.ts";

interface Options {
  preview: boolean;
  rename: boolean;
}

/** `duban org import` */
export function importCommand(org: Command, run: Run, deps: CliDeps): void {
  org
    .command("import")
    .description("take in a sheet of organizations and their people, all or nothing (columns: examples/README.md)")
    .argument("<file>", "CSV in UTF-8")
    .option("--preview", "show what would change, and change nothing", false)
    .option("--rename", "people whom the sheet calls otherwise take that name", false)
    .action((file: string, options: Options, command: Command) =>
      run(command, (session) => taken(session, file, options, deps)),
    );
}

async function taken(session: CliSession, file: string, { preview, rename }: Options, deps: CliDeps): Promise<Answer> {
  const csv = await textOf(file, "a CSV file");
  const started = performance.now();
  const read = async (renaming: boolean): Promise<ImportReport> => {
    const bar = importBar(deps.err);
    try {
      return await importOrganizations(session, csv, { onStep: bar.step, preview, rename: renaming });
    } finally {
      bar.stop();
    }
  };
  const report = await read(rename).catch(async (error: unknown) => {
    if (!(error instanceof NeedsConsent)) throw error;
    const question = `${error.message}\nTake the names of the sheet?`;
    if (await deps.ask?.(question)) return read(true);
    throw new NeedsConsent(...error.problems, "nothing was taken; --rename takes the names of the sheet");
  });
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  return { data: { ...report, seconds, preview }, text: linesOf(report, preview, seconds).join("\n") };
}

/** Lines of one kind of change that a person reads; `--json` has all. */
const mostLines = 20;

function linesOf(
  { created, updated, people, ended, changes, told }: ImportReport,
  preview: boolean,
  seconds: number,
): string[] {
  const { organizations, renamed, readdressed, began, ended: gone } = changes;
  const some = (title: string, lines: readonly string[]): string[] =>
    section(`${title} (${lines.length})`, [
      ...lines.slice(0, mostLines),
      ...(lines.length > mostLines ? [`… and ${lines.length - mostLines} more (--json tells all)`] : []),
    ]).filter(() => lines.length > 0);
  const role = ({ organization, role: held, name }: (typeof began)[number]): string =>
    `${organization}  ${cell(name)}  ${held}`;
  return [
    preview
      ? `Nothing was changed. The sheet has ${plural(created, "new organization")} and ${updated} that are there; it names ${people} people; ${plural(ended, "role")} would end.`
      : `${created} organizations are new, ${updated} were there; they name ${people} people; ${ended} roles ended. ${seconds} s.`,
    ...some("Roles that end", gone.map(role)),
    ...some("Roles that begin", began.map(role)),
    ...some(
      "Addresses that change",
      readdressed.map(({ name, from, to }) => `${cell(name)}  ${from ?? "(none)"} → ${to}`),
    ),
    ...some(
      "Names that change",
      renamed.map(({ name, from }) => `${cell(from ?? "")} → ${cell(name)}`),
    ),
    ...some(
      "Organizations that change",
      organizations.map(({ code, field, from, to }) => `${code}  ${field}: ${cell(from)} → ${cell(to)}`),
    ),
    ...(told.tasks > 0 ? ["", toldWords(told, preview)] : []),
  ];
}

/** Who is told at once of what has long been open. */
export function toldWords({ people, tasks }: ImportReport["told"], preview = false): string {
  if (tasks === 0) return "";
  const verb = preview ? "would be told" : people === 1 ? "is told" : "are told";
  return `${people === 1 ? "1 person" : `${people} people`} ${verb} at once of what is open for them: ${plural(tasks, "task")}.`;
}
