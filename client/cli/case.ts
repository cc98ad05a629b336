import type { Command } from "commander";
import { dutyOf } from "../../domain/packs/index.ts";
import { titleOf } from "../../domain/steps.ts";
import { kinds } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { type CaseLine, caseLines } from "../../records/listings.ts";
import { organizationOf } from "../acts/campaigns.ts";
import { cancelCase } from "../acts/cases.ts";
import type { Answer, Run } from "./answer.ts";
import { type CaseStart, startAny } from "./case-start.ts";
import { showCase } from "./case-story.ts";
import type { CliSession } from "./deps.ts";
import { dutyGiven, idOf, numberOf, oneOf, words } from "./given.ts";
import { cell, wall } from "./shown.ts";

export interface ListOptions {
  org?: string;
  duty?: string;
  kind?: string;
  state: string;
  late: boolean;
  limit: string;
}

/** States of cases that a list may show. */
export const listStates = ["open", "done", "cancelled", "all"] as const satisfies readonly (
  | CaseLine["state"]
  | "all"
)[];

/** `duban case …` */
export function caseCommands(program: Command, run: Run): void {
  const group = program
    .command("case")
    .description("an organization's run of a duty: a drill, a rectification, a month's check");

  group
    .command("start")
    .description(
      "start a case of any duty because something happened: a policy came, a hazard was seen, an opinion was raised",
    )
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--duty <number>", "number of the duty, as `duban duty list` shows it")
    .option("--about <text>", "what happened, in one line")
    .option("--due <date>", "YYYY-MM-DD (18:00 there) or YYYY-MM-DDTHH:MM; otherwise the term of the duty's policy")
    .option("--key <key>", "a key of your own: twice is once")
    .action((options: CaseStart, command: Command) => run(command, (session) => startAny(session, options)));

  group
    .command("list")
    .description("cases, the newest first")
    .option("--org <code>", "of one organization")
    .option("--duty <number>", "of one duty")
    .option("--kind <kind>", `of one kind: ${kinds.join(", ")}`)
    .option("--state <state>", listStates.join(", "), "open")
    .option("--late", "only those with a late task", false)
    .option("--limit <number>", "at most so many", "50")
    .action((options: ListOptions, command: Command) => run(command, (session) => listCases(session, options)));

  group
    .command("show")
    .description("the story of a case: what, why, who, by when, and everything that has happened")
    .argument("<case>", "id of the case, or its beginning")
    .action((given: string, _options: unknown, command: Command) =>
      run(command, (session) => showCase(session, given)),
    );

  group
    .command("cancel")
    .description("give a case up: its open tasks are cancelled, and who holds them is told")
    .argument("<case>", "id of the case, or its beginning")
    .requiredOption("--reason <text>", "why", words)
    .action((given: string, { reason }: { reason: string }, command: Command) =>
      run(command, async (session) => {
        const caseId = await idOf(session.db, "case", given);
        const { changed } = await cancelCase(session, { caseId, actor: "administrator", reason });
        return {
          data: { case: caseId, state: "cancelled", changed },
          text: changed ? `Case ${caseId} is given up.` : `Case ${caseId} was given up already.`,
        };
      }),
    );
}

/** Cases as `duban case list` and the nouns of kinds tell them. */
export async function listCases(session: CliSession, options: ListOptions): Promise<Answer> {
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
      head: ["case", "organization", "duty", "about", "state", "waits for", "due", "late"],
      rows: lines.map((line) => [
        line.id,
        `${line.code} ${cell(line.organization, 16)}`,
        `${line.duty} ${word("kind", line.kind, "en")}`,
        cell(`${line.severity ? `${line.severity}: ` : ""}${line.subject || line.key}`, 40),
        line.outcome && line.state !== "open" ? `${line.state} (${line.outcome})` : line.state,
        cell([...new Set(line.steps.map((step) => titleOf(dutyOf(line.duty), step).en))].join(", "), 40),
        line.dueAt ? wall(line.dueAt, line.zone) : "",
        line.late ? "late" : "",
      ]),
    },
    ...(found.length > limit && { text: `More than ${limit}; --limit shows more.` }),
  };
}
