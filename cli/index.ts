import { Command } from "commander";
import { BadInputError } from "../client/context.ts";
import { printable } from "../domain/roster/cell.ts";
import type { Answer, Run } from "./answer.ts";
import { boardCommands } from "./commands/board.ts";
import { callCommands } from "./commands/call.ts";
import { campaignCommands } from "./commands/campaign.ts";
import { caseCommands } from "./commands/case.ts";
import { circularCommands } from "./commands/circular.ts";
import { donationCommands } from "./commands/donation.ts";
import { drillCommands } from "./commands/drill.ts";
import { dutyCommands } from "./commands/duty.ts";
import { eventCommands } from "./commands/event.ts";
import { gatheringCommands } from "./commands/gathering.ts";
import { hazardCommands } from "./commands/hazard.ts";
import { inspectionCommands } from "./commands/inspection.ts";
import { matterCommands } from "./commands/matter.ts";
import { opinionCommands } from "./commands/opinion.ts";
import { orgCommands } from "./commands/org.ts";
import { personCommands } from "./commands/person.ts";
import { policyCommands } from "./commands/policy.ts";
import { projectCommands } from "./commands/project.ts";
import { rectificationCommands } from "./commands/rectification.ts";
import { siteCommands } from "./commands/site.ts";
import { statusCommands } from "./commands/status.ts";
import { systemCommands } from "./commands/system.ts";
import { taskCommands } from "./commands/task.ts";
import { versionCommands } from "./commands/version.ts";
import { whyCommands } from "./commands/why.ts";
import type { CliDeps } from "./deps.ts";
import { exitCodes, reportError } from "./errors.ts";
import { languageGiven, say, speaking } from "./language.ts";
import { printAnswer } from "./output.ts";
import { helpWords, usageWords } from "./usage-words.ts";

/**
 * The command line. One noun a file: it registers its commands and gives each one's work, which takes a session and comes to an
 * answer; sessions, printing, `--json` and exit codes are here alone. A new noun is a file and a line in this list.
 */
const nouns: readonly ((program: Command, run: Run, deps: CliDeps) => void)[] = [
  orgCommands,
  personCommands,
  siteCommands,
  dutyCommands,
  policyCommands,
  circularCommands,
  campaignCommands,
  donationCommands,
  caseCommands,
  versionCommands,
  taskCommands,
  eventCommands,
  drillCommands,
  matterCommands,
  rectificationCommands,
  opinionCommands,
  inspectionCommands,
  hazardCommands,
  projectCommands,
  gatheringCommands,
  callCommands,
  statusCommands,
  whyCommands,
  boardCommands,
];

/** @param argv without node and the program's name @returns the exit code; never ends the process, never throws */
export async function main(argv: readonly string[], deps: CliDeps): Promise<number> {
  const json = argv.includes("--json");
  const given = langOf(argv);
  const wanted = given === undefined ? languageGiven(deps.locale ?? "en") : languageGiven(given);
  // What programs read is the same wherever they run.
  return speaking(json ? "en" : (wanted ?? "en"), async () => {
    if (given === undefined || wanted !== undefined) return typed(argv, json, deps);
    return reportError(new BadInputError(`--lang: "${printable(given)}"; expected zh-CN or en`), json, deps);
  });
}

/** What `--lang` says, wherever it stands. */
function langOf(argv: readonly string[]): string | undefined {
  const at = argv.indexOf("--lang");
  const joined = argv.find((word) => word.startsWith("--lang="));
  return at >= 0 ? (argv[at + 1] ?? "") : joined?.slice("--lang=".length);
}

async function typed(argv: readonly string[], json: boolean, deps: CliDeps): Promise<number> {
  let code: number = exitCodes.done;
  const program = new Command("duban")
    .description(
      say("督办：把社会组织的每一项职责盯到底。", "督办 Duban sees every duty of a social organization through."),
    )
    .configureOutput({
      writeOut: (text) => void deps.out.write(text),
      writeErr: (text) => void (json ? undefined : deps.err.write(text)),
      outputError: (text, write) => write(usageWords(text)),
    })
    .configureHelp(helpWords())
    .exitOverride()
    .showHelpAfterError(say("（加--help查看用法）", "(add --help for what it takes)"))
    .helpCommand(false);
  const run: Run = async (_command, work) => {
    const session = await deps.open();
    try {
      printAnswer(await work(session), json, deps);
    } finally {
      await session.close();
    }
  };
  const tell = (answer: Answer): void => printAnswer(answer, json, deps);
  systemCommands(program, run, deps, tell, (failed) => {
    code = failed;
  });
  for (const register of nouns) register(program, run, deps);
  everywhere(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return reportError(error, json, deps);
  }
}

/** `--json` and `--lang` on every command, and errors that are thrown instead of ending the process. */
function everywhere(command: Command): void {
  command.exitOverride();
  command.helpOption("-h, --help", say("显示用法", "display help for command"));
  if (command.parent && command.commands.length > 0)
    command.helpCommand(say("help [命令]", "help [command]"), say("显示一个命令的用法", "display help for command"));
  command.option("--json", say("以JSON输出，供程序使用", "the answer as JSON, for programs"));
  command.option(
    "--lang <language>",
    say("zh-CN或en（不写则随终端的语言）", "zh-CN or en (the terminal's own: LC_ALL, LANG)"),
  );
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    everywhere(child);
  }
}
