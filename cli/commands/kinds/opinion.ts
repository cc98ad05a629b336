import type { Command } from "commander";
import { raiseOpinion } from "../../../client/kinds/opinion.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { act } from "../../../client/tasks/act.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../../domain/errors.ts";
import { opinionKind, type Raising, raisings } from "../../../domain/procedures/kinds/opinion.ts";
import { receiptNumber, requesterOf } from "../../../domain/procedures/requester.ts";
import { fieldsOf, titleOf } from "../../../domain/procedures/steps.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { endedWords, outcomeWords } from "../../../domain/words/outcomes.ts";
import { word } from "../../../domain/words.ts";
import { findOpinion, type OpinionLine, opinionLines, opinionSteps } from "../../../records/cases/opinions.ts";
import { namesOf } from "../../../records/messages/stories.ts";
import { actorOf, idOf, numberOf, oneOf, personOf, words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { currentLanguage, localized, say } from "../../language.ts";
import { cell, heading, safe, section, wall } from "../../views/format.ts";

const kinds = Object.keys(raisings) as Raising[];

interface RaiseOptions {
  org: string;
  kind: string;
  as?: string;
  name?: string;
  contact?: string;
  key?: string;
}

interface AnswerOptions {
  accept?: true;
  decline?: true;
  as?: string;
}

/** `duban opinion …` */
export function opinionCommands(opinion: Command, run: Run): void {
  opinion
    .command("raise")
    .description(
      say(
        "提出：将受理或说明理由不予受理；留有电子邮箱的立即收到回执",
        "raise it: it is taken up or declined; a receipt is sent to the e-mail address, if one was left",
      ),
    )
    .argument("<words>", say("提出什么", "what is raised"), words)
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--kind <kind>", say(`其中之一：${kinds.join("、")}`, kinds.join(", ")))
    .option(
      "--as <person>",
      say(
        "由谁提出：人员的编号、电子邮箱或手机号码",
        "who raises it: id, e-mail address or telephone number of a person",
      ),
    )
    .option("--name <name>", say("由谁提出（机构以外的人）", "who raises it, from outside"))
    .option("--contact <address>", say("其电子邮箱或手机号码", "their e-mail address or telephone number"))
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((said: string, options: RaiseOptions, command: Command) =>
      run(command, (session) => raise(session, said, options)),
    );

  opinion
    .command("list")
    .description(say("已提出的，最新的在前", "what was raised, the newest first"))
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--open", say("只列等待答复的", "only those that wait for an answer"), false)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: { org?: string; open: boolean; limit: string }, command: Command) =>
      run(command, (session) => list(session, options)),
    );

  opinion
    .command("show")
    .description(
      say(
        "提出了什么、由谁提出、办到哪一步、如何答复",
        "what was raised, who raised it, how it stands and what was answered",
      ),
    )
    .argument("<receipt>", say("回执号，或事项编号", "number of the receipt, or id of the case"))
    .action((given: string, _options: unknown, command: Command) => run(command, (session) => show(session, given)));

  opinion
    .command("answer")
    .description(
      say(
        "办理正在等待的一步：受理或不予受理、转报、答复",
        "do the step that is waited for: take it up or decline it, relay it, answer it",
      ),
    )
    .argument("<receipt>", say("回执号，或事项编号", "number of the receipt, or id of the case"))
    .argument("[words]", say("答复，即告知提出人的内容", "the answer that is sent to the person who raised it"))
    .option("--accept", say("受理", "take it up"))
    .option("--decline", say("不予受理，理由写在后面", "decline it, with the reason as words"))
    .option(
      "--as <person>",
      say(
        "以此人身份办理（编号或电子邮箱），而不是管理员",
        "act as this person (id or e-mail address) instead of the administrator",
      ),
    )
    .action((given: string, said: string | undefined, options: AnswerOptions, command: Command) =>
      run(command, (session) => answer(session, given, said, options)),
    );
}

async function raise(session: CliSession, said: string, options: RaiseOptions): Promise<CommandResult> {
  const { org, as, name, contact, key } = options;
  if (as !== undefined && (name !== undefined || contact !== undefined))
    throw new BadInputError(cause("beside", { option: "--as", other: "--name, --contact" }));
  const kind = oneOf(options.kind, "--kind", kinds);
  const requester =
    as === undefined
      ? { ...(name !== undefined && { name }), ...(contact !== undefined && { contact }) }
      : { personId: (await personOf(session.db, as)).id };
  const { caseId, duty, created } = await raiseOpinion(session, {
    organization: org,
    kind,
    words: said,
    requester,
    actor: "administrator",
    ...(key !== undefined && { key }),
  });
  const found = await findOpinion(session.db, caseId, session.now());
  const receipt = receiptNumber(caseId);
  const until = found?.dueAt
    ? say(
        `将在${wall(found.dueAt, found.zone)}（${found.zone}）前决定是否受理。`,
        ` It is decided upon by ${wall(found.dueAt, found.zone)} (${found.zone}).`,
      )
    : "";
  return {
    data: { case: caseId, receipt, duty, created, task: found?.taskId ?? null, dueAt: found?.dueAt ?? null },
    text: created
      ? say(`已提出，回执号${receipt}。${until}`, `It is raised; the receipt is ${receipt}.${until}`)
      : say(`此前已提出，回执号${receipt}。${until}`, `It was there already: ${receipt}.${until}`),
  };
}

async function list(
  session: CliSession,
  options: { org?: string; open: boolean; limit: string },
): Promise<CommandResult> {
  const limit = numberOf(options.limit, "--limit");
  const filter = {
    open: options.open,
    ...(options.org !== undefined && { organizationId: (await organizationOf(session.db, options.org)).id }),
  };
  const found = await opinionLines(session.db, filter, session.now(), limit + 1);
  const lines = found.slice(0, limit);
  return {
    data: lines.map((line) => summary(line)),
    table: {
      head: ["receipt", "organization", "kind", "about", "state", "waits for", "due", "late"],
      rows: lines.map((line) => [
        receiptNumber(line.caseId),
        `${cell(line.organization, 16)} ${line.code}`,
        raisedWords(line),
        cell(line.subject, 30),
        line.outcome
          ? outcomeWords(opinionKind, line.outcome, currentLanguage())
          : word("caseState", line.state, currentLanguage()),
        cell(waitsFor(line) ?? "", 40),
        line.dueAt ? wall(line.dueAt, line.zone) : "",
        line.late ? say("逾期", "late") : "",
      ]),
    },
    ...(found.length > limit && {
      text: say(`不止${limit}件；用--limit列出更多。`, `More than ${limit}; --limit shows more.`),
    }),
  };
}

async function show(session: CliSession, given: string): Promise<CommandResult> {
  const line = await opinionOf(session, given);
  const steps = await opinionSteps(session.db, line.caseId);
  const requester = requesterOf(line.facts);
  const names = await namesOf(session.db, requester?.personId ? [requester.personId] : []);
  const who = requester?.name || (requester?.personId && names.get(requester.personId)) || "";
  const wait = waitsFor(line);
  return {
    data: {
      ...summary(line),
      words: requester?.words ?? "",
      asker: { name: who, contact: requester?.contact ?? "", person: requester?.personId ?? null },
      steps,
    },
    text: [
      heading(`${receiptNumber(line.caseId)} ${safe(line.subject)}`),
      say(
        `${safe(line.organization)}（${line.code}）；第${line.duty}项；事项${line.caseId}`,
        `${safe(line.organization)} (${line.code}); duty ${line.duty}; case ${line.caseId}`,
      ),
      say(
        `${wall(line.openedAt, line.zone)}由${[safe(who), requester?.contact].filter(Boolean).join("，") || "未留姓名者"}提出`,
        `Raised ${wall(line.openedAt, line.zone)} by ${[safe(who), requester?.contact].filter(Boolean).join(", ") || "somebody who gave no name"}`,
      ),
      wait && line.dueAt
        ? say(
            `等待：${wait}，截止时间${wall(line.dueAt, line.zone)}（工作${line.taskId}）`,
            `Waits for: ${wait}, due ${wall(line.dueAt, line.zone)} (task ${line.taskId})`,
          )
        : stateOf(line),
      ...section(say("原话", "In their words"), (requester?.words ?? "").split("\n").map(safe)),
      ...section(say("办理经过", "How it went"), steps.map(stepLine)),
    ].join("\n"),
  };
}

/** Submits the given words as the answer that the current step asks for. */
async function answer(
  session: CliSession,
  given: string,
  said: string | undefined,
  { accept, decline, as }: AnswerOptions,
): Promise<CommandResult> {
  const line = await opinionOf(session, given);
  if (!line.taskId || !line.step || !line.stepDuty)
    throw new RefusedError(cause("answer-not-waited-for", { state: line.outcome ?? line.state }));
  const deciding = line.step === "take-up";
  if (deciding === (accept === undefined && decline === undefined))
    throw new BadInputError(cause(deciding ? "decide-first" : "already-decided"));
  if (accept && decline) throw new BadInputError(cause("beside", { option: "--accept", other: "--decline" }));
  const named =
    fieldsOf(dutyOf(line.stepDuty), line.step, {}).find((formField) => formField.type === "text")?.name ?? "answer";
  const { state, changed } = await act(session, {
    taskId: line.taskId,
    verb: "submit",
    actor: await actorOf(session.db, as),
    submission: {
      values: {
        ...(deciding && { decision: accept ? "yes" : "no" }),
        ...(said !== undefined && { [named]: said }),
      },
      files: [],
    },
  });
  const title = localized(titleOf(dutyOf(line.stepDuty), line.step));
  return {
    data: {
      case: line.caseId,
      receipt: receiptNumber(line.caseId),
      task: line.taskId,
      step: line.step,
      state,
      changed,
    },
    text: `${title}${say("：", ": ")}${word("taskState", state, currentLanguage())} (${receiptNumber(line.caseId)})${say("。", ".")}`,
  };
}

async function opinionOf(session: CliSession, given: string): Promise<OpinionLine> {
  const caseId = await idOf(session.db, "case", given.toLowerCase());
  const found = await findOpinion(session.db, caseId, session.now());
  if (!found) throw new NotFoundError(cause("no-opinion", { value: given }));
  return found;
}

/** What was raised, in words. */
const raisedWords = ({ facts: { raised } }: OpinionLine): string =>
  typeof raised === "string" && Object.hasOwn(raisings, raised) ? localized(raisings[raised as Raising].title) : "";

const stateOf = ({ state, outcome }: OpinionLine): string =>
  endedWords({ kind: opinionKind, state, outcome }, currentLanguage());

const waitsFor = ({ step, stepDuty }: OpinionLine): string | null =>
  step && stepDuty ? localized(titleOf(dutyOf(stepDuty), step)) : null;

function stepLine({ duty, step, state, result }: Awaited<ReturnType<typeof opinionSteps>>[number]): string {
  const said = Object.values(result ?? {})
    .filter((value) => typeof value === "string")
    .join("; ");
  return `${localized(titleOf(dutyOf(duty), step))}${say("：", ": ")}${word("taskState", state, currentLanguage())}${said ? `${say("：", ": ")}${safe(said)}` : ""}`;
}

const summary = (line: OpinionLine): Record<string, unknown> => ({
  receipt: receiptNumber(line.caseId),
  case: line.caseId,
  organization: line.code,
  organizationName: line.organization,
  duty: line.duty,
  kind: line.facts.raised,
  subject: line.subject,
  state: line.state,
  outcome: line.outcome,
  openedAt: line.openedAt,
  settledAt: line.settledAt,
  step: line.step,
  waitsFor: waitsFor(line),
  task: line.taskId,
  dueAt: line.dueAt,
  late: line.late,
});
