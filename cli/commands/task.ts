import type { Command } from "commander";
import { actedData } from "../../client/api/task-data.ts";
import { act } from "../../client/tasks/act.ts";
import { passedOnAlready } from "../../client/tasks/passed-on.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError } from "../../domain/errors.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import { type TaskState, taskStates, type Verb } from "../../domain/tasks/task-states.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import { capital } from "../../domain/words/text.ts";
import { word } from "../../domain/words.ts";
import { holdersOf, organizationsById } from "../../records/roster/holders.ts";
import { findTask, type TaskRow } from "../../records/tasks/tasks.ts";
import { actorOf, idOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { wall } from "../views/format.ts";
import { listTasks, type TaskListOptions } from "../views/task-list.ts";
import { performEach } from "../views/task-many.ts";
import { showTask } from "../views/task-show.ts";
import { dueWords } from "../views/task-words.ts";
import { type AddVerb, type VerbOptions, verbCommands, type Work } from "./task-verbs.ts";

/** `duban task …` */
export function taskCommands(group: Command, run: Run, deps: Pick<CliDeps, "ask">): void {
  listCommand(group, run);
  showCommand(group, run);
  const verb: AddVerb = (name, description, work) =>
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
      .action((given: string[], options: VerbOptions, command: Command) =>
        run(command, (session) =>
          performEach(session, { given, yes: options.yes === true }, deps, (one) =>
            perform(session, one, options, work),
          ),
        ),
      );

  for (const add of verbCommands) add(verb);
}

function listCommand(group: Command, run: Run): void {
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
}

function showCommand(group: Command, run: Run): void {
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
}

async function perform(session: CliSession, given: string, options: VerbOptions, work: Work): Promise<CommandResult> {
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

function done(verb: Verb, after: TaskRow, zone: string): string {
  const words = capital(word("event", verb, currentLanguage()));
  return verb === "ask-extension" && after.askedUntil
    ? say(`${words}，延至${wall(after.askedUntil, zone)}`, `${words} until ${wall(after.askedUntil, zone)}`)
    : words;
}

const stateWords = (state: TaskState): string =>
  state === "submitted" ? say("等待核验", "waiting for a verdict") : say(word("taskState", state, "zh-CN"), state);
