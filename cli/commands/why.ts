import type { Command } from "commander";
import { loadTaskContext } from "../../client/tasks/task-context.ts";
import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { rungNameOf } from "../../domain/escalation/rung-id.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { word } from "../../domain/words.ts";
import { findCase } from "../../records/cases/cases.ts";
import { eventsOf } from "../../records/cases/events.ts";
import { hashOfCode } from "../../records/messages/links.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { type NoticeLine, noticesOfMessage } from "../../records/views/listings.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, listed, localized, say } from "../language.ts";
import { heading, safe, wall } from "../views/format.ts";
import { fate, noticeData } from "../views/notices.ts";
import { reasons } from "../views/reasons.ts";
import { whyCase } from "../views/why-case.ts";

/** A digest has as many items as a person has tasks. */
const most = 100;

/** `duban why`: why a message was sent, to this person, on this day; of a case, why it came up and what counts for it. */
export function whyCommands(command: Command, run: Run): void {
  command
    .argument(
      "<message>",
      say(
        "发送编号或其标识、通知编号、消息中链接的代码（或整个链接），或事项编号",
        "id or reference of a delivery, id of a notice, the code (or address) of a link in a message, or the id of a case",
      ),
    )
    .action((message: string, _options: unknown, called: Command) => run(called, (session) => why(session, message)));
}

async function why(session: CliSession, message: string): Promise<CommandResult> {
  const { db } = session;
  const named = nameIn(message);
  const lines = named === "" ? [] : await noticesOfMessage(db, named, hashOfCode(named), most);
  const found = lines.length === 0 ? await findCase(db, named) : null;
  if (found) return whyCase(session, found);
  if (lines.length === 0) throw new NotFoundError(cause("no-message", { value: printable(message) }));
  const told: { data: Record<string, unknown>; text: string }[] = [];
  for (const line of lines) told.push(await explain(session, line));
  return { data: told.map((one) => one.data), text: told.map((one) => one.text).join("\n\n") };
}

/** The last part of an address, or of `<reference@host>`. */
function nameIn(message: string): string {
  const path = message
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
  const last = path.slice(path.lastIndexOf("/") + 1).replace(/^<|>$/g, "");
  return last.includes("@") ? last.slice(0, last.indexOf("@")) : last;
}

async function explain(
  session: CliSession,
  line: NoticeLine,
): Promise<{ data: Record<string, unknown>; text: string }> {
  const { db, calendar } = session;
  const task = await findTask(db, line.taskId);
  if (!task) throw new NotFoundError(cause("no-task", { value: line.taskId }));
  const taskContext = await loadTaskContext(db, task, calendar, session.now());
  const { zone } = taskContext.organization;
  const duty = dutyOf(task.duty);
  const events = (await eventsOf(db, line.caseId)).filter((event) => event.taskId === task.id);
  const { policy, due, opened, rung, shifts, words } = reasons(taskContext, line, events);
  const name = rungNameOf(line.step);
  const inWords = rungWords(name);
  const roles = listed(line.roles.map((role) => word("role", role, currentLanguage())));
  const data = {
    ...noticeData(line),
    task: task.id,
    case: task.caseId,
    organization: { code: taskContext.organization.code, name: taskContext.organization.name, zone },
    duty: { number: duty.number, clause: duty.clause, quote: duty.quote, title: duty.title },
    title: titleOf(duty, task.step, task.facts),
    subject: taskContext.case.subject,
    rule: { policy, rung: name, words: inWords, at: rung?.at ?? null, openedAt: opened, dueAt: due },
    reason: line.details.reason ?? null,
    vacant: line.details.vacant ?? null,
    belated: line.details.belated ?? false,
    shifts,
  };
  const text = [
    heading(
      say(
        `${word("channel", line.channel, currentLanguage())}${word("shape", line.shape, currentLanguage())}，收件人${safe(line.person)}`,
        `${word("shape", line.shape, currentLanguage())} by ${word("channel", line.channel, currentLanguage())} to ${safe(line.person)}`,
      ),
    ),
    say(
      `内容     ${safe(localized(titleOf(duty, task.step, task.facts)))}${taskContext.case.subject ? `：${safe(taskContext.case.subject)}` : ""}（工作${task.id}）`,
      `What     ${safe(localized(titleOf(duty, task.step, task.facts)))}${taskContext.case.subject ? `: ${safe(taskContext.case.subject)}` : ""} (task ${task.id})`,
    ),
    say(
      `条款     ${citationOf(duty).zh}（第${duty.number}项）：“${quoteOf(duty)}”`,
      `Clause   ${citationOf(duty).en} (duty ${duty.number}): “${quoteOf(duty)}”`,
    ),
    say(
      `规则     ${word("policy", policy, "zh-CN")}：${localized(inWords)}${rung ? `，${wall(rung.at, zone)}` : ""}`,
      `Rule     policy ${policy}: ${localized(inWords)}${rung ? `, ${wall(rung.at, zone)}` : ""}`,
    ),
    say(
      `收件人   ${safe(line.person)}，${safe(taskContext.organization.name)}（${taskContext.organization.code}）${roles || "没有职务"}`,
      `Person   ${safe(line.person)}, ${roles || "no role"} of ${safe(taskContext.organization.name)} (${taskContext.organization.code}), as ${line.part}`,
    ),
    ...(line.details.vacant
      ? [
          say(
            `         “${word("role", line.details.vacant, currentLanguage())}”无人担任，因此上报`,
            `         nobody is ${word("role", line.details.vacant, currentLanguage())}, so it went up`,
          ),
        ]
      : []),
    ...(line.details.reason
      ? [say(`说明     “${safe(line.details.reason)}”`, `Word     “${safe(line.details.reason)}”`)]
      : []),
    ...(line.details.belated
      ? [say("补发     本应更早发出（中断或暂停）", "Belated  it should have gone out earlier (an outage or a pause)")]
      : []),
    ...words.map((one, index) => `${index === 0 ? say("日期     ", "Day      ") : "         "}${one}`),
    say(
      `结果     ${fate(line, zone)}${line.carriedAt ? `，${wall(line.carriedAt, zone)}` : ""}；通知${line.id}${line.deliveryId ? `，发送${line.deliveryId}，${line.attempts === 1 ? "首次尝试" : `第${line.attempts}次尝试`}` : ""}`,
      `Message  ${fate(line, zone)}${line.carriedAt ? `, ${wall(line.carriedAt, zone)}` : ""}; notice ${line.id}${line.deliveryId ? `, delivery ${line.deliveryId}, ${line.attempts === 1 ? "first attempt" : `attempt ${line.attempts}`}` : ""}`,
    ),
  ];
  return { data, text: text.join("\n") };
}
