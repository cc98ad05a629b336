import type { Command } from "commander";
import { closeOrganization } from "../../client/cases/closing.ts";
import {
  addOrganization,
  organizationOf,
  pauseOrganization,
  resumeOrganization,
} from "../../client/registry/organizations.ts";
import { rosterColumns } from "../../domain/roster/roster.ts";
import { organizationTypes, roles } from "../../domain/terms.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { organizationLines } from "../../records/roster/organizations.ts";
import { words } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import { pauseAgreed } from "../consent.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { say } from "../language.ts";
import { type ListOptions, list, listStates, show } from "../views/org-shown.ts";
import { atOnceWords, importCommand } from "./org-import.ts";
import { marksWords, registrationWords, settingCommand } from "./org-set.ts";

const actor = "administrator";

/** `duban org …` */
export function orgCommands(org: Command, run: Run, deps: CliDeps): void {
  addCommand(org, run);
  settingCommand(org, run);
  importCommand(org, run, deps);
  listCommand(org, run);
  showCommand(org, run);
  pauseCommands(org, run, deps);
  closeCommand(org, run);
}

function addCommand(org: Command, run: Run): void {
  const adding = org
    .command("add")
    .description(say("添加一家机构及其人员", "add one organization with its people"))
    .requiredOption(
      "--code <code>",
      say(
        "统一社会信用代码，或由大写字母、数字、连字符组成的其他代码",
        "统一社会信用代码, or another code of capital letters, digits and hyphens",
      ),
    )
    .requiredOption("--name <name>", say("名称", "its name"))
    .requiredOption(
      "--type <type>",
      say(
        `${organizationTypes.join("、")}之一；有几种的用“|”隔开`,
        `one of ${organizationTypes.join(", ")}; several with |`,
      ),
    )
    .requiredOption("--registration <form>", registrationWords())
    .option("--zone <zone>", say("IANA时区", "IANA zone"), cityZone)
    .option("--district <name>", say("所在区", "district"), "")
    .option("--party", say("设有党组织", "it has a party organization"), false)
    .option("--qualified", say("有公开募捐资格", "it may raise funds in public"), false)
    .option(
      "--charity <yes|no>",
      say("是否为慈善组织；不写则依类型和募捐资格", "whether it is a charity; else by its type and qualification"),
    )
    .option(
      "--supervised <yes|no>",
      say(
        "是否有业务主管单位；没有的由登记管理机关代行",
        "whether it has a supervising authority; else the registrar stands in",
      ),
    )
    .option("--language <code>", say("zh-CN或en", "zh-CN or en"), "zh-CN")
    .option("--marks <marks>", marksWords(), "");
  for (const role of roles)
    adding.option(
      `--${role} <people>`,
      say(
        `${word("role", role, "zh-CN")}：“姓名 <mail@example.org> +86 …”；多人用分号隔开`,
        `${word("role", role, "zh-CN")}: "姓名 <mail@example.org> +86 …"; several with ;`,
      ),
    );
  adding.option("--at-once", atOnceWords(), false);
  adding.action((options: AddOptions, command: Command) => run(command, (session) => add(session, options)));
}

function listCommand(org: Command, run: Run): void {
  org
    .command("list")
    .description(say("机构，以及在办和逾期多少", "organizations, with what is open and late"))
    .option("--type <type>", say(`其中之一：${organizationTypes.join("、")}`, `one of ${organizationTypes.join(", ")}`))
    .option("--district <name>", say("只列一个区的", "of a district"))
    .option(
      "--state <state>",
      say(
        `只列一种状态的：${listStates.join("、")}（在运行、已暂停、已关闭）；不写则列未关闭的`,
        `one of ${listStates.join(", ")}; otherwise all that are not closed`,
      ),
    )
    .option("--paused", say("只列已暂停的，同--state paused", "only those that are paused, as --state paused"))
    .option(
      "--limit <n>",
      say("表格最多列多少行；--json给出全部", "rows of the table at most; --json gives all"),
      "200",
    )
    .action((options: ListOptions, command: Command) => run(command, (session) => list(session, options)));
}

function showCommand(org: Command, run: Run): void {
  org
    .command("show")
    .description(
      say(
        "一家机构：各职务由谁担任，适用哪些职责",
        "an organization: its people by role, and the duties that apply to it",
      ),
    )
    .argument("<code>", say("代码或编号", "code or id"))
    .action((code: string, _options: unknown, command: Command) => run(command, (session) => show(session, code)));
}

function pauseCommands(org: Command, run: Run, deps: CliDeps): void {
  for (const [name, does, work] of [
    [
      "pause",
      say(
        "暂停一家机构：恢复之前不安排、不请求、不提醒",
        "pause an organization: nothing is planned, requested or sent until it is resumed",
      ),
      pauseOrganization,
    ],
    ["resume", say("恢复一家已暂停的机构", "resume an organization where it was paused"), resumeOrganization],
  ] as const)
    org
      .command(name)
      .description(does)
      .argument("<code>", say("代码或编号", "code or id"))
      .option("--yes", say("不再询问", "do not ask"), false)
      .action((code: string, { yes }: { yes: boolean }, command: Command) =>
        run(command, async (session) => {
          if (name === "pause" && !yes) await agreed(session, code, deps);
          const done = await work(session, code, actor);
          const state = `${name}d`;
          return {
            data: { organization: code, ...done },
            text: done.changed
              ? say(
                  `${code}${name === "pause" ? "已暂停" : "已恢复"}；在办工作${done.tasks}项。`,
                  `${code} is ${state}; open tasks: ${done.tasks}.`,
                )
              : say(
                  `${code}${name === "pause" ? "此前已暂停" : "没有暂停"}。`,
                  `${code} was ${name === "pause" ? state : "not paused"}.`,
                ),
          };
        }),
      );
}

function closeCommand(org: Command, run: Run): void {
  org
    .command("close")
    .description(
      say(
        "永久关闭一家机构：未办的取消并告知办理人，此后不再开始任何事项",
        "close an organization for good: open tasks are cancelled, their holders notified, and nothing is started any more",
      ),
    )
    .argument("<code>", say("代码或编号", "code or id"))
    .requiredOption("--reason <text>", say("理由", "why"), words)
    .action((code: string, { reason }: { reason: string }, command: Command) =>
      run(command, async (session) => {
        const done = await closeOrganization(session, code, { reason, actor });
        return {
          data: { organization: code, ...done },
          text: done.changed
            ? say(
                `${code}已关闭；取消事项${done.cases}件、工作${done.tasks}项。`,
                `${code} is closed; cases cancelled: ${done.cases}, tasks: ${done.tasks}.`,
              )
            : say(`${code}此前已关闭。`, `${code} was closed already.`),
        };
      }),
    );
}

interface AddOptions extends Readonly<Record<string, string | boolean | undefined>> {
  code: string;
}

/** Adds an organization as a sheet with one row, so that there is one way to add organizations. Errors name the option instead of the cell. */
async function add(session: CliSession, options: AddOptions): Promise<CommandResult> {
  const cells: Record<string, string> = {};
  for (const column of rosterColumns) {
    const value = options[column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())];
    if (value !== undefined) cells[column] = typeof value === "boolean" ? (value ? "yes" : "no") : value;
  }
  const { id, created } = await addOrganization(session, cells, { atOnce: options.atOnce === true });
  return {
    data: { id, code: options.code, created },
    text: created
      ? say(`已添加${options.code}。`, `${options.code} is added.`)
      : say(`此前已有${options.code}。`, `${options.code} was there already.`),
  };
}

/** Asks for consent before a pause; none is needed if the organization is paused already. @throws {ConsentError} */
async function agreed(session: CliSession, code: string, deps: Pick<CliDeps, "ask">): Promise<void> {
  const organization = await organizationOf(session.db, code);
  const [line] = await organizationLines(session.db, { id: organization.id }, session.now());
  if (!line || organization.pausedAt) return;
  await pauseAgreed(
    {
      ...line,
      what: say(`${organization.name}（${organization.code}）`, `${organization.name} (${organization.code})`),
    },
    deps,
  );
}
