import type { Command } from "commander";
import { inspectionDuties, inspectionKind } from "../../../domain/procedures/kinds/inspection.ts";
import { dutyGiven, oneOf } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { say } from "../../language.ts";
import { type CaseStart, startAny } from "../../views/case-start.ts";
import { type ListOptions, listCases, listStates } from "../case.ts";

/** `duban inspection …` */
export function inspectionCommands(inspection: Command, run: Run): void {
  inspection
    .command("start")
    .description(
      say(
        "在计划之外开始一次检查：请检查人填报清单",
        "start an inspection beside the planned ones: the inspector gets the checklist",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption(
      "--duty <number>",
      say(
        "28：防控措施；30：捐赠（监事会）；4：薄弱环节（秘书处）；69：负责人检查",
        "28: measures, 30: donations (supervisory board); 4: weak links (secretariat); 69: the heads' round",
      ),
    )
    .option("--about <text>", say("一句话说明起因", "what gave reason, in one line"))
    .option(
      "--due <date>",
      say(
        "YYYY-MM-DD（当地18:00）或YYYY-MM-DDTHH:MM；不写为十个工作日",
        "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM; otherwise ten business days",
      ),
    )
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((options: CaseStart, command: Command) => run(command, (session) => start(session, options)));

  inspection
    .command("list")
    .description(say("检查，最新的在前", "inspections, the newest first"))
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--duty <number>", inspectionDuties.join(", "))
    .option("--state <state>", say(`状态：${listStates.join("、")}`, listStates.join(", ")), "open")
    .option("--late", say("只列有逾期工作的", "only those with a late task"), false)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: ListOptions, command: Command) =>
      run(command, (session) => {
        if (options.duty !== undefined) inspecting(options.duty);
        return listCases(session, { ...options, kind: inspectionKind });
      }),
    );
}

const inspecting = (given: string): string => oneOf(dutyGiven(given), "--duty", inspectionDuties);

const start = (session: CliSession, options: CaseStart): Promise<CommandResult> =>
  startAny(session, { ...options, duty: inspecting(options.duty) });
