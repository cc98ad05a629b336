import type { Command } from "commander";
import { mailWeekly, removeView, saveView } from "../../client/desk/saved-views.ts";
import { type BoardFilter, boardViews, duePeriods, filterIn, queryOf } from "../../domain/desk/filter.ts";
import { dueWords, filterWords } from "../../domain/desk/filter-words.ts";
import { viewTitles } from "../../domain/desk/saved-view.ts";
import { BadInputError, NotFoundError } from "../../domain/errors.ts";
import { taskTitle } from "../../domain/messages/task-title.ts";
import { severities } from "../../domain/procedures/kinds.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { termBegan } from "../../domain/tasks/term.ts";
import { organizationTypes, type Text } from "../../domain/terms.ts";
import { type SavedView, savedViewsOf } from "../../records/saved-views.ts";
import { organizationsOverseen } from "../../records/views/overseen.ts";
import { viewTable } from "../../records/views/view-table.ts";
import { dutyGiven, numberOf, oneOf, personOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, labelled, listed, localized, rowsBeyond, say } from "../language.ts";
import { cell, lateness, wall } from "../views/format.ts";
import { stateWords } from "../views/task-words.ts";

interface Options {
  as?: string;
}

/** Help: the words of a closed list, each with its title. */
const named = <Name extends string>(names: readonly Name[], said: (name: Name) => Text): string =>
  listed(names.map((one) => say(`${one}（${said(one).zh}）`, one)));

/** `duban view …`: saved views of the board. */
export function viewCommands(view: Command, run: Run): void {
  const as = [
    "--as <person>",
    say(
      "某位监督人的视图（电子邮箱、手机号码或编号）；不写则为管理员的",
      "of a supervisor, by e-mail address, telephone number or id; the administrators', without it",
    ),
  ] as const;
  const name = ["<name>", say("视图的名称", "name of the view")] as const;

  view
    .command("list")
    .description(
      say("保存的视图：筛选条件，以及是否每周发送", "saved views: what each asks for, and whether it is mailed"),
    )
    .option(...as)
    .action((options: Options, command: Command) => run(command, (session) => list(session, options)));

  view
    .command("show")
    .description(say("视图此刻的内容", "what a view shows now"))
    .argument(...name)
    .option(...as)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((given: string, options: Options & { limit: string }, command: Command) =>
      run(command, (session) => show(session, given, options)),
    );

  view
    .command("save")
    .description(
      say("以名称保存筛选条件；同名的由新的代替", "keep a filter under a name; the same name again is the new filter"),
    )
    .argument(...name)
    .option(
      "--address <address>",
      say(
        "督办台的网址，或其中“?”之后的部分，代替以下各项",
        "the board's address, or what follows its “?”, in place of these:",
      ),
    )
    .option(
      "--table <table>",
      named(boardViews, (one) => viewTitles[one]),
    )
    .option(
      "--search <words>",
      say("机构的名称、拼音、首字母或代码", "an organization's name, pinyin, initials or code"),
    )
    .option("--duty <number>", say("职责序号", "number of a duty"))
    .option("--district <name>", say("地区", "district"))
    .option("--type <type>", say(`机构类型：${organizationTypes.join("、")}`, `type: ${organizationTypes.join(", ")}`))
    .option("--severity <severity>", say(`严重程度：${severities.join("、")}`, `severity: ${severities.join(", ")}`))
    .option(
      "--due <period>",
      named(duePeriods, (one) => dueWords[one]),
    )
    .option("--mail", say("每周一上午用邮件发给本人", "mail it to its owner on Monday mornings"), false)
    .option(...as)
    .action((given: string, options: SaveOptions, command: Command) =>
      run(command, (session) => save(session, given, options)),
    );

  view
    .command("mail")
    .description(say("每周一上午发送（on），或不再发送（off）", "mail it on Monday mornings (on), or stop that (off)"))
    .argument(...name)
    .argument("<on|off>", say("发送或不再发送", "on or off"))
    .option(...as)
    .action((given: string, state: string, options: Options, command: Command) =>
      run(command, (session) => mail(session, given, oneOf(state, "on|off", ["on", "off"]) === "on", options)),
    );

  view
    .command("remove")
    .description(say("删除视图", "remove a view"))
    .argument(...name)
    .option(...as)
    .action((given: string, options: Options, command: Command) =>
      run(command, async (session) => {
        const found = await viewNamed(session, given, await ownerOf(session, options));
        await removeView(session, found);
        return {
          data: { view: found.name, changed: true },
          text: say(`视图“${found.name}”已删除。`, `The view “${found.name}” is removed.`),
        };
      }),
    );
}

/** Owner of the views; null: the administrators. */
const ownerOf = async ({ db }: CliSession, { as }: Options): Promise<string | null> =>
  as === undefined ? null : (await personOf(db, as)).id;

/** Finds a view. @throws {NotFoundError} its owner has no view of this name */
async function viewNamed({ db }: CliSession, given: string, personId: string | null): Promise<SavedView> {
  const name = given.trim().replace(/\s+/gu, " ");
  const found = (await savedViewsOf(db, personId)).find((one) => one.name === name);
  if (!found) throw new NotFoundError(cause("no-view", { value: printable(given) }));
  return found;
}

async function list(session: CliSession, options: Options): Promise<CommandResult> {
  const views = await savedViewsOf(session.db, await ownerOf(session, options));
  return {
    data: views.map(dataOf),
    table: {
      head: ["name", "what", "mails"],
      rows: views.map(({ name, query, weekly }) => [
        cell(name),
        cell(filterWords(filterIn(query), currentLanguage()), 80),
        weekly ? say("每周一", "Mondays") : "",
      ]),
    },
    ...(views.length === 0 && { text: say("还没有保存的视图。", "No view is saved yet.") }),
  };
}

const dataOf = ({ name, query, weekly, personId }: SavedView) => ({ name, query, weekly, person: personId });

async function show(session: CliSession, given: string, options: Options & { limit: string }): Promise<CommandResult> {
  const { db, calendar } = session;
  const now = session.now();
  const limit = numberOf(options.limit, "--limit", 1_000);
  const personId = await ownerOf(session, options);
  const found = await viewNamed(session, given, personId);
  const organizationIds = personId === null ? null : await organizationsOverseen(db, personId, now);
  const { table, rows, counts, asked } = await viewTable(db, filterIn(found.query), organizationIds, now, limit);
  const due = (row: (typeof rows)[number]): Date => (row.state === "submitted" ? row.climbDueAt : row.askedDue);
  const language = currentLanguage();
  return {
    data: {
      ...dataOf(found),
      counts: Object.fromEntries(asked.map((one) => [one, counts[one]])),
      table,
      rows: rows.map((row) => ({
        ...{ task: row.id, organization: row.organization, duty: row.duty, step: row.step, about: row.subject },
        ...{ state: row.state, due: termBegan(row) ? due(row) : null, severity: row.severity, outlook: row.outlook },
      })),
    },
    first: labelled(cell(found.name), filterWords(filterIn(found.query), language)),
    table: {
      head: ["organization", "duty", "what", "state", "due", "late", "task"],
      rows: rows.map((row) => [
        cell(row.organization, 20),
        row.duty,
        cell(taskTitle(row, language), 40),
        stateWords(row),
        termBegan(row) ? wall(due(row), row.zone) : "",
        row.waitsFor === 0 ? lateness({ ...row, due: due(row) }, now, calendar) : "",
        row.id,
      ]),
    },
    text: [
      listed(asked.map((one) => `${localized(viewTitles[one])} ${counts[one]}`)),
      ...rowsBeyond(counts[table], rows.length),
    ].join("\n"),
  };
}

interface SaveOptions extends Options {
  address?: string;
  table?: string;
  search?: string;
  duty?: string;
  district?: string;
  type?: string;
  severity?: string;
  due?: string;
  mail: boolean;
}

async function save(session: CliSession, given: string, options: SaveOptions): Promise<CommandResult> {
  const personId = await ownerOf(session, options);
  const filter = filterGiven(options);
  if (options.mail && personId === null) throw new BadInputError(cause("view-of-nobody"));
  await saveView(session, { personId, name: given, query: queryOf(filter).toString(), weekly: options.mail });
  const saved = await viewNamed(session, given, personId);
  const words = filterWords(filterIn(saved.query), currentLanguage());
  return {
    data: { ...dataOf(saved), changed: true },
    text: say(`视图“${saved.name}”已保存：${words}。`, `The view “${saved.name}” is saved: ${words}.`),
  };
}

/** Builds the filter. @throws {BadInputError} an option has an invalid value, or the address is combined with other options */
function filterGiven({ address, table, search, duty, district, type, severity, due }: SaveOptions): BoardFilter {
  const beside = Object.entries({ table, search, duty, district, type, severity, due }).find(
    ([, one]) => one !== undefined,
  );
  if (address !== undefined && beside)
    throw new BadInputError(cause("beside", { option: `--${beside[0]}`, other: "--address" }));
  const asked = filterIn(address ?? "");
  return {
    ...asked,
    ...(table !== undefined && { view: oneOf(table, "--table", boardViews) }),
    ...(search !== undefined && { search }),
    ...(duty !== undefined && { duty: dutyGiven(duty) }),
    ...(district !== undefined && { district }),
    ...(type !== undefined && { type: oneOf(type, "--type", organizationTypes) }),
    ...(severity !== undefined && { severity: oneOf(severity, "--severity", severities) }),
    ...(due !== undefined && { due: oneOf(due, "--due", duePeriods) }),
  };
}

async function mail(session: CliSession, given: string, on: boolean, options: Options): Promise<CommandResult> {
  const personId = await ownerOf(session, options);
  const found = await viewNamed(session, given, personId);
  if (personId === null) throw new BadInputError(cause("view-of-nobody"));
  const { changed } = await mailWeekly(session, found, on);
  const { name } = found;
  return {
    data: { view: name, weekly: on, changed },
    text: on
      ? say(`视图“${name}”每周一上午发送。`, `The view “${name}” is mailed on Monday mornings.`)
      : say(`视图“${name}”不再每周发送。`, `The view “${name}” is not mailed any more.`),
  };
}
