import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import type { NounName } from "../../domain/reasons/words.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import { capital } from "../../domain/words/text.ts";
import { word } from "../../domain/words.ts";
import { findCase } from "../../records/cases/cases.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import { newId } from "../../records/rows.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { lineOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { localized, say } from "../language.ts";
import { nounName } from "../nouns.ts";
import { wall } from "./format.ts";

/** The idempotency key from `--key`; without it a new one for each call. */
export const keyGiven = (key: string | undefined): string => (key === undefined ? newId() : lineOf(key, "--key", 200));

/** A case that was started or existed already, and what it now waits for. @param what name of its kind: `project` */
export async function startedResult(
  { db }: CliSession,
  what: NounName,
  { caseId, created }: { caseId: string; created: boolean },
): Promise<CommandResult> {
  const found = await findCase(db, caseId);
  const organization = found && (await organizationsById(db, [found.organizationId])).get(found.organizationId);
  const open = (await tasksOfCase(db, caseId)).filter(({ state }) => !isSettled(state));
  const waits = open.map((task) => {
    const due =
      task.waitsFor > 0 || !organization
        ? ""
        : say(`，截止时间${wall(task.dueAt, organization.zone)}`, `, due ${wall(task.dueAt, organization.zone)}`);
    return `  ${task.id}  ${localized(titleOf(dutyOf(task.duty), task.step, task.facts))}${due}`;
  });
  return {
    data: {
      case: caseId,
      created,
      duty: found?.duty ?? null,
      key: found?.key ?? null,
      state: found?.state ?? null,
      facts: found?.facts ?? {},
      tasks: open.map((task) => ({
        ...{ task: task.id, key: task.key, duty: task.duty, state: task.state },
        ...{ dueAt: statedDue(task), waitsFor: task.waitsFor },
      })),
    },
    text: [
      created
        ? say(`${nounName(what)}${caseId}已开始。`, `${capital(what)} ${caseId} is started.`)
        : say(
            `此前已有，${word("caseState", found?.state ?? "", "zh-CN")}：${caseId}。`,
            `It was there already, ${found?.state}: ${caseId}.`,
          ),
      ...waits,
    ].join("\n"),
  };
}
