import type { Command } from "commander";
import type { Actor } from "../../client/context.ts";
import { futureOf } from "../../client/instants.ts";
import type { TaskAct } from "../../client/tasks/act.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { outlooks, reportCadences } from "../../domain/tasks/outlook.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import { collect, oneOf, personOf, words } from "../args.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";
import { type FormOptions, submissionOf } from "../views/task-form.ts";

/** Options of the verbs of a task. */
export interface VerbOptions extends FormOptions {
  as?: string;
  reason?: string;
  until?: string;
  refuse?: boolean;
  to?: string;
  say?: string;
  status?: string;
  every?: string;
  yes?: boolean;
}

/** What the command of a verb knows when it builds the act. */
export interface CommandContext {
  session: CliSession;
  task: TaskRow;
  zone: string;
  actor: Actor;
  /** Whether the actor is a doer of the task now. */
  doer: boolean;
}

/** What a verb does with its options: the act of one task. */
export type Work = (taskContext: CommandContext, options: VerbOptions) => Promise<Omit<TaskAct, "taskId" | "actor">>;

/** Adds the command of a verb, with the options of every verb. */
export type AddVerb = (name: string, description: string, work: Work) => Command;

function acknowledgeCommand(verb: AddVerb): void {
  verb("ack", say("确认收到：到最后一天之前不再提醒", "acknowledge: reminders stop until the last day"), async () => ({
    verb: "acknowledge",
  }));
}

function submitCommand(verb: AddVerb): void {
  verb(
    "submit",
    say("提交所要求的内容；表单见 `task show`", "submit a task; `task show` lists its form"),
    async ({ task }, options) => ({
      verb: "submit",
      submission: await submissionOf(task, options),
    }),
  )
    .option(
      "--set <name=value>",
      say(
        "一项答复；清单类可重复给出，或用name=@文件（每行一条）；检查表逐项用items.exits=ok，或items=@file.json",
        "an answer; of a list once an entry, or name=@file with one a line; of a checklist items.exits=ok for each, or items=@file.json",
      ),
      collect,
    )
    .option("--file <path>", say("照片或文件，可重复给出", "a photo or document, several times for several"), collect)
    .option(
      "--photo <item=path>",
      say(
        "检查表某一项的照片，例如items.exits=exits.jpg",
        "a photo of an item of a checklist, as in items.exits=exits.jpg",
      ),
      collect,
    )
    .option("--note <text>", say("表单的第一段文字", "the first text that the form asks for"));
}

function acceptCommand(verb: AddVerb): void {
  verb(
    "accept",
    say("核验通过（只限核验人）", "accept what was submitted (only as somebody who verifies it)"),
    async () => ({ verb: "accept" }),
  );
}

function returnCommand(verb: AddVerb): void {
  verb(
    "return",
    say(
      "退回，并写明理由（只限核验人）",
      "return what was submitted, with a reason (only as somebody who verifies it)",
    ),
    async (taskContext, options) => ({
      verb: "return",
      ...reasonOf(options),
      ...untilOf(taskContext, options),
    }),
  )
    .requiredOption("--reason <text>", say("还缺什么", "what is still missing"), words)
    .option("--until <date>", say("新的截止日（不写为原期限的一半）", "new due day (half of the first term)"));
}

function extendCommand(verb: AddVerb): void {
  verb(
    "extend",
    say("同意或不同意延期；办理人用它申请延期", "grant or refuse more time; as the doer: request it"),
    async (taskContext, options) => ({
      verb: options.refuse ? "refuse-extension" : taskContext.doer ? "ask-extension" : "grant-extension",
      ...reasonOf(options),
      ...untilOf(taskContext, options),
    }),
  )
    .option(
      "--until <date>",
      say(
        "YYYY-MM-DD（当地18:00）或YYYY-MM-DDTHH:MM（不写按申请的）",
        "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM (as was asked)",
      ),
    )
    .option("--reason <text>", say("理由", "why"), words)
    .option("--refuse", say("不同意申请，写明理由", "refuse what was asked, with a reason"), false);
}

function delegateCommand(verb: AddVerb): void {
  verb(
    "delegate",
    say("转交他人；不加--as则改派办理人", "pass it on; without --as, assign another doer"),
    async ({ session, doer }, { to = "" }) => ({
      verb: doer ? "delegate" : "reassign",
      to: (await personOf(session.db, to)).id,
    }),
  ).requiredOption(
    "--to <person>",
    say("在该机构任职者的编号或电子邮箱", "id or e-mail address of somebody with a role in the organization"),
  );
}

function waiveCommand(verb: AddVerb): void {
  verb("waive", say("免除：不必再办", "waive it: it is no longer required"), async (_scene, options) => ({
    verb: "waive",
    ...reasonOf(options),
  })).requiredOption("--reason <text>", say("理由", "why"), words);
}

function pressCommand(verb: AddVerb): void {
  verb("press", say("立即向办理人催办", "send a reminder to the doer at once"), async (_scene, { say }) => ({
    verb: "press",
    ...(say !== undefined && { reason: say }),
  })).option("--say <text>", say("要说的话", "the word"), words);
}

function reportCommand(verb: AddVerb): void {
  verb(
    "report",
    say(
      "阶段反馈：正常推进、存在风险或受阻；后两者立即告知监督人",
      "report progress: on track, at risk or blocked; the last two notify the supervisor at once",
    ),
    async (_scene, { status = "", say }) => ({
      verb: "report",
      outlook: oneOf(status, "--status", outlooks),
      ...(say !== undefined && { reason: say }),
    }),
  )
    .requiredOption("--status <status>", say(`其中之一：${outlooks.join("、")}`, `one of ${outlooks.join(", ")}`))
    .option(
      "--say <text>",
      say("进展；存在风险或受阻的，写明需要什么支持", "how far it is; at risk or blocked: what would help"),
      words,
    );
}

function askReportsCommand(verb: AddVerb): void {
  verb(
    "ask-reports",
    say("要求办理人在到期之前定期反馈进展", "ask for regular progress reports until it is due"),
    async (_scene, { every = "", say }) => ({
      verb: "ask-reports",
      every: oneOf(every, "--every", reportCadences),
      ...(say !== undefined && { reason: say }),
    }),
  )
    .requiredOption(
      "--every <rhythm>",
      say(
        `其中之一：${reportCadences.join("、")}（工作日；none为不再要求）`,
        `one of ${reportCadences.join(", ")} (business days; none: no more)`,
      ),
    )
    .option("--say <text>", say("要说的话", "the word"), words);
}

function moveCommand(verb: AddVerb): void {
  verb("move", say("更改截止时间", "move its due instant"), async (taskContext, options) => ({
    verb: "move",
    ...untilOf(taskContext, options, "--to"),
  })).requiredOption(
    "--to <date>",
    say("YYYY-MM-DD（当地18:00）或YYYY-MM-DDTHH:MM", "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM"),
  );
}

function cancelCommand(verb: AddVerb): void {
  verb("cancel", say("取消，并写明理由", "cancel it, with a reason"), async (_scene, options) => ({
    verb: "cancel",
    ...reasonOf(options),
  })).requiredOption("--reason <text>", say("理由", "why"), words);
}

function untilOf(
  { session, zone }: CommandContext,
  { until, to, refuse }: VerbOptions,
  place = "--until",
): Pick<TaskAct, "until"> {
  if (refuse && until !== undefined)
    throw new BadInputError(cause("beside", { option: `--until "${printable(until)}"`, other: "--refuse" }));
  const given = place === "--to" ? to : until;
  return given === undefined ? {} : { until: futureOf(given, place, zone, session.now()) };
}

const reasonOf = ({ reason }: VerbOptions): Pick<TaskAct, "reason"> => (reason === undefined ? {} : { reason });

/** The commands of the verbs, in the order of the help. */
export const verbCommands: readonly ((verb: AddVerb) => void)[] = [
  acknowledgeCommand,
  submitCommand,
  acceptCommand,
  returnCommand,
  extendCommand,
  delegateCommand,
  waiveCommand,
  pressCommand,
  reportCommand,
  askReportsCommand,
  moveCommand,
  cancelCommand,
];
