import type { Command } from "commander";
import { taskData } from "../../client/api/task-data.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { textsToReview } from "../../domain/catalogue/packs/reading.ts";
import { advance, climbedPolicy } from "../../domain/escalation/advance.ts";
import type { Policy } from "../../domain/escalation/policy.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { dutyBeside } from "../../domain/messages/task-title.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { businessDaysLate } from "../../domain/tasks/lateness.ts";
import { type TaskState, waiting } from "../../domain/tasks/task-states.ts";
import { addBusinessDays } from "../../domain/time/business-days.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { lastAudit } from "../../records/audit/audits.ts";
import { policiesOf } from "../../records/settings.ts";
import { boardCounts, unreachableIn } from "../../records/views/board.ts";
import { countsOf, type TaskLine, taskLines, zoneOfMost } from "../../records/views/listings.ts";
import { numberOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, listed, localized, say } from "../language.ts";
import { cell, lateness, plural, wall } from "../views/format.ts";
import { doersOf } from "../views/task-list.ts";

/** `duban status` */
export function statusCommands(command: Command, run: Run): void {
  command.action((_options: unknown, called: Command) => run(called, status));
}

/** `duban overdue` */
export function overdueCommands(command: Command, run: Run): void {
  command
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--days <number>", say("至少逾期多少个工作日", "minimum number of business days late"))
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: OverdueOptions, called: Command) => run(called, (session) => overdue(session, options)));
}

async function status(session: CliSession): Promise<CommandResult> {
  const data = await load(session);
  return { data, text: statusLines(data).join("\n") };
}

/** The status as programs read it; the lines are written from the same values. */
async function load(session: CliSession) {
  const { db } = session;
  const now = session.now();
  const zone = await zoneOfMost(db);
  const today = dateIn(now, zone);
  const counts = await countsOf(db, instantAt(today, "00:00", zone));
  const everywhere = { organizationIds: null, search: "", duty: "" };
  const board = await boardCounts(db, everywhere, now);
  const unreachable = (await unreachableIn(db, everywhere, now)).length;
  const messages = {
    queued: counts.queued,
    sending: of(counts.deliveries, "sending"),
    sent: of(counts.deliveries, "sent") + of(counts.deliveries, "delivered"),
    unknown: of(counts.deliveries, "unknown"),
    refused: of(counts.deliveries, "refused") + of(counts.deliveries, "bounced"),
    failed: of(counts.deliveries, "failed"),
  };
  const tasksByState = Object.fromEntries(waiting.map((state) => [state, of(counts.tasks, state)])) as Record<
    TaskState,
    number
  >;
  const audited = await lastAudit(db);
  return {
    now,
    zone,
    today,
    organizations: counts.organizations,
    paused: counts.paused,
    openCases: counts.cases,
    openTasks: Object.values(counts.tasks).reduce((sum, n) => sum + n, 0),
    tasksByState,
    late: board.late,
    waitingForVerdict: board.verdict,
    setAside: board.aside,
    selfDeclared: counts.selfDeclared,
    unreachable,
    messages,
    nudges: counts.nudges,
    audit: audited && { at: audited.at, tookMs: audited.tookMs, gaps: audited.gaps, left: audited.leftOpen },
    lawsToReadAgain: textsToReview(today).map(({ name, source, publication, address, readOn, status }) => ({
      ...{ name, source, publication, address, readOn, status },
    })),
  };
}

type Status = Awaited<ReturnType<typeof load>>;

function statusLines(status: Status): string[] {
  const { now, zone, messages, audit, lawsToReadAgain } = status;
  return [
    `${wall(now, zone)} (${zone})`,
    say(
      `机构        ${status.organizations}${status.paused > 0 ? `，其中${status.paused}家暂停` : ""}`,
      `organizations  ${status.organizations}${status.paused > 0 ? `, ${status.paused} paused` : ""}`,
    ),
    say(`事项        ${status.openCases}件在办`, `cases          ${status.openCases} open`),
    say(
      `工作        ${status.openTasks}项在办：${waiting.map((state) => `${status.tasksByState[state]}项${word("taskState", state, currentLanguage())}`).join("，")}`,
      `tasks          ${status.openTasks} open: ${waiting.map((state) => `${status.tasksByState[state]} ${word("taskState", state, currentLanguage())}`).join(", ")}`,
    ),
    say(`逾期        ${status.late}`, `late           ${status.late}`),
    say(`等待核验    ${status.waitingForVerdict}`, `for a verdict  ${status.waitingForVerdict}`),
    say(`系统搁置    ${status.setAside}`, `set aside      ${status.setAside}`),
    ...(status.selfDeclared > 0
      ? [
          say(
            `自行申报    ${status.selfDeclared}项办结，无人核验`,
            `self-declared  ${status.selfDeclared} done, verified by nobody`,
          ),
        ]
      : []),
    say(`联系不上    ${status.unreachable}`, `unreachable    ${status.unreachable}`),
    say(
      `消息        ${messages.queued}条待发；今日已发${messages.sent}，不明${messages.unknown}，被拒${messages.refused}，暂时失败${messages.failed}，发送中${messages.sending}`,
      `messages       ${messages.queued} queued; today ${messages.sent} sent, ${messages.unknown} unknown, ${messages.refused} refused, ${messages.failed} failed for now, ${messages.sending} on their way`,
    ),
    say(`待唤醒流程  ${status.nudges}个`, `nudges         ${status.nudges} waiting for the engine`),
    audit
      ? say(
          `查漏        ${wall(audit.at, zone)}，${audit.left === 0 ? "没有缺口" : `${audit.left}处缺口（\`duban audit\`）`}`,
          `audit          ${wall(audit.at, zone)}, ${audit.left === 0 ? "no gaps" : `${plural(audit.left, "gap")} (\`duban audit\`)`}`,
        )
      : say("查漏        尚未进行（`duban audit`）", "audit          not made yet (`duban audit`)"),
    ...(lawsToReadAgain.length > 0
      ? [
          say(
            `法定期限    ${lawsToReadAgain.length}项原文一年内未核对（出处见 \`duban duty list --pack statutory\`）`,
            `laws           ${lawsToReadAgain.length} whose own text was not read for a year (\`duban duty list --pack statutory\` says where they stand)`,
          ),
        ]
      : []),
  ];
}

const of = (counts: Readonly<Record<string, number>>, state: string): number => counts[state] ?? 0;

interface OverdueOptions {
  org?: string;
  days?: string;
  limit: string;
}

async function overdue(session: CliSession, options: OverdueOptions): Promise<CommandResult> {
  const { db, calendar } = session;
  const now = session.now();
  const limit = numberOf(options.limit, "--limit");
  const days = options.days === undefined ? 0 : numberOf(options.days, "--days", 5_000);
  const organizationId = options.org === undefined ? undefined : (await organizationOf(db, options.org)).id;
  // Sorted by due instant: the longest overdue comes first, whatever its zone. `dueBefore` excludes tasks that are late by fewer business days than
  // requested.
  const found = await taskLines(
    db,
    {
      ...(organizationId !== undefined && { organizationId }),
      ...(days > 0 && { dueBefore: latestDue(now, days, calendar) }),
      late: true,
    },
    now,
    limit + 1,
  );
  const lateBy = (line: TaskLine): number => businessDaysLate({ due: line.dueAt, zone: line.zone, calendar }, now);
  const lines = found.slice(0, limit).filter((line) => lateBy(line) >= days);
  const { doers } = await doersOf(db, lines, now);
  const policies = await policiesOf(db);
  const next = (line: TaskLine): string[] => rungsAt(line, policies, session);
  return {
    data: lines.map((line) => ({
      ...taskData(line, now),
      businessDaysLate: lateBy(line),
      doers: doers(line),
      lastTold: line.lastNoticeAt && { at: line.lastNoticeAt, steps: line.lastRungs },
      nextRung: line.nextAt && { at: line.nextAt, steps: next(line) },
    })),
    table: {
      head: ["late", "task", "organization", "duty", "what", "who", "last notified", "next"],
      rows: lines.map((line) => [
        lateness({ ...line, due: line.dueAt }, now, calendar),
        line.id,
        `${cell(line.organization, 14)} ${line.code}`,
        line.duty,
        // The duty first: what is cut is the step, which is alike in several.
        cell(line.subject || besideTitle(line), 30),
        cell(listed(doers(line)), 24),
        line.lastNoticeAt
          ? `${dateIn(line.lastNoticeAt, line.zone)} ${inWords(line.lastRungs)}`
          : say("尚未告知", "nobody yet"),
        line.nextAt ? `${wall(line.nextAt, line.zone)} ${inWords(next(line))}` : why(line),
      ]),
    },
    text: say(
      `逾期工作${lines.length}项${found.length > limit ? "；用--limit列出更多" : ""}。`,
      `${plural(lines.length, "task")} late${found.length > limit ? "; --limit shows more" : ""}.`,
    ),
  };
}

const besideTitle = (line: TaskLine): string =>
  [dutyBeside(line, currentLanguage()), localized(titleOf(dutyOf(line.duty), line.step, line.facts))]
    .filter((one) => one !== "")
    .join(" · ");
const inWords = (steps: readonly string[]): string => cell(listed(steps.map((step) => localized(rungWords(step)))), 36);
const why = (line: TaskLine): string =>
  line.poison ? say("系统搁置", "set aside") : line.paused ? say("已暂停", "paused") : say("无", "none");

/** An instant by which everything is due that is late by that many days; one day is added for zones, which the exact count removes again. */
function latestDue(now: Date, days: number, calendar: CliSession["calendar"]): Date {
  return instantAt(addBusinessDays(calendar, dateIn(now, "Pacific/Kiritimati"), 1 - days), "24:00", "Etc/GMT+12");
}

/** Names of the rungs that are sent at the task's next step. */
function rungsAt(line: TaskLine, policies: ReadonlyMap<string, Policy>, { calendar }: CliSession): string[] {
  const policy = policies.get(climbedPolicy(line));
  return line.nextAt && policy
    ? advance(line, policy, { zone: line.zone, calendar, holders: [] }, line.nextAt).rungNames
    : [];
}
