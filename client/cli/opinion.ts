import type { Command } from "commander";
import { askerOf, receiptNumber } from "../../domain/asker.ts";
import { type Raising, raisings } from "../../domain/kinds/opinion.ts";
import { dutyOf } from "../../domain/packs/index.ts";
import { asksOf, titleOf } from "../../domain/steps.ts";
import { Refused } from "../../domain/task.ts";
import { findOpinion, type OpinionLine, opinionLines, opinionSteps } from "../../records/opinions.ts";
import { namesOf } from "../../records/stories.ts";
import { act } from "../acts/act.ts";
import { BadInput, NotFound } from "../acts/context.ts";
import { raiseOpinion } from "../acts/opinions.ts";
import { organizationOf } from "../acts/organizations.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { actorOf, idOf, numberOf, oneOf, personOf, words } from "./given.ts";
import { cell, heading, safe, section, wall } from "./shown.ts";

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
export function opinionCommands(program: Command, run: Run): void {
  const opinion = program
    .command("opinion")
    .description(
      "opinions, difficulties and requests: taken up, relayed or resolved, and answered (form: /o/<code>/raise)",
    );

  opinion
    .command("raise")
    .description("raise it: it is taken up or declined, and whoever left an e-mail address has a receipt at once")
    .argument("<words>", "what is raised", words)
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--kind <kind>", kinds.join(", "))
    .option("--as <person>", "who raises it: id, e-mail address or telephone number of a person")
    .option("--name <name>", "who raises it, from outside")
    .option("--contact <address>", "their e-mail address or telephone number")
    .option("--key <key>", "a key of your own: twice is once")
    .action((said: string, options: RaiseOptions, command: Command) =>
      run(command, (session) => raise(session, said, options)),
    );

  opinion
    .command("list")
    .description("what was raised, the newest first")
    .option("--org <code>", "of one organization")
    .option("--open", "only what waits for an answer", false)
    .option("--limit <number>", "at most so many", "50")
    .action((options: { org?: string; open: boolean; limit: string }, command: Command) =>
      run(command, (session) => list(session, options)),
    );

  opinion
    .command("show")
    .description("what was raised, who raised it, how it stands and what was answered")
    .argument("<receipt>", "number of the receipt, or id of the case")
    .action((given: string, _options: unknown, command: Command) => run(command, (session) => show(session, given)));

  opinion
    .command("answer")
    .description("do the step that is waited for: take it up or decline it, relay it, answer it")
    .argument("<receipt>", "number of the receipt, or id of the case")
    .argument("[words]", "the answer; what whoever raised it is told")
    .option("--accept", "take it up")
    .option("--decline", "decline it, with the reason as words")
    .option("--as <person>", "act as this person (id or e-mail address) instead of the administrator")
    .action((given: string, said: string | undefined, options: AnswerOptions, command: Command) =>
      run(command, (session) => answer(session, given, said, options)),
    );
}

async function raise(session: CliSession, said: string, options: RaiseOptions): Promise<Answer> {
  const { org, as, name, contact, key } = options;
  if (as !== undefined && (name !== undefined || contact !== undefined))
    throw new BadInput("--as: beside --name or --contact; expected one or the other");
  const kind = oneOf(options.kind, "--kind", kinds);
  const asker =
    as === undefined
      ? { ...(name !== undefined && { name }), ...(contact !== undefined && { contact }) }
      : { personId: (await personOf(session.db, as)).id };
  const { caseId, duty, created } = await raiseOpinion(session, {
    organization: org,
    kind,
    words: said,
    asker,
    actor: "administrator",
    ...(key !== undefined && { key }),
  });
  const found = await findOpinion(session.db, caseId);
  const receipt = receiptNumber(caseId);
  const until = found?.dueAt ? ` It is decided upon by ${wall(found.dueAt, found.zone)} (${found.zone}).` : "";
  return {
    data: { case: caseId, receipt, duty, created, task: found?.taskId ?? null, dueAt: found?.dueAt ?? null },
    text: created ? `It is raised; the receipt is ${receipt}.${until}` : `It was there already: ${receipt}.${until}`,
  };
}

async function list(session: CliSession, options: { org?: string; open: boolean; limit: string }): Promise<Answer> {
  const limit = numberOf(options.limit, "--limit");
  const filter = {
    open: options.open,
    ...(options.org !== undefined && { organizationId: (await organizationOf(session.db, options.org)).id }),
  };
  const found = await opinionLines(session.db, filter, limit + 1);
  const lines = found.slice(0, limit);
  const now = session.now();
  return {
    data: lines.map((line) => summary(line, now)),
    table: {
      head: ["receipt", "organization", "kind", "about", "state", "waits for", "due", "late"],
      rows: lines.map((line) => [
        receiptNumber(line.caseId),
        `${line.code} ${cell(line.organization, 16)}`,
        String(line.facts.raised),
        cell(line.subject, 30),
        line.outcome ?? line.state,
        cell(waitsFor(line) ?? "", 40),
        line.dueAt ? wall(line.dueAt, line.zone) : "",
        line.dueAt && line.dueAt < now ? "late" : "",
      ]),
    },
    ...(found.length > limit && { text: `More than ${limit}; --limit shows more.` }),
  };
}

async function show(session: CliSession, given: string): Promise<Answer> {
  const line = await opinionOf(session, given);
  const steps = await opinionSteps(session.db, line.caseId);
  const asker = askerOf(line.facts);
  const names = await namesOf(session.db, asker?.personId ? [asker.personId] : []);
  const who = asker?.name || (asker?.personId && names.get(asker.personId)) || "";
  const wait = waitsFor(line);
  return {
    data: {
      ...summary(line, session.now()),
      words: asker?.words ?? "",
      asker: { name: who, contact: asker?.contact ?? "", person: asker?.personId ?? null },
      steps,
    },
    text: [
      heading(`${receiptNumber(line.caseId)} ${safe(line.subject)}`),
      `${safe(line.organization)} (${line.code}); duty ${line.duty}; case ${line.caseId}`,
      `Raised ${wall(line.openedAt, line.zone)} by ${[safe(who), asker?.contact].filter(Boolean).join(", ") || "somebody who gave no name"}`,
      wait && line.dueAt
        ? `Waits for: ${wait}, due ${wall(line.dueAt, line.zone)} (task ${line.taskId})`
        : `${line.state}${line.outcome ? ` (${line.outcome})` : ""}`,
      ...section("In their words", (asker?.words ?? "").split("\n").map(safe)),
      ...section("How it went", steps.map(stepLine)),
    ].join("\n"),
  };
}

/** What the words that are given answer, by the step. */
async function answer(
  session: CliSession,
  given: string,
  said: string | undefined,
  { accept, decline, as }: AnswerOptions,
): Promise<Answer> {
  const line = await opinionOf(session, given);
  if (!line.taskId || !line.step || !line.stepDuty)
    throw new Refused(`answer: it is ${line.outcome ?? line.state}; expected one that waits for something`);
  const deciding = line.step === "take-up";
  if (deciding === (accept === undefined && decline === undefined))
    throw new BadInput(
      deciding
        ? "--accept, --decline: neither is given; expected one of them, for it is not decided yet"
        : "--accept, --decline: it has been taken up; expected the answer alone",
    );
  if (accept && decline) throw new BadInput("--accept beside --decline; expected one of them");
  const named = asksOf(dutyOf(line.stepDuty), line.step).find((ask) => ask.type === "text")?.name ?? "answer";
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
  const title = titleOf(dutyOf(line.stepDuty), line.step).en;
  return {
    data: {
      case: line.caseId,
      receipt: receiptNumber(line.caseId),
      task: line.taskId,
      step: line.step,
      state,
      changed,
    },
    text: `${title}: ${state} (${receiptNumber(line.caseId)}).`,
  };
}

async function opinionOf(session: CliSession, given: string): Promise<OpinionLine> {
  const caseId = await idOf(session.db, "case", given.toLowerCase());
  const found = await findOpinion(session.db, caseId);
  if (!found) throw new NotFound("opinion", given, "the receipt of something that was raised");
  return found;
}

const waitsFor = ({ step, stepDuty }: OpinionLine): string | null =>
  step && stepDuty ? titleOf(dutyOf(stepDuty), step).en : null;

function stepLine({ duty, step, state, result }: Awaited<ReturnType<typeof opinionSteps>>[number]): string {
  const said = Object.values(result ?? {})
    .filter((value) => typeof value === "string")
    .join("; ");
  return `${titleOf(dutyOf(duty), step).en}: ${state}${said ? `: ${safe(said)}` : ""}`;
}

const summary = (line: OpinionLine, now: Date): Record<string, unknown> => ({
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
  late: line.dueAt !== null && line.dueAt < now,
});
