import { stepsAhead } from "../../client/tasks/ahead.ts";
import { loadTaskContext, type TaskContext } from "../../client/tasks/task-context.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { climbedPolicy, climbsByClock } from "../../domain/escalation/advance.ts";
import type { Foreseen } from "../../domain/escalation/foresee.ts";
import { figuresIn } from "../../domain/forms/figures.ts";
import { matrixRows, rowsOf } from "../../domain/forms/rows.ts";
import { hazardOf } from "../../domain/hazards/wording.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { basisOf, fieldsOf, isTransferable, titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { awaitsAnswer, reportCadenceOf } from "../../domain/tasks/outlook.ts";
import { boundsOf } from "../../domain/tasks/own-work.ts";
import { find } from "../../domain/tasks/people.ts";
import { offered, transferVerbs } from "../../domain/tasks/permitted.ts";
import { relationshipOf } from "../../domain/tasks/standing.ts";
import { isSettled, type TaskRelationship, type Verb } from "../../domain/tasks/task-states.ts";
import { statedDue, termBegan } from "../../domain/tasks/term.ts";
import type { Channel, Zone } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { basisWords, word } from "../../domain/words.ts";
import { findTask, type TaskRow } from "../../records/tasks/tasks.ts";
import { noticesOfTask } from "../../records/views/listings.ts";
import { type Colleague, colleaguesOf } from "../../records/views/pages.ts";
import { liveFigures } from "../../records/views/roll-ups.ts";
import { idOf } from "../args.ts";
import type { CommandResult } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, listed, localized, say } from "../language.ts";
import { basisLine } from "./basis.ts";
import { figureLines } from "./figures.ts";
import { heading, lateness, safe, section, wall } from "./format.ts";
import { noticeData, noticeText } from "./notices.ts";
import { fieldLines } from "./task-form.ts";
import { stateWords, termWords } from "./task-words.ts";

const mostNotices = 200;
/** Maximum number of future rungs listed, enough to show what repeats. */
const ahead = 5;

/** `duban task show`: a task with its form, who may do what, its notices and its next rungs. */
export async function showTask(session: CliSession, given: string): Promise<CommandResult> {
  const shown = await load(session, given);
  return { data: taskData(shown), text: taskLines(shown).join("\n") };
}

type ShownTask = Awaited<ReturnType<typeof load>>;

async function load(session: CliSession, given: string) {
  const { db, calendar } = session;
  const now = session.now();
  const taskId = await idOf(db, "task", given);
  const task = await findTask(db, taskId);
  if (!task) throw new NotFoundError(cause("no-task", { value: taskId }));
  const taskContext = await loadTaskContext(db, task, calendar, now);
  const { zone } = taskContext.organization;
  const duty = dutyOf(task.duty);
  const formFields = fieldsOf(duty, task.step, task.facts);
  const rows = rowsOf(task.facts);
  const notices = await noticesOfTask(db, taskId, mostNotices);
  const colleagues = await colleaguesOf(db, task.organizationId, now);
  const names = new Map(colleagues.map((one) => [one.id, one.name]));
  const may = mayOf(task, taskContext, colleagues, now, calendar);
  const next = (await stepsAhead(db, taskContext, now, ahead)).map((step) => aheadLine(step, names));
  const doers = find("doer", task, taskContext.holders).people.map((id) => names.get(id) ?? id);
  const live = await liveFigures(db, [{ ...task, zone }], calendar, now);
  const figures = live.get(task.id) ?? figuresIn(task.facts.figures);
  return { task, taskContext, zone, duty, formFields, rows, notices, may, next, doers, figures, calendar, now };
}

/** Who may do what: people of the organization, and the administrator. */
function mayOf(
  task: TaskRow,
  { holders, organization: { zone } }: Pick<TaskContext, "holders" | "organization">,
  colleagues: readonly Colleague[],
  now: Date,
  calendar: Calendar,
) {
  const possible = (verb: Verb): boolean =>
    !transferVerbs.includes(verb) || isTransferable(dutyOf(task.duty).kind, task.step);
  return [
    ...colleagues.map((one) => ({
      person: one.id,
      name: one.name,
      roles: one.roles,
      standing: relationshipOf(task, one.id, holders),
    })),
    {
      person: null,
      name: word("actor", "administrator", currentLanguage()),
      roles: [],
      standing: ["administrator"] as TaskRelationship[],
    },
  ]
    .map((one) => ({
      ...one,
      verbs: offered(
        task,
        one.standing,
        one.person,
        boundsOf(task, one.person, holders, now, { zone, calendar }),
      ).filter(possible),
    }))
    .filter((one) => one.verbs.length > 0);
}

function taskData({
  task,
  taskContext,
  zone,
  duty,
  formFields,
  rows,
  notices,
  may,
  next,
  doers,
  figures,
  now,
}: ShownTask) {
  return {
    task: task.id,
    case: task.caseId,
    organization: { code: taskContext.organization.code, name: taskContext.organization.name, zone },
    duty: { number: duty.number, clause: duty.clause, quote: duty.quote, title: duty.title },
    step: task.step,
    key: task.key,
    title: titleOf(duty, task.step, task.facts),
    subject: taskContext.case.subject,
    state: task.state,
    openedAt: task.openedAt,
    dueAt: statedDue(task),
    firstDueAt: termBegan(task) ? task.firstDueAt : null,
    basis: basisOf(duty, task.step),
    late: isLate(task, now),
    settledAt: task.settledAt,
    doers: isSettled(task.state) ? [] : doers,
    verifier: task.verifier,
    policy: climbedPolicy(task),
    asked: task.askedUntil && { until: task.askedUntil, reason: task.askedReason, by: task.askedById },
    report: task.outlook
      ? {
          status: task.outlook,
          at: task.outlookAt,
          by: task.outlookById,
          note: task.outlookNote,
          answeredAt: task.outlookAnsweredAt,
        }
      : null,
    reportEvery: reportCadenceOf(task.facts),
    returns: task.returns,
    submissions: task.submissions,
    waitsFor: task.waitsFor,
    setAside: task.poison,
    paused: taskContext.organization.pausedAt !== null,
    form: formFields.map((formField) => ({
      name: formField.name,
      type: formField.type,
      label: formField.label,
      required: formField.required,
      ...(formField.when && { when: formField.when }),
      ...(formField.unless && { unless: formField.unless }),
      ...(formField.options && { options: formField.options }),
      ...(formField.items && { items: formField.items }),
      ...(formField.type === "matrix" && { rows: matrixRows(rows) }),
    })),
    result: task.result ?? null,
    figures,
    may,
    notices: notices.map(noticeData),
    next,
  };
}

function taskLines(shown: ShownTask): string[] {
  const { task, taskContext, zone, duty, formFields, rows, notices, may, next, doers, figures } = shown;
  const basis = basisOf(duty, task.step);
  const title = safe(localized(titleOf(duty, task.step, task.facts)));
  const hazard = hazardOf(task.facts);
  return [
    heading(say(`${title}（${task.id}）`, `${title} (${task.id})`)),
    say(
      `${safe(taskContext.organization.name)}（${taskContext.organization.code}）${taskContext.case.subject ? `：${safe(taskContext.case.subject)}` : ""}；事项${task.caseId}`,
      `${safe(taskContext.organization.name)} (${taskContext.organization.code})${taskContext.case.subject ? `: ${safe(taskContext.case.subject)}` : ""}; case ${task.caseId}`,
    ),
    basisLine(duty),
    ...(hazard ? [say(`风险：${safe(hazard.title.zh)}`, `Hazard: ${safe(hazard.title.en)}`)] : []),
    dueLine(shown),
    ...(basis
      ? [
          say(
            `期限依据：${localized(basisWords(basis))}：${localized(basis.rule)}`,
            `By when: ${localized(basisWords(basis))}: ${localized(basis.rule)}`,
          ),
        ]
      : []),
    ...(isSettled(task.state)
      ? []
      : [
          say(
            `办理人：${doers.map(safe).join("、") || "该职务无人担任"}`,
            `To be done by: ${doers.map(safe).join(", ") || "nobody holds the role"}`,
          ),
        ]),
    ...(task.verifier
      ? [
          say(
            `核验：${word("role", task.verifier, currentLanguage())}`,
            `To be verified by: ${word("role", task.verifier, currentLanguage())}`,
          ),
        ]
      : []),
    ...progressLines(task, zone),
    ...(task.poison
      ? [
          say(
            `系统搁置，这一步出错：${safe(task.poison)}`,
            `Set aside by the system, its step fails: ${safe(task.poison)}`,
          ),
        ]
      : []),
    ...(taskContext.organization.pausedAt !== null
      ? [say("机构已暂停：不告知任何人。", "The organization is paused: nothing is sent.")]
      : []),
    ...section(say("汇总数据", "Figures drawn up"), figureLines(figures)),
    ...section(say("表单", "Form"), formFields.flatMap((formField) => fieldLines(formField, rows)).map(indented)),
    ...section(say("谁能做什么", "Who may do what"), mayLines(may)),
    ...section(
      say("已告知", "Told"),
      notices.map((line) => noticeText(line, zone)),
    ),
    ...section(
      say("接下来", "Comes next"),
      next.map((one) => nextLine(one, zone)),
    ),
  ];
}

function dueLine({ task, taskContext, zone, calendar, now }: ShownTask): string {
  const by = lateness({ due: task.dueAt, zone, byClock: climbsByClock(task, taskContext.policies) }, now, calendar);
  const late = isLate(task, now) ? say(`，已逾期${by}`, `, ${by} late`) : "";
  return say(
    `${stateWords(task)}；${termWords(task, zone, now)}${late}（${zone}）`,
    `${stateWords(task)}; ${termWords(task, zone, now)}${late} (${zone})`,
  );
}

/** The extension that was requested, the last progress report and how often one is due. */
function progressLines(task: TaskRow, zone: Zone): string[] {
  const lines: string[] = [];
  if (task.askedUntil) {
    const [until, reason] = [wall(task.askedUntil, zone), safe(task.askedReason ?? "")];
    lines.push(say(`申请延至${until}：${reason}`, `More time is asked, until ${until}: ${reason}`));
  }
  if (isSettled(task.state)) return lines;
  if (task.outlook) {
    const note = task.outlookNote ? safe(task.outlookNote) : null;
    const open = awaitsAnswer(task);
    lines.push(
      say(
        `阶段反馈：${word("outlook", task.outlook, "zh-CN")}${note ? `：${note}` : ""}${open ? "（尚未答复）" : ""}`,
        `Reported: ${word("outlook", task.outlook, "en")}${note ? `: ${note}` : ""}${open ? " (not answered yet)" : ""}`,
      ),
    );
  }
  const every = reportCadenceOf(task.facts);
  if (every && every !== "none")
    lines.push(
      say(
        `已要求${word("reportCadence", every, "zh-CN")}反馈一次进展`,
        `Progress is to be reported ${word("reportCadence", every, "en")}`,
      ),
    );
  return lines;
}

/** A text entered by others, with its indentation. */
const indented = (line: string): string => `${/^ */.exec(line)?.[0] ?? ""}${safe(line)}`;

interface UpcomingRungs {
  at: Date;
  /** Names of the rungs, and their words. */
  steps: string[];
  rungs: string[];
  people: { person: string; name: string; channels: Channel[] }[];
}

const aheadLine = ({ at, said }: Foreseen, names: ReadonlyMap<string, string>): UpcomingRungs => {
  const people = new Map<string, Channel[]>();
  for (const { personId, channel } of said.notices)
    people.set(personId, [...new Set([...(people.get(personId) ?? []), channel])]);
  return {
    at,
    steps: said.rungNames,
    rungs: said.rungNames.map((rung) => localized(rungWords(rung))),
    people: [...people].map(([person, channels]) => ({ person, name: names.get(person) ?? person, channels })),
  };
};

const standingNames: Readonly<Record<TaskRelationship, string>> = {
  doer: "办理人",
  verifier: "核验人",
  supervisor: "监督人",
  administrator: "管理员",
  system: "系统",
};

/** People with the same relationship and verbs in one line: a task may concern a hundred members and one doer. */
function mayLines(
  may: readonly { name: string; standing: readonly TaskRelationship[]; verbs: readonly Verb[] }[],
): string[] {
  return may.map(({ name, standing, verbs }) =>
    say(
      `${safe(name)}（${standing.map((one) => standingNames[one]).join("、")}）：${verbs.map((one) => word("verb", one, "zh-CN")).join("、")}`,
      `${safe(name)} (${standing.join(", ")}): ${verbs.join(", ")}`,
    ),
  );
}

/** What its ladder sends next, and to whom. */
function nextLine(
  {
    at,
    rungs,
    people,
  }: { at: Date; rungs: readonly string[]; people: readonly { name: string; channels: readonly string[] }[] },
  zone: string,
): string {
  const by = (channels: readonly string[]): string =>
    channels.map((channel) => word("channel", channel, currentLanguage())).join(say("、", " and "));
  const recipients = people.map(({ name, channels }) =>
    say(`${safe(name)}（${by(channels)}）`, `${safe(name)} by ${by(channels)}`),
  );
  return `${wall(at, zone)}  ${listed(rungs)} → ${recipients.join(say("；", "; ")) || say("无人", "nobody")}`;
}
