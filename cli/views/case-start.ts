import { startAny as start } from "../../client/cases/start-any.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { lineOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { localized, say } from "../language.ts";
import { wall } from "./format.ts";

export interface CaseStart {
  org: string;
  duty: string;
  about?: string;
  due?: string;
  key?: string;
}

const longestAbout = 2_000;

/** Starts a case of any duty for an event: a circular arrived, a hazard was seen, an opinion was submitted. */
export async function startAny(session: CliSession, options: CaseStart): Promise<CommandResult> {
  const { org, about, due, key } = options;
  const { caseId, created, organization, task } = await start(session, {
    ...{ organization: org, duty: options.duty, duePlace: "--due", actor: "administrator" },
    about: about === undefined ? "" : lineOf(about, "--about", longestAbout),
    ...(due !== undefined && { due }),
    ...(key !== undefined && { key }),
  });
  const duty = dutyOf(options.duty);
  const what = task
    ? say(
        `：${localized(titleOf(duty, task.step, task.facts))}，截止时间${wall(task.dueAt, organization.zone)}`,
        `: ${localized(titleOf(duty, task.step, task.facts))}, due ${wall(task.dueAt, organization.zone)}`,
      )
    : "";
  return {
    data: { case: caseId, created, task: task?.id ?? null, dueAt: task?.dueAt ?? null, duty: duty.number },
    text: created
      ? say(`事项${caseId}已开始${what}（工作${task?.id}）。`, `Case ${caseId} is started${what} (task ${task?.id}).`)
      : say(`此前已有：${caseId}${what}。`, `It was there already: ${caseId}${what}.`),
  };
}
