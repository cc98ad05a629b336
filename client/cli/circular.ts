import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { printable } from "../../domain/cell.ts";
import {
  type Circular,
  type CircularEvent,
  type CircularSource,
  circularEvents,
  circularSources,
  sourceWords,
} from "../../domain/circular.ts";
import type { SubmittedFile } from "../../domain/submission.ts";
import { organizationTypes } from "../../domain/terms.ts";
import { circularLines, circularsNamed } from "../../records/circular-coverage.ts";
import { circularFile } from "../../records/files.ts";
import { issueCircular, moveMeeting, withdrawCircular } from "../acts/circulars.ts";
import { BadInput, NotFound } from "../acts/context.ts";
import type { Answer, Run } from "./answer.ts";
import { coverage, coverageOptions } from "./circular-coverage.ts";
import type { CliSession } from "./deps.ts";
import { textOf } from "./file.ts";
import { actorOf, collect, idOf, numberOf, oneOf, words } from "./given.ts";
import { cell, safe, wall } from "./shown.ts";

/** Instants of what concerns many organizations are shown in the zone of the guideline's city. */
const zone = "Asia/Shanghai";

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
export function circularCommands(program: Command, run: Run): void {
  const circular = program
    .command("circular")
    .description("what an authority issues to many organizations: policies and calls, and how far they have come");

  issueOptions(circular.command("issue").description("issue a policy or a call; everyone whom it concerns is asked"))
    .option("--event <event>", circularEvents.join(" or "), "policy-issued")
    .action((title: string, options: IssueOptions & { event: string }, command: Command) =>
      run(command, (session) => issue(session, title, oneOf(options.event, "--event", circularEvents), options)),
    );

  circular
    .command("list")
    .description("what was issued, the newest first")
    .option("--limit <number>", "at most so many", "50")
    .action(({ limit }: { limit: string }, command: Command) => run(command, (session) => list(session, limit)));

  circular
    .command("show")
    .description("a circular: its text, its file, whom it concerns")
    .argument("<circular>", "its id, or its key")
    .action((given: string, _options: unknown, command: Command) => run(command, (session) => show(session, given)));

  coverageOptions(circular.command("coverage")).action((given: string, options, command: Command) =>
    run(command, async (session) => coverage(session, await circularOf(session, given), options)),
  );

  circular
    .command("withdraw")
    .description(
      "withdraw a policy or a call: what is open of it ends, with a word to whoever was asked; what was found stays to be mended",
    )
    .argument("<circular>", "its id, or its key")
    .requiredOption("--reason <text>", "why, as everyone who was asked is told", words)
    .option("--as <person>", "who withdraws it: only who issued it, unless it is the administrator")
    .action((given: string, options: { reason: string; as?: string }, command: Command) =>
      run(command, (session) => withdraw(session, given, options)),
    );

  circular
    .command("move")
    .description(
      "the meeting that deals with a policy is held on another day; by when its minutes are due moves with it",
    )
    .argument("<case>", "id of an organization's case of the policy, or its beginning")
    .requiredOption("--to <date>", "YYYY-MM-DD")
    .option("--reason <words>", "why")
    .action((given: string, { to, reason }: { to: string; reason?: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const moved = { caseId, to, actor: "administrator" as const, ...(reason !== undefined && { reason }) };
        const { changed } = await moveMeeting(session, moved);
        return {
          data: { case: caseId, to, changed },
          text: changed ? `The meeting is moved to ${to}.` : `It was on ${to} already.`,
        };
      }),
    );
}

/** Policies that are issued, under the noun `policy`; its other commands are about escalation policies. */
export function policyIssueCommands(policy: Command, run: Run): void {
  issueOptions(
    policy
      .command("issue")
      .description(
        "issue a policy of an authority to organizations (the same as `circular issue`; no escalation policy)",
      ),
  ).action((title: string, options: IssueOptions, command: Command) =>
    run(command, (session) => issue(session, title, "policy-issued", options)),
  );
  coverageOptions(policy.command("coverage")).action((given: string, options, command: Command) =>
    run(command, async (session) => coverage(session, await circularOf(session, given), options)),
  );
}

/** What every way of issuing takes. */
export const issueOptions = (command: Command): Command =>
  command
    .argument("<title>", "its title, as it will be named everywhere", words)
    .requiredOption("--source <source>", `who issues it: ${circularSources.join(", ")} (authority: 业务主管单位)`)
    .option("--text <text>", "what it says")
    .option("--text-file <file>", "what it says, from a file in UTF-8")
    .option("--file <file>", "the document itself, which everyone who is asked may download")
    .option("--urgent", "marked urgent wherever it is named")
    .option(
      "--type <type>",
      `only organizations of this type (may be given several times): ${organizationTypes.join(", ")}`,
      collect,
    )
    .option("--district <district>", "only organizations of this district (may be given several times)", collect)
    .option("--org <code>", "only this organization (may be given several times)", collect)
    .option("--key <key>", "a key of your own, such as its document number: twice is once")
    .option("--as <person>", "who issues it: id, e-mail address or telephone number of a person");

/** @throws {NotFound} none · {BadInput} several */
export async function circularOf({ db }: Pick<CliSession, "db">, given: string): Promise<Circular> {
  const [found, another] = await circularsNamed(db, given);
  if (!found)
    throw new NotFound(
      "circular",
      printable(given),
      "its id (or at least 6 characters of it) or its key, as `duban circular list` shows",
    );
  if (another) throw new BadInput(`circular: "${printable(given)}" means several; expected more of its id`);
  return found;
}

export async function issue(
  session: CliSession,
  title: string,
  event: CircularEvent,
  options: IssueOptions,
): Promise<Answer> {
  const { text, textFile, file, urgent, type = [], district = [], org = [], key, as } = options;
  if (text !== undefined && textFile !== undefined)
    throw new BadInput("--text-file: given beside --text; expected one of them");
  const said = textFile === undefined ? text : await textOf(textFile, "a text file");
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
  const many = `${issued.organizations} ${issued.organizations === 1 ? "organization" : "organizations"}`;
  return {
    data: { circular: issued.id, created: issued.created, organizations: issued.organizations, event },
    text: issued.created
      ? `Issued as ${issued.id}: it concerns ${many}. How far it has come: duban circular coverage ${issued.id}`
      : `It was issued already: ${issued.id}; it concerns ${many}.`,
  };
}

async function withdraw(
  session: CliSession,
  given: string,
  { reason, as }: { reason: string; as?: string },
): Promise<Answer> {
  const { id } = await circularOf(session, given);
  const { changed, organizations, goesOn } = await withdrawCircular(session, {
    id,
    reason,
    actor: await actorOf(session.db, as),
  });
  return {
    data: { circular: id, changed, organizations, goesOn },
    text: changed
      ? `Withdrawn: what is open of it in ${organizations} ${organizations === 1 ? "organization" : "organizations"} ends.${goingOn(goesOn)}`
      : "It was withdrawn already.",
  };
}

const goingOn = (cases: number): string =>
  cases === 0
    ? ""
    : ` ${cases === 1 ? "1 case that came out of it goes" : `${cases} cases that came out of it go`} on: what was found stays to be mended, what was approved to be read.`;

async function list({ db }: CliSession, limit: string): Promise<Answer> {
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
        `${urgency === "urgent" ? "! " : ""}${cell(title)}${withdrawnAt ? " (withdrawn)" : ""}`,
        String(organizations),
      ]),
    },
  };
}

async function show(session: CliSession, given: string): Promise<Answer> {
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
      ? `${organizationIds.length} organizations by name`
      : [types.join(", ") || "all types", districts.map(safe).join(", ") || "all districts"].join("; ");
  return {
    data: { ...found, file: file && { name: file.name, size: file.size } },
    text: [
      `${safe(title)}${urgency === "urgent" ? " (urgent)" : ""}`,
      `${event}, issued ${wall(issuedAt, zone)} by the ${sourceWords[source].en}; key ${safe(key)}, id ${id}`,
      `Concerns: ${whom}`,
      ...(withdrawnAt ? [`Withdrawn ${wall(withdrawnAt, zone)}: ${safe(withdrawnBecause)}`] : []),
      ...(file ? [`File: ${safe(file.name)}, ${file.size} bytes`] : []),
      ...(text ? ["", ...text.split("\n").map(safe)] : []),
    ].join("\n"),
  };
}

async function documentOf(path: string): Promise<SubmittedFile> {
  try {
    return { name: basename(path).slice(0, 200), mime: "application/octet-stream", bytes: await readFile(path) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInput(`--file: "${printable(path)}" cannot be read (${code}); expected a file`);
  }
}
