import type { Command } from "commander";
import { setCredit } from "../../client/registry/credits.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { type Credit, credits } from "../../domain/planning/credits.ts";
import { word } from "../../domain/words.ts";
import { creditsOff } from "../../records/cases/credits.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";

interface Options {
  org?: string;
}

/** `duban credit …`: which done duties also count for others. */
export function creditCommands(credit: Command, run: Run): void {
  const org = [
    "--org <code>",
    say("只看或只改一家机构（代码或编号）", "of one organization alone, by code or id"),
  ] as const;
  credit
    .command("list")
    .description(say("哪项职责办结后同时计入哪项，以及理由", "which duty counts for which when it is done, and why"))
    .option(...org)
    .action((options: Options, command: Command) => run(command, (session) => list(session, options)));
  for (const [name, on, does] of [
    ["off", false, say("停用一条：两项职责各自办理", "switch a line off: both duties are requested")],
    ["on", true, say("重新启用一条", "switch a line on again")],
  ] as const)
    credit
      .command(name)
      .description(does)
      .argument("<line>", say("这一条的名称", "its name"))
      .option(...org)
      .action((line: string, { org: organization }: Options, command: Command) =>
        run(command, async (session) => {
          const { changed } = await setCredit(session, { line, on, ...(organization && { organization }) });
          const state = on ? say("启用", "on") : say("停用", "off");
          return {
            data: { line, on, changed, organization: organization ?? null },
            text: changed
              ? say(`${line}已${state}。`, `${line} is ${state}.`)
              : say(`${line}此前已${state}。`, `${line} was ${state} already.`),
          };
        }),
      );
}

async function list(session: CliSession, { org }: Options): Promise<CommandResult> {
  const id = org === undefined ? "" : (await organizationOf(session.db, org)).id;
  const off = await creditsOff(session.db);
  return {
    data: credits.map((line) => ({ ...line, on: !off(line.name, id) })),
    table: {
      head: ["name", "done", "counts for", "when", "state", "reason"],
      rows: credits.map((line) => [
        line.name,
        line.done,
        line.counts,
        conditionOf(line),
        off(line.name, id) ? say("停用", "off") : say("启用", "on"),
        localized(line.reason),
      ]),
    },
  };
}

function conditionOf({ when }: Credit): string {
  if ("always" in when) return say("总是", "always");
  if ("prefilled" in when) return say("预填，待确认", "filled in, to be confirmed");
  if ("field" in when) return say(`表单中${when.field}为${when.is}`, `${when.field} is ${when.is}`);
  const [one, other] = when.samePerson.map((role) => word("role", role, currentLanguage()));
  return say(`${one}与${other}为同一人`, `${one} and ${other} are one person`);
}
