import { startCase } from "../../client/cases/cases.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { applies } from "../../domain/catalogue/applies.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Kind, Text } from "../../domain/terms.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { dutyGiven, futureOf, lineOf } from "../args.ts";
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

/** Kinds whose case needs days of its own. */
const ownStart: Partial<Record<Kind, { what: Text; command: string }>> = {
  DD: { what: { zh: "募捐的职责", en: "a campaign's" }, command: "duban campaign start" },
  FG: { what: { zh: "已筹划募捐的职责", en: "a planned campaign's" }, command: "duban campaign plan" },
  MM: { what: { zh: "重大事项的职责", en: "a major matter's" }, command: "duban matter plan" },
};

/** Starts a case of any duty because something happened: a policy came, a hazard was seen, an opinion was raised. */
export async function startAny(session: CliSession, options: CaseStart): Promise<CommandResult> {
  const { org, about, due, key } = options;
  const duty = dutyOf(dutyGiven(options.duty));
  const own = ownStart[duty.kind];
  if (own) throw new BadInputError(cause("own-command", { duty: duty.number, ...own }));
  const organization = await organizationOf(session.db, org);
  if (!applies(duty, profileOf(organization)))
    throw new RefusedError(
      cause("duty-does-not-apply", { duty: duty.number, organization: organization.code, type: organization.type }),
    );
  const dueAt = due === undefined ? undefined : futureOf(due, "--due", organization.zone, session.now());
  const { caseId, created } = await startCase(session, {
    duty: duty.number,
    organizationId: organization.id,
    subject: about === undefined ? "" : lineOf(about, "--about", longestAbout),
    actor: "administrator",
    ...(key !== undefined && { key }),
    ...(dueAt && { dueAt }),
  });
  const [task] = await tasksOfCase(session.db, caseId);
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
