import type { Command } from "commander";
import { gradeHazard, reportHazard } from "../../../client/kinds/hazard.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { hazardDuty } from "../../../domain/procedures/kinds/hazard.ts";
import { type Severity, severities } from "../../../domain/procedures/severity.ts";
import { word } from "../../../domain/words.ts";
import { findCase } from "../../../records/cases/cases.ts";
import { tasksOfCase } from "../../../records/tasks/tasks.ts";
import { actorOf, collect, idOf, lineOf, oneOf, words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { say } from "../../language.ts";
import { filesAt } from "../../views/file.ts";
import { wall } from "../../views/format.ts";
import { type ListOptions, listCases, listStates } from "../case.ts";

const longestReport = 2_000;

interface ReportOptions {
  org: string;
  as?: string;
  severity: string;
  photo?: readonly string[];
  key?: string;
}

/** `duban hazard …` */
export function hazardCommands(hazard: Command, run: Run): void {
  hazard
    .command("report")
    .description(
      say(
        "上报隐患或事件：立即告知责任人，夜间也通知（一般隐患除外）",
        "report a hazard or incident: the people responsible are notified at once, at night too unless it is minor",
      ),
    )
    .argument("<what>", say("一句话说明看到了什么", "what was seen, in one line"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .option(
      "--as <person>",
      say(
        "上报人的编号或电子邮箱；在该机构任职的人都可以",
        "id or e-mail address of who reports it; anybody with a role in the organization may",
      ),
    )
    .option("--severity <severity>", severities.join(", "), "major")
    .option("--photo <path>", say("照片，可重复给出", "a photo of it, several times for several"), collect)
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((what: string, options: ReportOptions, command: Command) =>
      run(command, (session) => report(session, what, options)),
    );

  hazard
    .command("list")
    .description(
      say(
        "隐患和事件，最新的在前，以及各自等待什么",
        "hazards and incidents, the newest first, and what each waits for",
      ),
    )
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--state <state>", say(`状态：${listStates.join("、")}`, listStates.join(", ")), "open")
    .option("--late", say("只列有逾期工作的", "only those with a late task"), false)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: ListOptions, command: Command) =>
      run(command, (session) => listCases(session, { ...options, duty: hazardDuty })),
    );

  hazard
    .command("grade")
    .description(
      say(
        "改定隐患的严重程度：未办的工作此后按新的规则督办",
        "change the severity of a hazard: its open tasks follow that ladder from now on",
      ),
    )
    .argument("<case>", say("隐患事项的编号，或其开头几位", "id of the hazard's case, or its beginning"))
    .requiredOption("--severity <severity>", severities.join(", "))
    .requiredOption("--reason <text>", say("理由", "why"), words)
    .action((given: string, options: { severity: string; reason: string }, command: Command) =>
      run(command, (session) => grade(session, given, options)),
    );
}

async function report(session: CliSession, what: string, options: ReportOptions): Promise<CommandResult> {
  const { db } = session;
  const { key, photo = [] } = options;
  const line = lineOf(what, "what", longestReport);
  const severity: Severity = oneOf(options.severity, "--severity", severities);
  const organization = await organizationOf(db, options.org);
  const { caseId, created } = await reportHazard(session, {
    organizationId: organization.id,
    what: line,
    severity,
    files: await filesAt(photo, "--photo"),
    actor: await actorOf(db, options.as),
    ...(key !== undefined && { key: lineOf(key, "--key", 200) }),
  });
  const [task] = await tasksOfCase(db, caseId);
  const found = await findCase(db, caseId);
  return {
    data: {
      case: caseId,
      created,
      severity: found?.facts.severity ?? severity,
      task: task?.id ?? null,
      dueAt: task?.dueAt ?? null,
    },
    text: created
      ? say(
          `隐患${caseId}已上报。${task ? `须在${wall(task.dueAt, organization.zone)}（${organization.zone}）前受理，工作${task.id}。` : ""}`,
          `Hazard ${caseId} is reported.${task ? ` It is to be taken up by ${wall(task.dueAt, organization.zone)} (${organization.zone}), task ${task.id}.` : ""}`,
        )
      : say(`此前已有：${caseId}。`, `It was there already: ${caseId}.`),
  };
}

async function grade(
  session: CliSession,
  given: string,
  options: { severity: string; reason: string },
): Promise<CommandResult> {
  const severity = oneOf(options.severity, "--severity", severities);
  const caseId = await idOf(session.db, "case", given);
  const { changed } = await gradeHazard(session, {
    caseId,
    severity,
    reason: options.reason,
    actor: "administrator",
  });
  return {
    data: { case: caseId, severity, changed },
    text: changed
      ? say(`隐患${caseId}现为${word("severity", severity, "zh-CN")}。`, `Hazard ${caseId} is ${severity} now.`)
      : say(`本来就是${word("severity", severity, "zh-CN")}。`, `It was ${severity} already.`),
  };
}
