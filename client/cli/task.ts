import type { Command } from "commander";
import { printable } from "../../domain/cell.ts";
import { dutyOf } from "../../domain/packs/index.ts";
import { standingOf } from "../../domain/standing.ts";
import { titleOf } from "../../domain/steps.ts";
import { type TaskState, taskStates, type Verb } from "../../domain/task.ts";
import { word } from "../../domain/words.ts";
import { holdersOf, organizationsById } from "../../records/holders.ts";
import { findTask, type TaskRow } from "../../records/tasks.ts";
import { act, type TaskAct } from "../acts/act.ts";
import { type Actor, BadInput, NotFound } from "../acts/context.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { actorOf, collect, futureOf, idOf, personOf, words } from "./given.ts";
import { wall } from "./shown.ts";
import { type FormOptions, submissionOf } from "./task-form.ts";
import { listTasks, type TaskListOptions } from "./task-list.ts";
import { showTask } from "./task-show.ts";

interface Options extends FormOptions {
  as?: string;
  reason?: string;
  until?: string;
  refuse?: boolean;
  to?: string;
  say?: string;
}

/** What a verb's command knows when it works out the act. */
interface Scene {
  session: CliSession;
  task: TaskRow;
  zone: string;
  actor: Actor;
  /** Whether the one who acts does the task now. */
  doer: boolean;
}

type Work = (scene: Scene, options: Options) => Promise<Omit<TaskAct, "taskId" | "actor">>;

/** `duban task …` */
export function taskCommands(program: Command, run: Run): void {
  const group = program.command("task").description("what one role must do by an instant");

  group
    .command("list")
    .description("tasks, the earliest due first")
    .option("--org <code>", "of one organization")
    .option("--duty <number>", "of one duty")
    .option("--state <state>", `${taskStates.join(", ")}, all (those that wait for somebody)`)
    .option("--late", "only those past their due instant", false)
    .option("--person <person>", "those that a person is to do or to verify: id or e-mail address")
    .option("--limit <number>", "at most so many", "50")
    .action((options: TaskListOptions, command: Command) => run(command, (session) => listTasks(session, options)));

  group
    .command("show")
    .description("a task: its form, who may do what, what was told to whom, and what comes next")
    .argument("<task>", "id of the task, or its beginning")
    .action((given: string, _options: unknown, command: Command) =>
      run(command, (session) => showTask(session, given)),
    );

  const verb = (name: string, description: string, work: Work): Command =>
    group
      .command(name)
      .description(description)
      .argument("<task>", "id of the task, or its beginning")
      .option("--as <person>", "act as this person (id or e-mail address) instead of the administrator")
      .action((given: string, options: Options, command: Command) =>
        run(command, (session) => perform(session, given, options, work)),
      );

  verb("ack", "acknowledge: reminders stop until the last day", async () => ({ verb: "acknowledge" }));

  verb("submit", "hand in what is asked for; `task show` names the form", async ({ task }, options) => ({
    verb: "submit",
    submission: await submissionOf(task, options),
  }))
    .option(
      "--set <name=value>",
      "an answer; of a list once an entry, or name=@file with one a line; of a checklist items.exits=ok for each, or items=@file.json",
      collect,
    )
    .option("--file <path>", "a photo or document, several times for several", collect)
    .option("--photo <item=path>", "a photo of an item of a checklist, as in items.exits=exits.jpg", collect)
    .option("--note <text>", "the first text that the form asks for");

  verb("accept", "accept what was submitted (only as somebody who verifies it)", async () => ({ verb: "accept" }));

  verb(
    "return",
    "return what was submitted, with a reason (only as somebody who verifies it)",
    async (scene, options) => ({
      verb: "return",
      ...reasonOf(options),
      ...untilOf(scene, options),
    }),
  )
    .requiredOption("--reason <text>", "what is still missing", words)
    .option("--until <date>", "new due day (half of the first term)");

  verb("extend", "give more time, or refuse it; as the doer: ask for it", async (scene, options) => ({
    verb: options.refuse ? "refuse-extension" : scene.doer ? "ask-extension" : "grant-extension",
    ...reasonOf(options),
    ...untilOf(scene, options),
  }))
    .option("--until <date>", "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM (as was asked)")
    .option("--reason <text>", "why", words)
    .option("--refuse", "refuse what was asked, with a reason", false);

  verb("delegate", "pass it on; without --as, name another doer", async ({ session, doer }, { to = "" }) => ({
    verb: doer ? "delegate" : "reassign",
    to: (await personOf(session.db, to)).id,
  })).requiredOption("--to <person>", "id or e-mail address of somebody with a role in the organization");

  verb("waive", "waive it: it need not be done", async (_scene, options) => ({
    verb: "waive",
    ...reasonOf(options),
  })).requiredOption("--reason <text>", "why", words);

  verb("press", "say a word to the doer, at once", async (_scene, { say }) => ({
    verb: "press",
    ...(say !== undefined && { reason: say }),
  })).option("--say <text>", "the word", words);

  verb("move", "move its due instant", async (scene, options) => ({
    verb: "move",
    ...untilOf(scene, options, "--to"),
  })).requiredOption("--to <date>", "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM");

  verb("cancel", "cancel it, with a reason", async (_scene, options) => ({
    verb: "cancel",
    ...reasonOf(options),
  })).requiredOption("--reason <text>", "why", words);
}

async function perform(session: CliSession, given: string, options: Options, work: Work): Promise<Answer> {
  const { db } = session;
  const taskId = await idOf(db, "task", given);
  const task = await findTask(db, taskId);
  const organization = task && (await organizationsById(db, [task.organizationId])).get(task.organizationId);
  if (!task || !organization) throw new NotFound("task", taskId, "the id of a task");
  const { zone } = organization;
  const actor = await actorOf(db, options.as);
  const holders = (await holdersOf(db, [task.organizationId], session.now())).get(task.organizationId) ?? [];
  const doer = typeof actor === "object" && standingOf(task, actor.personId, holders).includes("doer");
  const input = await work({ session, task, zone, actor, doer }, options);
  const { changed } = passedOnAlready(task, actor, input)
    ? { changed: false }
    : await act(session, { ...input, taskId, actor });
  const after = (await findTask(db, taskId)) ?? task;
  return {
    data: {
      task: taskId,
      case: task.caseId,
      verb: input.verb,
      changed,
      state: after.state,
      dueAt: after.dueAt,
      personId: after.personId,
      askedUntil: after.askedUntil,
    },
    text: `${changed ? done(input.verb, after, zone) : `${capital(word("event", input.verb, "en"))} already`}: ${titleOf(dutyOf(task.duty), task.step).en} (${taskId}) is ${stateWords(after.state)}, due ${wall(after.dueAt, zone)}.`,
  };
}

/** The same command once more: who passed it on has no part in it any more, and nothing is to be said. */
function passedOnAlready(task: TaskRow, actor: Actor, input: Pick<TaskAct, "to" | "verb">): boolean {
  return (
    input.to !== undefined &&
    typeof actor === "object" &&
    task.personId === input.to &&
    task.passedById === actor.personId
  );
}

function untilOf({ session, zone }: Scene, { until, to, refuse }: Options, place = "--until"): Pick<TaskAct, "until"> {
  if (refuse && until !== undefined)
    throw new BadInput(`--until: "${printable(until)}" beside --refuse; expected one of them`);
  const given = place === "--to" ? to : until;
  return given === undefined ? {} : { until: futureOf(given, place, zone, session.now()) };
}

const reasonOf = ({ reason }: Options): Pick<TaskAct, "reason"> => (reason === undefined ? {} : { reason });

function done(verb: Verb, after: TaskRow, zone: string): string {
  const words = capital(word("event", verb, "en"));
  return verb === "ask-extension" && after.askedUntil ? `${words} until ${wall(after.askedUntil, zone)}` : words;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const stateWords = (state: TaskState): string => (state === "submitted" ? "waiting for a verdict" : state);
