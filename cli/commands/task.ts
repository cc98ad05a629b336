import type { Command } from "commander";
import { actedData } from "../../client/api/task-data.ts";
import type { Actor } from "../../client/context.ts";
import { futureOf } from "../../client/instants.ts";
import { act, type TaskAct } from "../../client/tasks/act.ts";
import { passedOnAlready } from "../../client/tasks/passed-on.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError } from "../../domain/errors.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { outlooks, reportCadences } from "../../domain/tasks/outlook.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import { type TaskState, taskStates, type Verb } from "../../domain/tasks/task-states.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import { capital } from "../../domain/words/text.ts";
import { word } from "../../domain/words.ts";
import { holdersOf, organizationsById } from "../../records/roster/holders.ts";
import { findTask, type TaskRow } from "../../records/tasks/tasks.ts";
import { actorOf, collect, idOf, oneOf, personOf, words } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { wall } from "../views/format.ts";
import { type FormOptions, submissionOf } from "../views/task-form.ts";
import { listTasks, type TaskListOptions } from "../views/task-list.ts";
import { performEach } from "../views/task-many.ts";
import { showTask } from "../views/task-show.ts";
import { dueWords } from "../views/task-words.ts";

interface Options extends FormOptions {
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
interface CommandContext {
  session: CliSession;
  task: TaskRow;
  zone: string;
  actor: Actor;
  /** Whether the actor is a doer of the task now. */
  doer: boolean;
}

type Work = (taskContext: CommandContext, options: Options) => Promise<Omit<TaskAct, "taskId" | "actor">>;

/** `duban task …` */
export function taskCommands(group: Command, run: Run, deps: Pick<CliDeps, "ask">): void {
  group
    .command("list")
    .description(say("工作，最早到期的在前", "tasks, the earliest due first"))
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--duty <number>", say("只列一项职责的", "of one duty"))
    .option(
      "--state <state>",
      say(
        `${taskStates.join("、")}、all（不写为等待有人处理的）`,
        `${taskStates.join(", ")}, all (those that wait for somebody)`,
      ),
    )
    .option("--late", say("只列已过截止时间的", "only those past their due instant"), false)
    .option(
      "--person <person>",
      say("由某人办理或核验的：编号或电子邮箱", "those that a person is to do or to verify: id or e-mail address"),
    )
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: TaskListOptions, command: Command) => run(command, (session) => listTasks(session, options)));

  group
    .command("show")
    .description(
      say(
        "一项工作：表单、谁能做什么、告知过谁、接下来是什么",
        "a task: its form, who may do what, its notices and its next rung",
      ),
    )
    .argument("<task>", say("工作编号，或其开头几位", "id of the task, or its beginning"))
    .action((given: string, _options: unknown, command: Command) =>
      run(command, (session) => showTask(session, given)),
    );

  const verb = (name: string, description: string, work: Work): Command =>
    group
      .command(name)
      .description(description)
      .argument(
        "<task...>",
        say("工作编号，或其开头几位；可以一次给出多项", "id of a task, or its beginning; several for several"),
      )
      .option("--yes", say("多于10项时不再询问", "do not ask where there are more than 10"), false)
      .option(
        "--as <person>",
        say(
          "以此人身份办理（编号或电子邮箱），而不是管理员",
          "act as this person (id or e-mail address) instead of the administrator",
        ),
      )
      .action((given: string[], options: Options, command: Command) =>
        run(command, (session) =>
          performEach(session, { given, yes: options.yes === true }, deps, (one) =>
            perform(session, one, options, work),
          ),
        ),
      );

  verb("ack", say("确认收到：到最后一天之前不再提醒", "acknowledge: reminders stop until the last day"), async () => ({
    verb: "acknowledge",
  }));

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

  verb(
    "accept",
    say("核验通过（只限核验人）", "accept what was submitted (only as somebody who verifies it)"),
    async () => ({ verb: "accept" }),
  );

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

  verb("waive", say("免除：不必再办", "waive it: it is no longer required"), async (_scene, options) => ({
    verb: "waive",
    ...reasonOf(options),
  })).requiredOption("--reason <text>", say("理由", "why"), words);

  verb("press", say("立即向办理人催办", "send a reminder to the doer at once"), async (_scene, { say }) => ({
    verb: "press",
    ...(say !== undefined && { reason: say }),
  })).option("--say <text>", say("要说的话", "the word"), words);

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

  verb("move", say("更改截止时间", "move its due instant"), async (taskContext, options) => ({
    verb: "move",
    ...untilOf(taskContext, options, "--to"),
  })).requiredOption(
    "--to <date>",
    say("YYYY-MM-DD（当地18:00）或YYYY-MM-DDTHH:MM", "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM"),
  );

  verb("cancel", say("取消，并写明理由", "cancel it, with a reason"), async (_scene, options) => ({
    verb: "cancel",
    ...reasonOf(options),
  })).requiredOption("--reason <text>", say("理由", "why"), words);
}

async function perform(session: CliSession, given: string, options: Options, work: Work): Promise<CommandResult> {
  const { db } = session;
  const taskId = await idOf(db, "task", given);
  const task = await findTask(db, taskId);
  const organization = task && (await organizationsById(db, [task.organizationId])).get(task.organizationId);
  if (!task || !organization) throw new NotFoundError(cause("no-task", { value: taskId }));
  const { zone } = organization;
  const actor = await actorOf(db, options.as);
  const holders = (await holdersOf(db, [task.organizationId], session.now())).get(task.organizationId) ?? [];
  const doer = typeof actor === "object" && relationshipOf(task, actor.personId, holders).includes("doer");
  const input = await work({ session, task, zone, actor, doer }, options);
  const { changed } = passedOnAlready(task, { ...input, actor })
    ? { changed: false }
    : await act(session, { ...input, taskId, actor }).catch((error: unknown) => {
        throw asTyped(error, options.to);
      });
  const after = (await findTask(db, taskId)) ?? task;
  const title = localized(titleOf(dutyOf(task.duty), task.step, task.facts));
  const due = dueWords(statedDue(after), zone);
  return {
    data: actedData(after, input.verb, changed),
    text: say(
      `${changed ? done(input.verb, after, zone) : `此前${word("event", input.verb, "zh-CN")}`}：${title}（${taskId}），${stateWords(after.state)}，${due}。`,
      `${changed ? done(input.verb, after, zone) : `${capital(word("event", input.verb, currentLanguage()))} already`}: ${title} (${taskId}) is ${stateWords(after.state)}, ${due}.`,
    ),
  };
}

/** Adds the name as it was typed to the refusal of a reassignment. */
const asTyped = (error: unknown, typed: string | undefined): unknown =>
  error instanceof BadInputError && error.reason === "cannot-do" && typed !== undefined
    ? new BadInputError(cause("cannot-do", { value: printable(typed) }))
    : error;

function untilOf(
  { session, zone }: CommandContext,
  { until, to, refuse }: Options,
  place = "--until",
): Pick<TaskAct, "until"> {
  if (refuse && until !== undefined)
    throw new BadInputError(cause("beside", { option: `--until "${printable(until)}"`, other: "--refuse" }));
  const given = place === "--to" ? to : until;
  return given === undefined ? {} : { until: futureOf(given, place, zone, session.now()) };
}

const reasonOf = ({ reason }: Options): Pick<TaskAct, "reason"> => (reason === undefined ? {} : { reason });

function done(verb: Verb, after: TaskRow, zone: string): string {
  const words = capital(word("event", verb, currentLanguage()));
  return verb === "ask-extension" && after.askedUntil
    ? say(`${words}，延至${wall(after.askedUntil, zone)}`, `${words} until ${wall(after.askedUntil, zone)}`)
    : words;
}

const stateWords = (state: TaskState): string =>
  state === "submitted" ? say("等待核验", "waiting for a verdict") : say(word("taskState", state, "zh-CN"), state);
