import { progressOf } from "../../client/tasks/progress.ts";
import type { FormField } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { answerWords } from "../../domain/forms/answer-words.ts";
import { type SendingLine, sendingLines } from "../../domain/messages/sendings.ts";
import { sourceWords } from "../../domain/procedures/circular.ts";
import { disclosureKind } from "../../domain/procedures/kinds/disclosure.ts";
import { fieldsOf, titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import type { Zone } from "../../domain/terms.ts";
import { endedWords } from "../../domain/words/outcomes.ts";
import { word } from "../../domain/words.ts";
import { type CircularAbout, circularOfCase } from "../../records/cases/circulars.ts";
import { brokenAt, type EventRow, eventsOf, isCutOff, logHead } from "../../records/cases/events.ts";
import { type DisclosureLine, disclosureLinesOf } from "../../records/donations/campaigns.ts";
import { type SendingRow, sendingsOf } from "../../records/messages/sendings.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { type EvidenceLine, evidenceOfCase } from "../../records/views/pages.ts";
import { idOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, labelled, localized, say } from "../language.ts";
import { basisLine } from "./basis.ts";
import { countingData, countingLines } from "./case-counting.ts";
import { drawData, drawLines, exceptionLines, exceptionsOf } from "./case-coverage.ts";
import { factLines } from "./case-facts.ts";
import { eventLine, messageLine, peopleIn, whoOf } from "./case-log.ts";
import { coverageData, pauseWords, phaseLines } from "./case-phases.ts";
import { figureLines } from "./figures.ts";
import { heading, plural, safe, section, wall } from "./format.ts";

/** `duban case show`: a case with everything that a reader needs to understand it. */
export async function showCase(session: CliSession, given: string): Promise<CommandResult> {
  const shown = await load(session, given);
  return { data: caseData(shown), text: caseLines(shown).join("\n") };
}

type ShownCase = Awaited<ReturnType<typeof load>>;

async function load(session: CliSession, given: string) {
  const { db, calendar } = session;
  const now = session.now();
  const caseId = await idOf(db, "case", given);
  const progress = await progressOf(db, caseId, now);
  if (!progress) throw new NotFoundError(cause("no-case", { value: caseId }));
  const { case: found, duty, tasks } = progress;
  const events = await eventsOf(db, caseId);
  const evidence = await evidenceOfCase(db, caseId);
  const issued = await circularOfCase(db, caseId);
  const disclosures = found.kind === disclosureKind ? await disclosureLinesOf(db, { caseId }) : [];
  const names = await namesOf(db, [...new Set(events.flatMap(peopleIn))]);
  const steps = new Map(tasks.map((task) => [task.id, localized(titleOf(duty, task.step, task.facts))]));
  const broken = brokenAt(events);
  const cutOff = isCutOff(events, await logHead(db, caseId));
  const messages = messagesOf(await sendingsOf(db, { caseId }, "name"));
  return { progress, events, evidence, issued, disclosures, names, steps, broken, cutOff, messages, calendar, now };
}

function caseData({ progress, events, evidence, disclosures, names, broken, cutOff, messages, now }: ShownCase) {
  const { case: found, organization, duty, tasks, phases, parent, children, paused } = progress;
  return {
    case: found.id,
    duty: { number: duty.number, clause: duty.clause, quote: duty.quote, title: duty.title, kind: found.kind },
    organization: { code: organization.code, name: organization.name, zone: organization.zone },
    key: found.key,
    subject: found.subject,
    facts: found.facts,
    state: found.state,
    paused,
    outcome: found.outcome,
    openedAt: found.openedAt,
    settledAt: found.settledAt,
    provisional: found.provisional,
    parent: parent && { case: parent.id, duty: parent.duty, state: parent.state },
    children: children.map((child) => ({
      case: child.id,
      duty: child.duty,
      subject: child.subject,
      state: child.state,
    })),
    cadence: found.cadence,
    ...countingData(progress),
    phases: phases.map(({ step, title, state, tasks }) => ({
      step,
      title,
      state,
      tasks: tasks.map(({ id }) => id),
    })),
    tasks: tasks.map((task) => ({
      task: task.id,
      key: task.key,
      step: task.step,
      title: titleOf(duty, task.step, task.facts),
      state: task.state,
      openedAt: task.openedAt,
      dueAt: statedDue(task),
      settledAt: task.settledAt,
      late: isLate(task, now),
      doers: task.who,
      missing: task.missing,
      coverage: task.coverage && coverageData(task.coverage),
      verifier: task.verifier,
      result: task.result ?? null,
      exceptions: exceptionsOf(task),
      ...(task.facts.draw !== undefined && { draw: drawData(task) }),
    })),
    evidence: evidence.map(({ id, taskId, round, type, name, data, size, sha256, who, at }) => ({
      id,
      task: taskId,
      submission: round,
      type,
      name,
      ...(type !== "file" && { data }),
      size,
      sha256,
      who,
      at,
    })),
    disclosures: disclosures.map(({ period, dueAt, publishedAt, lateAt, hash }) => ({
      period,
      dueAt,
      publishedAt,
      lateAt,
      hash,
    })),
    events: events.map((event) => ({
      id: event.id,
      at: event.at,
      task: event.taskId,
      actor: event.actor,
      who: whoOf(event, names),
      ...(event.tokenId !== null && { token: event.tokenId }),
      verb: event.verb,
      before: event.before ?? null,
      after: event.after ?? null,
      hash: event.hash,
    })),
    messages: messages.map(({ taskId, verb, at, who, steps, until, because }) => ({
      task: taskId,
      fate: verb,
      at,
      to: who,
      rungs: steps,
      ...(until && { until }),
      ...(because && { because }),
    })),
    chain: { whole: broken === null && !cutOff, brokenAt: broken },
  };
}

function caseLines(shown: ShownCase): string[] {
  const { progress, events, evidence, issued, disclosures, broken, cutOff, calendar, now } = shown;
  const { case: found, organization, duty, tasks, parent, children } = progress;
  const { zone } = organization;
  return [
    heading(
      labelled(
        `${word("kind", found.kind, currentLanguage())} ${found.id}`,
        safe(found.subject) || safe(localized(duty.title)),
      ),
    ),
    say(
      `${safe(organization.name)}（${organization.code}），${endedWords(found, "zh-CN")}${pauseWords(progress)}；开始于${wall(found.openedAt, zone)}${found.settledAt ? `，结束于${wall(found.settledAt, zone)}` : ""}（${zone}）`,
      `${safe(organization.name)} (${organization.code}), ${endedWords(found, "en")}${pauseWords(progress)}; opened ${wall(found.openedAt, zone)}${found.settledAt ? `, settled ${wall(found.settledAt, zone)}` : ""} (${zone})`,
    ),
    basisLine(duty),
    say(
      `标识：${safe(found.key)}${found.provisional ? "；日期在已公布的放假安排之后" : ""}`,
      `Key: ${safe(found.key)}${found.provisional ? "; planned beyond the announced calendar" : ""}`,
    ),
    ...countingLines(progress),
    ...factLines(found.facts, zone),
    ...(parent
      ? [
          say(
            `由${parent.id}而来（第${parent.duty}项，${word("caseState", parent.state, "zh-CN")}）。`,
            `It came out of ${parent.id} (duty ${parent.duty}, ${parent.state}).`,
          ),
        ]
      : []),
    ...section(say("下发的文件", "What was issued"), issued ? issuedLines(issued, zone) : []),
    ...section(say("进展", "Where it stands"), phaseLines(progress, now, calendar)),
    ...section(say("抽查名单", "Drawn at random"), tasks.flatMap(drawLines)),
    ...section(say("例外", "Exceptions"), tasks.flatMap(exceptionLines)),
    ...section(say("已提交", "Handed in"), handedIn(shown)),
    ...section(say("附件", "Files"), fileLines(evidence, zone)),
    ...section(
      say("公示", "Disclosures"),
      disclosures.map((line) => disclosureText(line, zone)),
    ),
    ...section(say("由此而来", "Came out of it"), children.map(childText)),
    ...section(say(`全过程（${zone}）`, `What has happened (${zone})`), happened(shown)),
    "",
    wholeness(events.length, broken, cutOff),
  ];
}

/** What was submitted, except files. */
function handedIn({ progress: { duty, organization }, evidence, steps }: ShownCase): string[] {
  return evidence.flatMap((line) =>
    line.type === "file"
      ? []
      : answerLines(
          line,
          fieldsOf(duty, line.step, line.facts),
          steps.get(line.taskId) ?? line.step,
          organization.zone,
        ),
  );
}

const fileLines = (evidence: readonly EvidenceLine[], zone: Zone): string[] =>
  evidence
    .filter((line) => line.type === "file")
    .map((line) =>
      say(
        `${wall(line.at, zone)}  ${safe(line.name)}（${line.size}字节，SHA-256 ${line.sha256.slice(0, 12)}）`,
        `${wall(line.at, zone)}  ${safe(line.name)} (${plural(line.size, "byte")}, SHA-256 ${line.sha256.slice(0, 12)})`,
      ),
    );

const disclosureText = (line: DisclosureLine, zone: Zone): string =>
  say(
    `${line.period}：截止时间${wall(line.dueAt, zone)}，${line.publishedAt ? `公布于${wall(line.publishedAt, zone)}，哈希${line.hash?.slice(0, 12)}` : "未公布"}${line.lateAt ? "，记为逾期公布" : ""}`,
    `${line.period}: due ${wall(line.dueAt, zone)}, ${line.publishedAt ? `published ${wall(line.publishedAt, zone)}, hash ${line.hash?.slice(0, 12)}` : "not published"}${line.lateAt ? ", marked late" : ""}`,
  );

function childText({ id, duty, kind, subject, state }: ShownCase["progress"]["children"][number]): string {
  const [named, about] = [word("kind", kind, currentLanguage()), safe(subject) || safe(localized(dutyOf(duty).title))];
  return say(
    `${id}  第${duty}项，${named}：${about}，${word("caseState", state, "zh-CN")}`,
    `${id}  duty ${duty}, ${named}: ${about}, ${state}`,
  );
}

/** Events and messages in the order of time. */
function happened({ progress: { organization }, events, messages, names, steps }: ShownCase): string[] {
  const { zone } = organization;
  return inOrder([
    ...events.filter(isShown).map((event) => ({ at: event.at, text: eventLine(event, names, steps, zone) })),
    ...messages.map((line) => ({
      at: line.at,
      text: messageLine(line, steps.get(line.taskId) ?? line.taskId, zone),
    })),
  ]);
}

function wholeness(lines: number, broken: bigint | null, cutOff: boolean): string {
  if (broken !== null)
    return say(
      `记录在第${broken}行被破坏：写入后又被改动。`,
      `The log is BROKEN at line ${broken}: it was changed after it was written.`,
    );
  if (cutOff) return say("记录不完整：末尾有记录被删除。", "The log is BROKEN at its end: lines were removed there.");
  return say(
    `记录完整：共${lines}行，每行都带有上一行的哈希。`,
    `The log is whole: ${plural(lines, "line")}, each with the hash of the one before.`,
  );
}

/** A due rung is shown only if it had no recipient or was superseded; its messages are shown when they were sent. */
const isShown = ({ verb, after }: EventRow): boolean =>
  verb !== "told" ||
  Object.hasOwn((after ?? {}) as object, "nobody") ||
  Object.hasOwn((after ?? {}) as object, "skipped");

/** Messages of tasks with their outcomes. */
function messagesOf(rows: readonly SendingRow[]): (SendingLine & { taskId: string })[] {
  const tasks = [...new Set(rows.map(({ taskId }) => taskId))];
  return tasks.flatMap((taskId) =>
    sendingLines(rows.filter((row) => row.taskId === taskId)).map((line) => ({ ...line, taskId })),
  );
}

const inOrder = (lines: readonly { at: Date; text: string }[]): string[] =>
  [...lines].sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ text }) => text);

/** The circular that the case is about. */
const issuedLines = (
  { id, title, text, source, issuedAt, fileName, withdrawnAt, withdrawnBecause }: CircularAbout,
  zone: Zone,
): string[] => [
  say(
    `${safe(title)}，${localized(sourceWords[source])}，${wall(issuedAt, zone)}（文件${id}）`,
    `${safe(title)}, by the ${localized(sourceWords[source])}, ${wall(issuedAt, zone)} (circular ${id})`,
  ),
  ...(withdrawnAt
    ? [
        say(
          `已于${wall(withdrawnAt, zone)}撤回：${safe(withdrawnBecause)}`,
          `Withdrawn ${wall(withdrawnAt, zone)}: ${safe(withdrawnBecause)}`,
        ),
      ]
    : []),
  ...(text ? text.split("\n").map((line) => `  ${safe(line)}`) : []),
  ...(fileName ? [say(`附件：${safe(fileName)}`, `File: ${safe(fileName)}`)] : []),
];

function answerLines(line: EvidenceLine, formFields: readonly FormField[], title: string, zone: Zone): string[] {
  if (line.type === "figures")
    return figureLines((line.data as { figures?: unknown } | null)?.figures).map((one) => `  ${one}`);
  const data = typeof line.data === "object" && line.data !== null ? line.data : { text: line.text };
  const by = `${wall(line.at, zone)}  ${safe(line.who ?? word("actor", "administrator", currentLanguage()))} [${safe(title)}]`;
  return Object.entries(data).flatMap(([name, value]) => {
    const formField = formFields.find((one) => one.name === name);
    const words = answerWords(formField, value, currentLanguage()).map(safe);
    const asked = safe(formField ? localized(formField.label) : name);
    // Several parts are printed one below the other.
    const colon = say("：", ": ");
    return formField?.items
      ? [`${by} ${asked}${colon.trim()}`, ...words.map((one) => `  ${one}`)]
      : [`${by} ${asked}${colon}${words.join(" · ")}`];
  });
}
