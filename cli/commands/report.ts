import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import {
  formulaHistory,
  type ReportQuery,
  recountMonths,
  reportOf,
  setFormula,
} from "../../client/reporting/report.ts";
import { workbook } from "../../client/reporting/workbook.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { bulletinOf } from "../../domain/reporting/bulletin.ts";
import { type FormulaSetting, formulaNames, formulaTitles, formulaWords } from "../../domain/reporting/formula.ts";
import { csvOf, sheetsOf } from "../../domain/reporting/sheets.ts";
import { printable } from "../../domain/roster/cell.ts";
import { organizationTypes } from "../../domain/terms.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { numberOf, oneOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { cell, wall } from "../views/format.ts";
import { reportTable, reportText, tablesOfReport } from "../views/report.ts";

interface ReportOptions extends Omit<ReportQuery, "organization"> {
  org?: string;
  by: string;
  limit: string;
  text: boolean;
  csv?: string;
  xlsx?: string;
}

/** `duban report` */
export function reportCommands(report: Command, run: Run): void {
  report
    .option(
      "--period <period>",
      say(
        "期间：2026-11、2026-Q4、2026-H2或2026（不写为上月）",
        "2026-11, 2026-Q4, 2026-H2 or 2026 (the month before, without it)",
      ),
    )
    .option("--duty <number>", say("只统计一项职责", "of one duty"))
    .option("--org <code>", say("只统计一家机构", "of one organization"))
    .option("--district <name>", say("只统计一个区", "of one district"))
    .option(
      "--type <type>",
      say(`只统计一类机构：${organizationTypes.join("、")}`, `of one type: ${organizationTypes.join(", ")}`),
    )
    .option(
      "--authority <person>",
      say(
        "只统计某人主管或监督的机构，写电子邮箱、手机号码或编号",
        "of the organizations that a person oversees, by e-mail address, telephone number or id",
      ),
    )
    .option(
      "--by <what>",
      say(`表格按什么列：${tablesOfReport.join("、")}`, `what the table lists: ${tablesOfReport.join(", ")}`),
      "organization",
    )
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .option(
      "--text",
      say(
        "通报的草稿：可编辑后用 `duban circular issue` 下发",
        "the bulletin as an officer would write it, to be edited and issued (duban circular issue)",
      ),
      false,
    )
    .option("--csv <file>", say("把各机构的表格写入CSV文件", "write the table of organizations to a CSV file"))
    .option("--xlsx <file>", say("把全部表格写入XLSX文件", "write all tables to an XLSX file"))
    .action((options: ReportOptions, command: Command) => run(command, (session) => show(session, options)));

  report
    .command("formula")
    .description(
      say(
        "评分办法：目前的和以前的；给出名称=数值的，自此起改用",
        "the formula of the ranking, as it is and as it was; with name=value it is changed from now on",
      ),
    )
    .argument(
      "[change...]",
      say(
        `名称=数值，名称：${formulaNames.map((name) => `${name}（${formulaTitles[name].zh}）`).join("、")}`,
        `name=value, of ${formulaNames.join(", ")}`,
      ),
    )
    .option("--because <text>", say("理由，记录在案", "why: it stands on record"))
    .action((change: string[], { because }: { because?: string }, command: Command) =>
      run(command, (session) => (change.length > 0 ? setTo(session, change, because ?? "") : history(session))),
    );

  report
    .command("recount")
    .description(
      say(
        "按各项工作重新汇总各月数据（平时每日自动汇总，无需执行）",
        "sum the months up anew from the tasks (this happens by itself each day)",
      ),
    )
    .action((_options: unknown, command: Command) =>
      run(command, async (session) => {
        const done = await recountMonths(session);
        return {
          data: done,
          text: say(
            `已重新汇总${done.shards}个分片。`,
            `Counted anew: ${done.shards} shard${done.shards === 1 ? "" : "s"}.`,
          ),
        };
      }),
    );
}

async function show(session: CliSession, options: ReportOptions): Promise<CommandResult> {
  const { org, by, limit, text, csv, xlsx, ...query } = options;
  const table = oneOf(by, "--by", tablesOfReport);
  const most = numberOf(limit, "--limit");
  const report = await reportOf(session, { ...query, ...(org !== undefined && { organization: org }) }, null);
  const bulletin = bulletinOf(report, currentLanguage());
  const written = [
    ...(csv === undefined ? [] : [await write("--csv", csv, csvOf(report, currentLanguage()))]),
    ...(xlsx === undefined ? [] : [await write("--xlsx", xlsx, workbook(sheetsOf(report, currentLanguage())))]),
  ];
  const told = written.map((file) => say(`已写入${file}`, `written: ${file}`)).join("\n");
  if (text) return { data: bulletin, text: [`《${bulletin.title}》`, "", bulletin.text, told].join("\n").trimEnd() };
  return {
    data: { ...report, formulaWords: formulaWords(report.formula.formula), bulletin },
    first: reportText(report),
    table: reportTable(report, table, most),
    text: [localized(formulaWords(report.formula.formula)), told].filter(Boolean).join("\n"),
  };
}

async function write(option: string, file: string, bytes: Buffer | string): Promise<string> {
  await writeFile(file, bytes).catch((error: NodeJS.ErrnoException) => {
    throw new BadInputError(cause("file-unwritable", { option, file: printable(file), code: error.code ?? "" }));
  });
  return printable(file);
}

async function setTo(session: CliSession, given: readonly string[], because: string): Promise<CommandResult> {
  const pairs = given.map((one): [string, string] => {
    const [, name, value] = /^([\w-]+)=(.*)$/.exec(one) ?? [];
    if (name === undefined || value === undefined)
      throw new BadInputError(unusable("change", printable(one), expected("name-value")));
    return [name, value];
  });
  const { setting, changed } = await setFormula(session, {
    ...{ change: Object.fromEntries(pairs), because, actor: "administrator" },
  });
  return {
    data: { ...setting, changed },
    text: [
      changed
        ? say("已改用：", "From now on:")
        : say("本来就是这样，未作更改：", "It is like this already; nothing was changed:"),
      localized(formulaWords(setting.formula)),
    ].join("\n"),
  };
}

async function history({ db }: CliSession): Promise<CommandResult> {
  const all = await formulaHistory(db);
  const people = await namesOf(db, [...new Set(all.map(({ setBy }) => setBy))]);
  const [current] = all;
  return {
    data: all,
    first: current ? localized(formulaWords(current.formula)) : "",
    table: {
      head: ["since", "what", "because", "set by"],
      rows: all.map((one, index) => [
        one.setAt ? wall(one.setAt, cityZone) : say("启用以来", "the start"),
        changesFrom(one, all[index + 1]),
        cell(one.because, 40),
        cell(people.get(one.setBy) ?? word("actor", one.setBy, currentLanguage()), 20),
      ]),
    },
  };
}

/** Differences between a formula and the previous one. */
const changesFrom = ({ formula }: FormulaSetting, before: FormulaSetting | undefined): string =>
  formulaNames
    .filter((name) => before === undefined || before.formula[name] !== formula[name])
    .map((name) => `${name}=${formula[name]}`)
    .join(" ");
