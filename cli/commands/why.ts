import type { Command } from "commander";
import { explain } from "../../client/tasks/explain.ts";
import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import { originText, placeText } from "../../domain/catalogue/figures.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { prefixedNameOf, rungNameOf } from "../../domain/escalation/rung-id.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { dutyBeside } from "../../domain/messages/task-title.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { word } from "../../domain/words.ts";
import { findCase } from "../../records/cases/cases.ts";
import { hashOfCode } from "../../records/messages/links.ts";
import { type NoticeLine, noticesOfMessage } from "../../records/views/listings.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, listed, localized, say } from "../language.ts";
import { heading, safe, wall } from "../views/format.ts";
import { fate, noticeData, noticeText } from "../views/notices.ts";
import { whyCase } from "../views/why-case.ts";

/** Maximum number of items of a message: a digest has one for each task of a person. */
const most = 100;

/** `duban why`: why a message was sent to this person on this day; for a case, why it was started and what counts for it. */
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
  for (const line of lines) told.push(await explained(session, line));
  return { data: told.map((one) => one.data), text: told.map((one) => one.text).join("\n\n") };
}

/** The reference in an address, or in `<reference@host>`. */
function nameIn(message: string): string {
  const path = message
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
  const last = path.slice(path.lastIndexOf("/") + 1).replace(/^<|>$/g, "");
  return last.includes("@") ? last.slice(0, last.indexOf("@")) : last;
}

async function explained(
  session: CliSession,
  line: NoticeLine,
): Promise<{ data: Record<string, unknown>; text: string }> {
  const { db, calendar } = session;
  const why = await explain(db, line, { calendar, now: session.now(), language: currentLanguage() });
  const { context: taskContext, figure, came, before } = why;
  const { task, duty } = taskContext;
  const { zone } = taskContext.organization;
  const { policy, due, opened, rung, shifts, words } = why.reasons;
  const inWords = rungWords(prefixedNameOf(line.step));
  const roles = listed(line.roles.map((role) => word("role", role, currentLanguage())));
  const data = {
    ...noticeData(line),
    task: task.id,
    case: task.caseId,
    organization: { code: taskContext.organization.code, name: taskContext.organization.name, zone },
    duty: { number: duty.number, clause: duty.clause, quote: duty.quote, title: duty.title },
    title: titleOf(duty, task.step, task.facts),
    subject: taskContext.case.subject,
    rule: { policy, rung: rungNameOf(line.step), words: inWords, at: rung?.at ?? null, openedAt: opened, dueAt: due },
    reason: line.details.reason ?? null,
    vacant: line.details.vacant ?? null,
    belated: line.details.belated ?? false,
    shifts,
    source: why.text,
    figure,
    came,
    before: before.map(noticeData),
  };
  const title = localized(titleOf(duty, task.step, task.facts));
  const about = taskContext.case.subject || dutyBeside(task, currentLanguage());
  const text = [
    heading(
      say(
        `${word("channel", line.channel, currentLanguage())}${word("shape", line.shape, currentLanguage())}，收件人${safe(line.person)}`,
        `${word("shape", line.shape, currentLanguage())} by ${word("channel", line.channel, currentLanguage())} to ${safe(line.person)}`,
      ),
    ),
    say(
      `内容     ${safe(title)}${about ? `：${safe(about)}` : ""}（工作${task.id}）`,
      `What     ${safe(title)}${about ? `: ${safe(about)}` : ""} (task ${task.id})`,
    ),
    say(
      `条款     ${citationOf(duty).zh}（第${duty.number}项）：“${quoteOf(duty)}”`,
      `Clause   ${citationOf(duty).en} (duty ${duty.number}): “${quoteOf(duty)}”`,
    ),
    say(`出处     ${placeText(why.text).zh}`, `Source   ${placeText(why.text).en}`),
    ...(figure
      ? [
          say(
            `数字     ${figure.what.zh}${figure.value.zh}；${originText(figure).zh}`,
            `Figure   ${figure.what.en}: ${figure.value.en}; ${originText(figure).en}`,
          ),
        ]
      : []),
    say(
      `规则     ${word("policy", policy, "zh-CN")}：${localized(inWords)}${rung ? `，${wall(rung.at, zone)}` : ""}`,
      `Rule     policy ${policy}: ${localized(inWords)}${rung ? `, ${wall(rung.at, zone)}` : ""}`,
    ),
    say(
      `收件人   ${safe(line.person)}，${safe(taskContext.organization.name)}（${taskContext.organization.code}）${roles || "没有职务"}`,
      `Person   ${safe(line.person)}, ${roles || "no role"} of ${safe(taskContext.organization.name)} (${taskContext.organization.code}), as ${line.part}`,
    ),
    ...came.map((one, index) => `${index === 0 ? say("缘由     ", "Came by  ") : "         "}${safe(one)}`),
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
    ...noticesBefore(before, zone),
  ];
  return { data, text: text.join("\n") };
}

/** Maximum number of messages listed; older ones are counted. */
const mostNamed = 12;

function noticesBefore(before: readonly NoticeLine[], zone: string): string[] {
  const label = say("此前     ", "Before   ");
  if (before.length === 0) return [`${label}${say("此前未发送过消息", "nothing was sent of it before")}`];
  const older = before.length - mostNamed;
  return [
    ...(older > 0 ? [say(`更早的${older}条从略`, `${older} older not shown`)] : []),
    ...before.slice(-mostNamed).map((one) => noticeText(one, zone)),
  ].map((one, index) => `${index === 0 ? label : "         "}${one}`);
}
