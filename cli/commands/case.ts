import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { cancelCase } from "../../client/cases/cases.ts";
import { dossierOf } from "../../client/dossier/dossier.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError } from "../../domain/errors.ts";
import { dutyBeside } from "../../domain/messages/task-title.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { caseStates, kinds } from "../../domain/terms.ts";
import { keyWords } from "../../domain/time/period-words.ts";
import { endedWords } from "../../domain/words/outcomes.ts";
import { word } from "../../domain/words.ts";
import { type CaseLine, caseLines } from "../../records/views/listings.ts";
import { dutyGiven, idOf, numberOf, oneOf, words } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { type CaseStart, startAny } from "../views/case-start.ts";
import { showCase } from "../views/case-story.ts";
import { cell, wall } from "../views/format.ts";

export interface ListOptions {
  org?: string;
  duty?: string;
  kind?: string;
  state: string;
  late: boolean;
  limit: string;
}

/** States by which a list of cases can be filtered. */
export const listStates = [...caseStates, "all"] as const;

/** `duban case …` */
export function caseCommands(group: Command, run: Run): void {
  startCommand(group, run);
  listCommand(group, run);
  showCommand(group, run);
  dossierCommand(group, run);
  cancelCommand(group, run);
}

function startCommand(group: Command, run: Run): void {
  group
    .command("start")
    .description(
      say(
        "因为发生了某事而开始办理任何一项职责：收到政策、发现隐患、收到意见",
        "start a case of any duty because something happened: a policy came, a hazard was seen, an opinion was raised",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption(
      "--duty <number>",
      say("职责序号，见 `duban duty list`", "number of the duty, as `duban duty list` shows it"),
    )
    .option("--about <text>", say("一句话说明发生了什么", "what happened, in one line"))
    .option(
      "--due <date>",
      say(
        "YYYY-MM-DD（当地18:00）或YYYY-MM-DDTHH:MM；不写则按该职责的督办规则",
        "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM; otherwise the term of the duty's policy",
      ),
    )
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((options: CaseStart, command: Command) => run(command, (session) => startAny(session, options)));
}

function listCommand(group: Command, run: Run): void {
  group
    .command("list")
    .description(say("事项，最新的在前", "cases, the newest first"))
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--duty <number>", say("只列一项职责的", "of one duty"))
    .option("--kind <kind>", say(`只列一类的：${kinds.join("、")}`, `of one kind: ${kinds.join(", ")}`))
    .option("--state <state>", say(`状态：${listStates.join("、")}`, listStates.join(", ")), "open")
    .option("--late", say("只列有逾期工作的", "only those with a late task"), false)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: ListOptions, command: Command) => run(command, (session) => listCases(session, options)));
}

function showCommand(group: Command, run: Run): void {
  group
    .command("show")
    .description(
      say(
        "一件事项的全过程：办什么、为什么、谁办、何时截止、发生过什么",
        "the story of a case: what, why, who, by when, and everything that has happened",
      ),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the case, or its beginning"))
    .action((given: string, _options: unknown, command: Command) =>
      run(command, (session) => showCase(session, given)),
    );
}

function dossierCommand(group: Command, run: Run): void {
  group
    .command("dossier")
    .description(
      say(
        "把一件事项的卷宗写入ZIP文件：材料、记录、消息去向、校验值，以及可以打印的页面",
        "write the dossier of a case to a ZIP file: evidence, log, what became of messages, hashes, and a page to print",
      ),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the case, or its beginning"))
    .requiredOption("--out <file>", say("写入哪个文件", "the file to write"))
    .action((given: string, { out }: { out: string }, command: Command) =>
      run(command, (session) => writeDossier(session, given, out)),
    );
}

function cancelCommand(group: Command, run: Run): void {
  group
    .command("cancel")
    .description(
      say(
        "取消一件事项：未办的工作随之取消，并告知办理人",
        "cancel a case: its open tasks are cancelled, and their holders notified",
      ),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the case, or its beginning"))
    .requiredOption("--reason <text>", say("理由", "why"), words)
    .action((given: string, { reason }: { reason: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { changed } = await cancelCase(session, { caseId, actor: "administrator", reason });
        return {
          data: { case: caseId, state: "cancelled", changed },
          text: changed
            ? say(`事项${caseId}已取消。`, `Case ${caseId} is given up.`)
            : say(`事项${caseId}此前已取消。`, `Case ${caseId} was given up already.`),
        };
      }),
    );
}

/** Written to a temporary file, which is renamed when it is complete. */
async function writeDossier(session: CliSession, given: string, out: string): Promise<CommandResult> {
  const caseId = await idOf(session.db, "case", given);
  const dossier = await dossierOf(session, caseId, currentLanguage());
  const part = `${out}.part`;
  try {
    await pipeline(dossier.stream, createWriteStream(part));
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new BadInputError(cause("file-unwritable", { option: "--out", file: printable(out), code: code ?? "" }));
  }
  const { files, events } = dossier;
  const { size: bytes } = await stat(out);
  const seal = dossier.seal();
  return {
    data: { case: caseId, file: out, bytes, files, events, seal },
    text: say(
      `已写入${printable(out)}：${files}个文件，${events}行记录。\n清单校验值（请另行记下，核对时用--seal给出）：${seal}`,
      `Written: ${printable(out)}, ${files} files, ${events} lines of the log.\nChecksum of the manifest (note it elsewhere; \`duban verify --seal\` compares it): ${seal}`,
    ),
  };
}

/** List of cases, for `duban case list` and the nouns of kinds. */
export async function listCases(session: CliSession, options: ListOptions): Promise<CommandResult> {
  const { db } = session;
  const { org, duty, kind, late } = options;
  const limit = numberOf(options.limit, "--limit");
  const filter = {
    ...(kind !== undefined && { kind: oneOf(kind.toUpperCase(), "--kind", kinds) }),
    ...(duty !== undefined && { duty: dutyGiven(duty) }),
    ...(org !== undefined && { organizationId: (await organizationOf(db, org)).id }),
    state: oneOf(options.state, "--state", listStates),
    late,
  };
  const found = await caseLines(db, filter, session.now(), limit + 1);
  const lines = found.slice(0, limit);
  // Of one organization no row repeats it.
  const of = org === undefined ? (["organization"] as const) : [];
  return {
    data: lines.map((line) => ({
      case: line.id,
      organization: line.code,
      organizationName: line.organization,
      duty: line.duty,
      kind: line.kind,
      key: line.key,
      subject: line.subject,
      severity: line.severity,
      state: line.state,
      outcome: line.outcome,
      openedAt: line.openedAt,
      settledAt: line.settledAt,
      waitsFor: line.steps,
      dueAt: line.dueAt,
      late: line.late,
    })),
    table: {
      head: ["case", ...of, "duty", "about", "state", "waits for", "due", "late"],
      rows: lines.map((line) => [
        line.id,
        ...of.map(() => `${cell(line.organization, 16)} ${line.code}`),
        `${line.duty} ${word("kind", line.kind, currentLanguage())}`,
        cell(
          `${line.severity ? `${word("severity", line.severity, currentLanguage())}${say("：", ": ")}` : ""}${line.subject || localized(keyWords(line.key))}`,
          40,
        ),
        endedWords({ ...line, outcome: line.state === "open" ? null : line.outcome }, currentLanguage()),
        cell(stepsWords(line), 40),
        line.askedDue ? wall(line.askedDue, line.zone) : "",
        line.late ? say("逾期", "late") : "",
      ]),
    },
    ...(found.length > limit && {
      text: say(`不止${limit}件；用--limit列出更多。`, `More than ${limit}; --limit shows more.`),
    }),
  };
}

/** Steps for which a case waits; before them its duty, where neither a subject nor the steps tell it from others. */
function stepsWords({ duty, subject, steps }: CaseLine): string {
  const beside = subject
    ? ""
    : (steps.map((step) => dutyBeside({ duty, step }, currentLanguage())).find(Boolean) ?? "");
  const titles = new Set(steps.map((step) => localized(titleOf(dutyOf(duty), step))));
  return `${beside ? `${beside} · ` : ""}${[...titles].join(say("、", ", "))}`;
}
