import type { Command } from "commander";
import { rosterColumns } from "../../domain/roster.ts";
import { marks, organizationTypes, roles } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { closeOrganization } from "../acts/closing.ts";
import { addOrganization, pauseOrganization, resumeOrganization } from "../acts/organizations.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliDeps, CliSession } from "./deps.ts";
import { words } from "./given.ts";
import { importCommand } from "./org-import.ts";
import { type ListOptions, list, show } from "./org-shown.ts";

const actor = "administrator";

/** `duban org …` */
export function orgCommands(program: Command, run: Run, deps: CliDeps): void {
  const org = program.command("org").description("organizations");

  const adding = org
    .command("add")
    .description("add one organization with its people")
    .requiredOption("--code <code>", "统一社会信用代码, or another code of capital letters, digits and hyphens")
    .requiredOption("--name <name>", "its name")
    .requiredOption("--type <type>", `one of ${organizationTypes.join(", ")}`)
    .requiredOption("--registration <form>", "association, service or foundation")
    .option("--zone <zone>", "IANA zone", "Asia/Shanghai")
    .option("--district <name>", "district", "")
    .option("--party", "it has a party organization", false)
    .option("--qualified", "it may raise funds in public", false)
    .option("--language <code>", "zh-CN or en", "zh-CN")
    .option("--marks <marks>", `where the law asks more of it: ${marks.join(", ")}; several with ;`, "");
  for (const role of roles)
    adding.option(
      `--${role} <people>`,
      `${word("role", role, "zh-CN")}: "姓名 <mail@example.org> +86 …"; several with ;`,
    );
  adding.action((options: AddOptions, command: Command) => run(command, (session) => add(session, options)));

  importCommand(org, run, deps);

  org
    .command("list")
    .description("organizations, with what is open and late")
    .option("--type <type>", `one of ${organizationTypes.join(", ")}`)
    .option("--district <name>", "of a district")
    .option("--paused", "only those that are paused")
    .option("--limit <n>", "rows of the table at most; --json gives all", "200")
    .action((options: ListOptions, command: Command) => run(command, (session) => list(session, options)));

  org
    .command("show")
    .description("an organization: its people by role, and the duties that apply to it")
    .argument("<code>", "code or id")
    .action((code: string, _options: unknown, command: Command) => run(command, (session) => show(session, code)));

  for (const [name, does, work] of [
    ["pause", "nothing is planned, asked or reminded there until it is resumed", pauseOrganization],
    ["resume", "go on where it was paused", resumeOrganization],
  ] as const)
    org
      .command(name)
      .description(does)
      .argument("<code>", "code or id")
      .action((code: string, _options: unknown, command: Command) =>
        run(command, async (session) => {
          const done = await work(session, code, actor);
          const state = `${name}d`;
          return {
            data: { organization: code, ...done },
            text: done.changed
              ? `${code} is ${state}; open tasks: ${done.tasks}.`
              : `${code} was ${name === "pause" ? state : "not paused"}.`,
          };
        }),
      );

  org
    .command("close")
    .description(
      "close an organization for good: what is open is cancelled, who holds it is told, nothing is started any more",
    )
    .argument("<code>", "code or id")
    .requiredOption("--reason <text>", "why", words)
    .action((code: string, { reason }: { reason: string }, command: Command) =>
      run(command, async (session) => {
        const done = await closeOrganization(session, code, { reason, actor });
        return {
          data: { organization: code, ...done },
          text: done.changed
            ? `${code} is closed; cases cancelled: ${done.cases}, tasks: ${done.tasks}.`
            : `${code} was closed already.`,
        };
      }),
    );
}

interface AddOptions extends Readonly<Record<string, string | boolean | undefined>> {
  code: string;
}

/** The row of a sheet, so that there is one door to organizations; a bad cell is named by its option. */
async function add(session: CliSession, options: AddOptions): Promise<Answer> {
  const cells: Record<string, string> = {};
  for (const column of rosterColumns) {
    const value = options[column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())];
    if (value !== undefined) cells[column] = typeof value === "boolean" ? (value ? "yes" : "no") : value;
  }
  const { id, created } = await addOrganization(session, cells);
  return {
    data: { id, code: options.code, created },
    text: created ? `${options.code} is added.` : `${options.code} was there already.`,
  };
}
