import { taskTitle } from "../../domain/messages/task-title.ts";
import type { ErrorOutput } from "../../domain/reasons/error-output.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { idOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import { manyAgreed } from "../consent.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { exitCodes, failureOf } from "../errors.ts";
import { currentLanguage, say } from "../language.ts";

/**
 * Performs an act on the named tasks. A single task is answered as usual. For several, each is a transaction with a line for its outcome, and the
 * exit code is that of the first failure.
 * @throws {ConsentError} there are many tasks, and nobody consented
 */
export async function performEach(
  session: CliSession,
  { given, yes }: { given: readonly string[]; yes: boolean },
  deps: Pick<CliDeps, "ask">,
  perform: (task: string) => Promise<CommandResult>,
): Promise<CommandResult> {
  const all = [...new Set(given)];
  const [only = ""] = all;
  if (all.length < 2) return perform(only);
  await manyAgreed(await titlesOf(session, all), yes, deps);
  const results: { task: string; result?: unknown; error?: ErrorOutput }[] = [];
  const rows: string[][] = [];
  let exitCode: number = exitCodes.done;
  for (const task of all)
    try {
      const { data, text = "" } = await perform(task);
      results.push({ task, result: data });
      rows.push([task, say("已办理", "done"), text]);
    } catch (error) {
      const failure = failureOf(error);
      // If a server is unreachable, the remaining tasks are not tried: each would wait for it.
      if (failure.exitCode === exitCodes.unreachable) throw error;
      if (exitCode === exitCodes.done) exitCode = failure.exitCode;
      results.push({ task, error: failure.output });
      rows.push([task, say("未办理", "not done"), failure.line]);
    }
  const failed = results.filter(({ error }) => error !== undefined).length;
  const done = all.length - failed;
  return {
    data: { results, done, failed },
    table: { head: ["task", "state", "detail"], rows },
    text: say(
      `共${all.length}项，办理${done}项${failed > 0 ? `，未办理${failed}项` : ""}。`,
      `${done} of ${all.length} done${failed > 0 ? `, ${failed} not` : ""}.`,
    ),
    exitCode,
  };
}

/** Titles of the tasks; unknown ids are reported when they are processed. */
async function titlesOf({ db }: CliSession, given: readonly string[]): Promise<string[]> {
  const titles: string[] = [];
  for (const one of given) {
    const task = await idOf(db, "task", one).then(
      (id) => findTask(db, id),
      () => null,
    );
    const title = task && taskTitle({ ...task, subject: "" }, currentLanguage());
    titles.push(title ? say(`${title}（${task.id}）`, `${title} (${task.id})`) : one);
  }
  return titles;
}
