import type { Command } from "commander";
import { type ImportReport, importOrganizations } from "../../client/registry/importing.ts";
import { sheetAt } from "../../client/sheets/sheet.ts";
import { ConsentError } from "../../domain/errors.ts";
import { cause, causeText } from "../../domain/reasons/index.ts";
import { word } from "../../domain/words.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { importBar } from "../progress.ts";
import { cell, plural, section } from "../views/format.ts";

interface Options {
  preview: boolean;
  rename: boolean;
  atOnce: boolean;
}

/** Help of `--at-once`, shared by the import and by `org add`. */
export const atOnceWords = (): string =>
  say(
    "新机构从第一天起办理全部职责；不写则前四周只办基础事项，半年、一年一次的分散到各月",
    "new organizations get all duties from the first day on; without it, the first duties alone in their first four weeks, and what comes once in a half-year or a year in a month of its own",
  );

/** `duban org import` */
export function importCommand(org: Command, run: Run, deps: CliDeps): void {
  org
    .command("import")
    .description(
      say(
        "导入一张机构和人员表，要么全部导入，要么一行也不导入（各列见examples/README.md）",
        "import a sheet of organizations and their people, all or nothing (columns: examples/README.md)",
      ),
    )
    .argument("<file>", say("CSV文件（UTF-8或GBK）或XLSX文件", "CSV (UTF-8 or GBK) or XLSX"))
    .option("--preview", say("只显示将改变什么，不作任何更改", "show what would change, and change nothing"), false)
    .option(
      "--rename",
      say("表中姓名不同的人员，改用表中的姓名", "people whom the sheet calls otherwise take that name"),
      false,
    )
    .option("--at-once", atOnceWords(), false)
    .action((file: string, options: Options, command: Command) =>
      run(command, (session) => taken(session, file, options, deps)),
    );
}

async function taken(
  session: CliSession,
  file: string,
  { preview, rename, atOnce }: Options,
  deps: CliDeps,
): Promise<CommandResult> {
  const sheet = await sheetAt(file);
  const started = performance.now();
  const read = async (renaming: boolean): Promise<ImportReport> => {
    const bar = importBar(deps.err);
    try {
      return await importOrganizations(session, sheet, { onStep: bar.step, preview, rename: renaming, atOnce });
    } finally {
      bar.stop();
    }
  };
  const report = await read(rename).catch(async (error: unknown) => {
    if (!(error instanceof ConsentError)) throw error;
    const question = `${error.causes.map((one) => localized(causeText(one))).join("\n")}\n${say("是否改用表中的姓名？", "Take the names of the sheet?")}`;
    if (await deps.ask?.(question)) return read(true);
    throw new ConsentError(...error.causes, cause("rename-unagreed"));
  });
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  return { data: { ...report, seconds, preview }, text: linesOf(report, preview, seconds).join("\n") };
}

/** Maximum number of lines of one kind of change; `--json` lists all. */
const mostLines = 20;

function linesOf(
  { created, updated, people, ended, changes, notified }: ImportReport,
  preview: boolean,
  seconds: number,
): string[] {
  const { organizations, renamed, readdressed, began, ended: gone } = changes;
  const some = (title: string, lines: readonly string[]): string[] =>
    section(say(`${title}（${lines.length}）`, `${title} (${lines.length})`), [
      ...lines.slice(0, mostLines),
      ...(lines.length > mostLines
        ? [
            say(
              `……另有${lines.length - mostLines}项（--json列出全部）`,
              `… and ${lines.length - mostLines} more (--json lists all)`,
            ),
          ]
        : []),
    ]).filter(() => lines.length > 0);
  const role = ({ organization, role: held, name }: (typeof began)[number]): string =>
    `${organization}  ${cell(name)}  ${word("role", held, currentLanguage())}`;
  return [
    preview
      ? say(
          `没有作任何更改。表中新机构${created}家，已有机构${updated}家；涉及${people}人；将结束职务${ended}个。`,
          `Nothing was changed. The sheet has ${plural(created, "new organization")} and ${updated} that are there; it names ${people} people; ${plural(ended, "role")} would end.`,
        )
      : say(
          `新机构${created}家，已有机构${updated}家；涉及${people}人；结束职务${ended}个。用时${seconds}秒。`,
          `${created} organizations are new, ${updated} were there; they name ${people} people; ${ended} roles ended. ${seconds} s.`,
        ),
    ...some(say("结束的职务", "Roles that end"), gone.map(role)),
    ...some(say("新任的职务", "Roles that begin"), began.map(role)),
    ...some(
      say("变更的联系方式", "Addresses that change"),
      readdressed.map(({ name, from, to }) => `${cell(name)}  ${from ?? say("（无）", "(none)")} → ${to}`),
    ),
    ...some(
      say("变更的姓名", "Names that change"),
      renamed.map(({ name, from }) => `${cell(from ?? "")} → ${cell(name)}`),
    ),
    ...some(
      say("变更的机构信息", "Organizations that change"),
      organizations.map(
        ({ code, field, from, to }) => `${code}  ${field}${say("：", ": ")}${cell(from)} → ${cell(to)}`,
      ),
    ),
    ...(notified.tasks > 0 ? ["", notifiedText(notified, preview)] : []),
  ];
}

/** Number of people who are notified at once of tasks that are already open. */
export function notifiedText({ people, tasks }: ImportReport["notified"], preview = false): string {
  if (tasks === 0) return "";
  const verb = preview
    ? say("将", "would be notified")
    : people === 1
      ? say("已", "is notified")
      : say("已", "are notified");
  return say(
    `${verb}立即告知${people}人其全部在办工作：共${tasks}项。`,
    `${people === 1 ? "1 person" : `${people} people`} ${verb} at once of what is open for them: ${plural(tasks, "task")}.`,
  );
}
