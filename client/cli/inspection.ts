import type { Command } from "commander";
import type { Answer, Run } from "./answer.ts";
import { type ListOptions, listCases, listStates } from "./case.ts";
import { type CaseStart, startAny } from "./case-start.ts";
import type { CliSession } from "./deps.ts";
import { dutyGiven, oneOf } from "./given.ts";

const duties = ["4", "28", "30", "69"] as const;

/** `duban inspection …` */
export function inspectionCommands(program: Command, run: Run): void {
  const inspection = program
    .command("inspection")
    .description("inspections by checklist: each finding opens a case of its own");

  inspection
    .command("start")
    .description("start an inspection beside the planned ones: whoever inspects is asked for the checklist")
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption(
      "--duty <number>",
      "28: measures, 30: donations (supervisory board); 4: weak links (secretariat); 69: the heads' round",
    )
    .option("--about <text>", "what gave reason, in one line")
    .option("--due <date>", "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM; otherwise ten business days")
    .option("--key <key>", "a key of your own: twice is once")
    .action((options: CaseStart, command: Command) => run(command, (session) => start(session, options)));

  inspection
    .command("list")
    .description("inspections, the newest first")
    .option("--org <code>", "of one organization")
    .option("--duty <number>", duties.join(", "))
    .option("--state <state>", listStates.join(", "), "open")
    .option("--late", "only those with a late task", false)
    .option("--limit <number>", "at most so many", "50")
    .action((options: ListOptions, command: Command) =>
      run(command, (session) => {
        if (options.duty !== undefined) inspecting(options.duty);
        return listCases(session, { ...options, kind: "SI" });
      }),
    );
}

const inspecting = (given: string): string => oneOf(dutyGiven(given), "--duty", duties);

const start = (session: CliSession, options: CaseStart): Promise<Answer> =>
  startAny(session, { ...options, duty: inspecting(options.duty) });
