import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { issueCircular, moveMeeting, withdrawCircular } from "../../../client/cases/circulars.ts";
import { BadInputError, NotFoundError } from "../../../domain/errors.ts";
import type { SubmittedFile } from "../../../domain/forms/submission.ts";
import {
  type Circular,
  type CircularEvent,
  type CircularSource,
  circularEvents,
  circularSources,
  sourceWords,
  urgencyWords,
} from "../../../domain/procedures/circular.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { printable } from "../../../domain/roster/cell.ts";
import { organizationTypes } from "../../../domain/terms.ts";
import { cityZone as zone } from "../../../domain/time/zones.ts";
import { word } from "../../../domain/words.ts";
import { circularFile } from "../../../records/files.ts";
import { circularLines, circularsNamed } from "../../../records/views/circular-coverage.ts";
import { actorOf, collect, idOf, numberOf, oneOf, words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { currentLanguage, listed, localized, say } from "../../language.ts";
import { coverage, coverageOptions } from "../../views/circular-coverage.ts";
import { textOf } from "../../views/file.ts";
import { cell, plural, safe, wall } from "../../views/format.ts";

interface IssueOptions {
  source: string;
  text?: string;
  textFile?: string;
  file?: string;
  urgent?: true;
  type?: readonly string[];
  district?: readonly string[];
  org?: readonly string[];
  key?: string;
  as?: string;
}

/** `duban circular …` */
export function circularCommands(circular: Command, run: Run): void {
  issueOptions(
    circular
      .command("issue")
      .description(
        say(
          "下发政策或号召；相关机构都会被要求办理",
          "issue a policy or a call; each organization that it concerns gets a task",
        ),
      ),
  )
    .option("--event <event>", say(circularEvents.join("或"), circularEvents.join(" or ")), "policy-issued")
    .action((title: string, options: IssueOptions & { event: string }, command: Command) =>
      run(command, (session) => issue(session, title, oneOf(options.event, "--event", circularEvents), options)),
    );

  circular
    .command("list")
    .description(say("已下发的文件，最新的在前", "what was issued, the newest first"))
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action(({ limit }: { limit: string }, command: Command) => run(command, (session) => list(session, limit)));

  circular
    .command("show")
    .description(say("一份文件：正文、附件、发给谁", "a circular: its text, its file, its organizations"))
    .argument("<circular>", say("文件编号，或其标识", "its id, or its key"))
    .action((given: string, _options: unknown, command: Command) => run(command, (session) => show(session, given)));

  coverageOptions(circular.command("coverage")).action((given: string, options, command: Command) =>
    run(command, async (session) => coverage(session, await circularOf(session, given), options)),
  );

  circular
    .command("withdraw")
    .description(
      say(
        "撤回政策或号召：未办的随之终止并告知；已发现的问题仍须整改",
        "withdraw a policy or a call: its open tasks are cancelled and their holders notified; findings remain to be rectified",
      ),
    )
    .argument("<circular>", say("文件编号，或其标识", "its id, or its key"))
    .requiredOption(
      "--reason <text>",
      say("理由，会告知每一位被要求办理的人", "the reason, which is sent to everyone who was asked"),
      words,
    )
    .option(
      "--as <person>",
      say(
        "由谁撤回：除管理员外，只有发文者可以",
        "who withdraws it: only who issued it, unless it is the administrator",
      ),
    )
    .action((given: string, options: { reason: string; as?: string }, command: Command) =>
      run(command, (session) => withdraw(session, given, options)),
    );

  circular
    .command("move")
    .description(
      say(
        "研究政策的会议改期；会议记录的截止时间随之改变",
        "the meeting that deals with a policy is held on another day; by when its minutes are due moves with it",
      ),
    )
    .argument(
      "<case>",
      say("某机构办理该政策的事项编号，或其开头几位", "id of an organization's case of the policy, or its beginning"),
    )
    .requiredOption("--to <date>", say("日期，格式为YYYY-MM-DD", "YYYY-MM-DD"))
    .option("--reason <words>", say("理由", "why"))
    .action((given: string, { to, reason }: { to: string; reason?: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const moved = { caseId, to, actor: "administrator" as const, ...(reason !== undefined && { reason }) };
        const { changed } = await moveMeeting(session, moved);
        return {
          data: { case: caseId, to, changed },
          text: changed
            ? say(`会议改到${to}。`, `The meeting is moved to ${to}.`)
            : say(`会议本来就在${to}。`, `It was on ${to} already.`),
        };
      }),
    );
}

/** Aliases of 0.2 under the noun `policy`. They still work; the help does not list them, because `policy` there is an escalation policy. */
export function policyCircularCommands(policy: Command, run: Run): void {
  issueOptions(
    policy.command("issue", { hidden: true }).description(say("同 `circular issue`", "the same as `circular issue`")),
  ).action((title: string, options: IssueOptions, command: Command) =>
    run(command, (session) => issue(session, title, "policy-issued", options)),
  );
  coverageOptions(policy.command("coverage", { hidden: true })).action((given: string, options, command: Command) =>
    run(command, async (session) => coverage(session, await circularOf(session, given), options)),
  );
}

/** Options shared by every command that issues a circular. */
export const issueOptions = (command: Command): Command =>
  command
    .argument("<title>", say("标题，凡提到处都用它", "its title, as it will be named everywhere"), words)
    .requiredOption(
      "--source <source>",
      say(
        `由谁下发：${circularSources.join("、")}`,
        `who issues it: ${circularSources.join(", ")} (authority: 业务主管单位)`,
      ),
    )
    .option("--text <text>", say("内容", "what it says"))
    .option("--text-file <file>", say("正文，取自UTF-8文件", "what it says, from a file in UTF-8"))
    .option(
      "--file <file>",
      say("文件本身，被要求办理的人都可以下载", "the document itself, for download by everyone with a task"),
    )
    .option("--urgent", say("加急：凡提到处均标明", "marked urgent wherever it is named"))
    .option(
      "--type <type>",
      say(
        `只限此类机构（可重复给出）：${organizationTypes.join("、")}`,
        `only organizations of this type (may be given several times): ${organizationTypes.join(", ")}`,
      ),
      collect,
    )
    .option(
      "--district <district>",
      say("只限此区的机构（可重复给出）", "only organizations of this district (may be given several times)"),
      collect,
    )
    .option(
      "--org <code>",
      say("只限此机构（可重复给出）", "only this organization (may be given several times)"),
      collect,
    )
    .option(
      "--key <key>",
      say(
        "自定的标识，例如文号：同一标识只办一次",
        "idempotency key, such as its document number: with the same key it is issued once",
      ),
    )
    .option(
      "--as <person>",
      say(
        "由谁下发：人员的编号、电子邮箱或手机号码",
        "who issues it: id, e-mail address or telephone number of a person",
      ),
    );

/** Resolves a circular. @throws {NotFoundError} no match · {BadInputError} several matches */
export async function circularOf({ db }: Pick<CliSession, "db">, given: string): Promise<Circular> {
  const [found, another] = await circularsNamed(db, given);
  if (!found) throw new NotFoundError(cause("no-circular", { value: printable(given) }));
  if (another) throw new BadInputError(cause("means-several", { what: "circular", value: printable(given), ids: [] }));
  return found;
}

export async function issue(
  session: CliSession,
  title: string,
  event: CircularEvent,
  options: IssueOptions,
): Promise<CommandResult> {
  const { text, textFile, file, urgent, type = [], district = [], org = [], key, as } = options;
  if (text !== undefined && textFile !== undefined)
    throw new BadInputError(cause("beside", { option: "--text-file", other: "--text" }));
  const said = textFile === undefined ? text : await textOf(textFile, "text");
  const source: CircularSource = oneOf(options.source, "--source", circularSources);
  const issued = await issueCircular(session, {
    event,
    source,
    title,
    types: type.map((one) => oneOf(one, "--type", organizationTypes)),
    districts: district,
    organizations: org,
    actor: await actorOf(session.db, as),
    ...(said !== undefined && { text: said }),
    ...(file !== undefined && { file: await documentOf(file) }),
    ...(urgent && { urgency: "urgent" as const }),
    ...(key !== undefined && { key }),
  });
  const many = say(`${issued.organizations}家机构`, plural(issued.organizations, "organization"));
  return {
    data: { circular: issued.id, created: issued.created, organizations: issued.organizations, event },
    text: issued.created
      ? say(
          `已下发，编号${issued.id}：涉及${many}。查看进展：duban circular coverage ${issued.id}`,
          `Issued as ${issued.id}: it concerns ${many}. How far it has come: duban circular coverage ${issued.id}`,
        )
      : say(`此前已下发：${issued.id}；涉及${many}。`, `It was issued already: ${issued.id}; it concerns ${many}.`),
  };
}

async function withdraw(
  session: CliSession,
  given: string,
  { reason, as }: { reason: string; as?: string },
): Promise<CommandResult> {
  const { id } = await circularOf(session, given);
  const { changed, organizations, goesOn } = await withdrawCircular(session, {
    id,
    reason,
    actor: await actorOf(session.db, as),
  });
  return {
    data: { circular: id, changed, organizations, goesOn },
    text: changed
      ? say(
          `已撤回：${organizations}家机构未办的随之终止。${goingOn(goesOn)}`,
          `Withdrawn: what is open of it in ${organizations} ${organizations === 1 ? "organization" : "organizations"} ends.${goingOn(goesOn)}`,
        )
      : say("此前已撤回。", "It was withdrawn already."),
  };
}

const goingOn = (cases: number): string =>
  cases === 0
    ? ""
    : say(
        `由此而来的${cases}件事项继续办理：发现的问题仍须整改，批准的文本仍须阅读。`,
        ` ${cases === 1 ? "1 case that came out of it goes" : `${cases} cases that came out of it go`} on: what was found stays to be mended, what was approved to be read.`,
      );

async function list({ db }: CliSession, limit: string): Promise<CommandResult> {
  const lines = await circularLines(db, null, numberOf(limit, "--limit"));
  return {
    data: lines,
    table: {
      head: ["circular", "issued", "event", "source", "title", "organizations"],
      rows: lines.map(({ id, issuedAt, event, source, title, urgency, organizations, withdrawnAt }) => [
        id,
        wall(issuedAt, zone),
        event,
        source,
        `${urgency === "urgent" ? say(`【${urgencyWords.urgent.zh}】`, "! ") : ""}${cell(title)}${withdrawnAt ? say("（已撤回）", " (withdrawn)") : ""}`,
        String(organizations),
      ]),
    },
  };
}

async function show(session: CliSession, given: string): Promise<CommandResult> {
  const found = await circularOf(session, given);
  const file = await circularFile(session.db, found.id);
  const {
    id,
    title,
    text,
    event,
    source,
    urgency,
    issuedAt,
    key,
    types,
    districts,
    organizationIds,
    withdrawnAt,
    withdrawnBecause,
  } = found;
  const whom =
    organizationIds.length > 0
      ? say(`指定的${organizationIds.length}家机构`, `${organizationIds.length} organizations by name`)
      : [
          listed(types) || say("全部类型", "all types"),
          listed(districts.map(safe)) || say("各区", "all districts"),
        ].join(say("；", "; "));
  return {
    data: { ...found, file: file && { name: file.name, size: file.size } },
    text: [
      `${safe(title)}${urgency === "urgent" ? say(`（${urgencyWords.urgent.zh}）`, ` (${urgencyWords.urgent.en})`) : ""}`,
      say(
        `${word("trigger", event, currentLanguage())}，${wall(issuedAt, zone)}由${localized(sourceWords[source])}下发；标识${safe(key)}，编号${id}`,
        `${event}, issued ${wall(issuedAt, zone)} by the ${localized(sourceWords[source])}; key ${safe(key)}, id ${id}`,
      ),
      say(`涉及：${whom}`, `Concerns: ${whom}`),
      ...(withdrawnAt
        ? [
            say(
              `已于${wall(withdrawnAt, zone)}撤回：${safe(withdrawnBecause)}`,
              `Withdrawn ${wall(withdrawnAt, zone)}: ${safe(withdrawnBecause)}`,
            ),
          ]
        : []),
      ...(file
        ? [say(`附件：${safe(file.name)}，${file.size}字节`, `File: ${safe(file.name)}, ${file.size} bytes`)]
        : []),
      ...(text ? ["", ...text.split("\n").map(safe)] : []),
    ].join("\n"),
  };
}

/** Reads the document of a circular. @throws {BadInputError} it cannot be read */
export async function documentOf(path: string): Promise<SubmittedFile> {
  try {
    return { name: basename(path).slice(0, 200), mime: "application/octet-stream", bytes: await readFile(path) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInputError(
      cause("file-unreadable", { option: "--file", file: printable(path), code: code ?? "", kind: "file" }),
    );
  }
}
