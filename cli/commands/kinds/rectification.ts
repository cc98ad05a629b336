import type { Command } from "commander";
import { startCase } from "../../../client/cases/cases.ts";
import { futureOf } from "../../../client/instants.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { rectificationDuties } from "../../../domain/procedures/kinds/rectification.ts";
import { type Severity, severities } from "../../../domain/procedures/kinds.ts";
import { findCase } from "../../../records/cases/cases.ts";
import { tasksOfCase } from "../../../records/tasks/tasks.ts";
import { lineOf, oneOf } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { say } from "../../language.ts";
import { wall } from "../../views/format.ts";

const longestFinding = 2_000;

interface StartOptions {
  org: string;
  severity: string;
  duty: string;
  due?: string;
  key?: string;
}

/** `duban rectification …` */
export function rectificationCommands(rectification: Command, run: Run): void {
  rectification
    .command("start")
    .description(
      say(
        "因发现问题开始一次整改：立即告知责任人",
        "open a rectification from a finding: the person responsible is notified at once",
      ),
    )
    .argument("<finding>", say("一句话说明发现了什么", "what was found, in one line"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .option("--severity <severity>", severities.join(", "), "major")
    .option(
      "--duty <number>",
      say("29：任何问题；31：捐赠接收或使用中的问题", "29: any finding, 31: about donations received or used"),
      rectificationDuties.any,
    )
    .option(
      "--due <date>",
      say(
        "YYYY-MM-DD（当地18:00）或YYYY-MM-DDTHH:MM；不写则按严重程度",
        "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM; otherwise the term of its severity",
      ),
    )
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((finding: string, options: StartOptions, command: Command) =>
      run(command, (session) => start(session, finding, options)),
    );
}

async function start(session: CliSession, finding: string, options: StartOptions): Promise<CommandResult> {
  const { org, due, key } = options;
  const subject = lineOf(finding, "finding", longestFinding);
  const severity: Severity = oneOf(options.severity, "--severity", severities);
  const duty = oneOf(options.duty, "--duty", Object.values(rectificationDuties));
  const organization = await organizationOf(session.db, org);
  const dueAt = due === undefined ? undefined : futureOf(due, "--due", organization.zone, session.now());
  const { caseId, created } = await startCase(session, {
    duty,
    organizationId: organization.id,
    subject,
    facts: { severity },
    actor: "administrator",
    ...(key !== undefined && { key }),
    ...(dueAt && { dueAt }),
  });
  const [task] = await tasksOfCase(session.db, caseId);
  const found = await findCase(session.db, caseId);
  const until = task
    ? say(
        `截止时间为${wall(task.dueAt, organization.zone)}（${organization.zone}）。`,
        ` It is due ${wall(task.dueAt, organization.zone)} (${organization.zone}).`,
      )
    : "";
  return {
    data: {
      case: caseId,
      created,
      task: task?.id ?? null,
      dueAt: task?.dueAt ?? null,
      duty,
      severity: found?.facts.severity ?? severity,
    },
    text: created
      ? say(
          `整改${caseId}已开始；工作编号${task?.id}。${until}`,
          `Rectification ${caseId} is started; its task is ${task?.id}.${until}`,
        )
      : say(`此前已有：${caseId}。${until}`, `It was there already: ${caseId}.${until}`),
  };
}
