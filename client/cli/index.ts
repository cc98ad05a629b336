import { Command } from "commander";
import { activityCommands } from "./activity.ts";
import type { Answer, Run } from "./answer.ts";
import { boardCommands } from "./board.ts";
import { callCommands } from "./call.ts";
import { campaignCommands } from "./campaign.ts";
import { caseCommands } from "./case.ts";
import { circularCommands } from "./circular.ts";
import type { CliDeps } from "./deps.ts";
import { donationCommands } from "./donation.ts";
import { drillCommands } from "./drill.ts";
import { dutyCommands } from "./duty.ts";
import { exitCodes, reportError } from "./errors.ts";
import { eventCommands } from "./event.ts";
import { hazardCommands } from "./hazard.ts";
import { inspectionCommands } from "./inspection.ts";
import { matterCommands } from "./matter.ts";
import { opinionCommands } from "./opinion.ts";
import { orgCommands } from "./org.ts";
import { printAnswer } from "./output.ts";
import { personCommands } from "./person.ts";
import { policyCommands } from "./policy.ts";
import { projectCommands } from "./project.ts";
import { rectificationCommands } from "./rectification.ts";
import { siteCommands } from "./site.ts";
import { statusCommands } from "./status.ts";
import { systemCommands } from "./system.ts";
import { taskCommands } from "./task.ts";
import { versionCommands } from "./version.ts";
import { whyCommands } from "./why.ts";

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
  activityCommands,
  callCommands,
  statusCommands,
  whyCommands,
  boardCommands,
];

/** @param argv without node and the program's name @returns the exit code; never ends the process, never throws */
export async function main(argv: readonly string[], deps: CliDeps): Promise<number> {
  const json = argv.includes("--json");
  let code: number = exitCodes.done;
  const program = new Command("duban")
    .description("督办 Duban sees every duty of a social organization through.")
    .configureOutput({
      writeOut: (text) => void deps.out.write(text),
      writeErr: (text) => void (json ? undefined : deps.err.write(text)),
    })
    .exitOverride()
    .showHelpAfterError("(add --help for what it takes)")
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

/** `--json` on every command, and errors that are thrown instead of ending the process. */
function everywhere(command: Command): void {
  command.exitOverride();
  command.option("--json", "the answer as JSON, for programs");
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    everywhere(child);
  }
}
