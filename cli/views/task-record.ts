import { caseOfKind } from "../../client/lookup.ts";
import { act } from "../../client/tasks/act.ts";
import { RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { NounName } from "../../domain/reasons/words.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { Kind } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { idOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";

/**
 * Submits a step of a case as the administrator.
 * @throws {RefusedError} the step is not open, or its gate is not met; names what is missing · {BadInputError} the form does not accept a value
 */
export async function recordOf(
  session: CliSession,
  given: string,
  { kind, what, step, values }: { kind: Kind; what: NounName; step: string; values: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  const { db } = session;
  const { found } = await caseOfKind(db, await idOf(db, "case", given), kind, what);
  const tasks = (await tasksOfCase(db, found.id)).filter((task) => task.step === step);
  const task = tasks.find(({ state }) => !isSettled(state)) ?? tasks.at(-1);
  if (!task) throw new RefusedError(cause("step-not-open", { step, what }));
  const { state, changed } = await act(session, {
    taskId: task.id,
    verb: "submit",
    actor: "administrator",
    submission: { values, files: [] },
  });
  return {
    data: { case: found.id, task: task.id, state, changed },
    text: changed
      ? say(`已登记；这一步${word("taskState", state, "zh-CN")}。`, `Recorded; the ${step} is ${state}.`)
      : say("此前已提交。", "It was handed in already."),
  };
}
