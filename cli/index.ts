import type { Command } from "commander";
import { BadInputError } from "../domain/errors.ts";
import { expected, unusable } from "../domain/reasons/index.ts";
import { printable } from "../domain/roster/cell.ts";
import type { CommandResult, Run } from "./command-result.ts";
import { type Noun, nouns } from "./commands/index.ts";
import type { CliDeps } from "./deps.ts";
import { exitCodes, reportError } from "./errors.ts";
import { languageGiven, localized, say, withLanguage } from "./language.ts";
import { printResult } from "./output.ts";
import { ReasonedCommand } from "./usage.ts";
import { helpWords } from "./usage-words.ts";

/**
 * The command line. Sessions, printing, `--json` and exit codes are handled here only; each noun has a file of its own.
 * @param argv arguments without node and the program's name
 * @returns the exit code; it neither exits the process nor throws
 */
export async function main(argv: readonly string[], deps: CliDeps): Promise<number> {
  const json = argv.includes("--json");
  const given = langOf(argv);
  const wanted = given === undefined ? languageGiven(deps.locale ?? "en") : languageGiven(given);
  // JSON is in English in every locale.
  return withLanguage(json ? "en" : (wanted ?? "en"), async () => {
    if (given === undefined || wanted !== undefined) return typed(argv, json, deps);
    return reportError(new BadInputError(unusable("--lang", printable(given), expected("language"))), json, deps);
  });
}

/** The value of `--lang`, anywhere in the arguments. */
function langOf(argv: readonly string[]): string | undefined {
  const at = argv.indexOf("--lang");
  const joined = argv.find((word) => word.startsWith("--lang="));
  return at >= 0 ? (argv[at + 1] ?? "") : joined?.slice("--lang=".length);
}

async function typed(argv: readonly string[], json: boolean, deps: CliDeps): Promise<number> {
  let code: number = exitCodes.done;
  const program = new ReasonedCommand("duban")
    .description(
      say("督办：把社会组织的每一项职责盯到底。", "督办 Duban sees every duty of a social organization through."),
    )
    .configureOutput({
      writeOut: (text) => void deps.out.write(text),
      writeErr: (text) => void (json ? undefined : deps.err.write(text)),
    })
    .configureHelp(helpWords())
    .version(deps.version, "-V, --version", say("显示版本号", "display the version"))
    .exitOverride()
    .helpCommand(false);
  const run: Run = async (_command, work) => {
    const session = await deps.open();
    try {
      const result = await work(session);
      printResult(result, json, deps);
      code = result.exitCode ?? code;
    } finally {
      await session.close();
    }
  };
  const withoutSession = {
    print: (answer: CommandResult): void => printResult(answer, json, deps),
    fail: (exitCode: number): void => {
      code = exitCode;
    },
  };
  const called = nounCalled(argv);
  for (const [name, noun] of Object.entries(nouns)) {
    const command = program.command(name).description(localized(noun.about));
    if (name === called) (await noun.load())(command, run, deps, withoutSession);
    else outline(command, noun);
  }
  everywhere(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return reportError(error, json, deps);
  }
}

/** The first word that is neither an option nor the value of `--lang`: the only noun that is loaded. */
function nounCalled(argv: readonly string[]): string | undefined {
  return argv.find((word, at) => !word.startsWith("-") && argv[at - 1] !== "--lang");
}

/** The outline of a noun that is not loaded, for the list of commands. */
function outline(command: Command, { takes, alone }: Noun): void {
  if (takes !== undefined) command.arguments(takes);
  if (!alone) command.command("…", { hidden: true });
}

/** Adds `--json` and `--lang` to every command, and makes errors exceptions instead of exits. */
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
