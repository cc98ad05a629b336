import type { Command } from "commander";
import { type Severity, severities } from "../../domain/severity.ts";
import { findCase } from "../../records/cases.ts";
import { tasksOfCase } from "../../records/tasks.ts";
import { organizationOf } from "../acts/campaigns.ts";
import { gradeHazard, reportHazard } from "../acts/hazards.ts";
import type { Answer, Run } from "./answer.ts";
import { type ListOptions, listCases, listStates } from "./case.ts";
import type { CliSession } from "./deps.ts";
import { filesAt } from "./file.ts";
import { actorOf, collect, idOf, lineOf, oneOf, words } from "./given.ts";
import { wall } from "./shown.ts";

const longestReport = 2_000;

interface ReportOptions {
  org: string;
  as?: string;
  severity: string;
  photo?: readonly string[];
  key?: string;
}

/** `duban hazard …` */
export function hazardCommands(program: Command, run: Run): void {
  const hazard = program
    .command("hazard")
    .description("hazards and incidents: reported, taken up within the hour, dealt with, closed, looked back on");

  hazard
    .command("report")
    .description("report a hazard or incident: whoever is responsible is told at once, at night too unless it is minor")
    .argument("<what>", "what was seen, in one line")
    .requiredOption("--org <code>", "code of the organization")
    .option("--as <person>", "id or e-mail address of who reports it; anybody with a role in the organization may")
    .option("--severity <severity>", severities.join(", "), "major")
    .option("--photo <path>", "a photo of it, several times for several", collect)
    .option("--key <key>", "a key of your own: twice is once")
    .action((what: string, options: ReportOptions, command: Command) =>
      run(command, (session) => report(session, what, options)),
    );

  hazard
    .command("list")
    .description("hazards and incidents, the newest first, and what each waits for")
    .option("--org <code>", "of one organization")
    .option("--state <state>", listStates.join(", "), "open")
    .option("--late", "only those with a late task", false)
    .option("--limit <number>", "at most so many", "50")
    .action((options: ListOptions, command: Command) =>
      run(command, (session) => listCases(session, { ...options, duty: "20" })),
    );

  hazard
    .command("grade")
    .description("say how grave a hazard is after all: what is open of it climbs that ladder from now on")
    .argument("<case>", "id of the hazard's case, or its beginning")
    .requiredOption("--severity <severity>", severities.join(", "))
    .requiredOption("--reason <text>", "why", words)
    .action((given: string, options: { severity: string; reason: string }, command: Command) =>
      run(command, (session) => grade(session, given, options)),
    );
}

async function report(session: CliSession, what: string, options: ReportOptions): Promise<Answer> {
  const { db } = session;
  const { key, photo = [] } = options;
  const line = lineOf(what, "what", longestReport);
  const severity: Severity = oneOf(options.severity, "--severity", severities);
  const organization = await organizationOf(db, options.org);
  const { caseId, created } = await reportHazard(session, {
    organizationId: organization.id,
    what: line,
    severity,
    files: await filesAt(photo, "--photo"),
    actor: await actorOf(db, options.as),
    ...(key !== undefined && { key: lineOf(key, "--key", 200) }),
  });
  const [task] = await tasksOfCase(db, caseId);
  const found = await findCase(db, caseId);
  return {
    data: {
      case: caseId,
      created,
      severity: found?.facts.severity ?? severity,
      task: task?.id ?? null,
      dueAt: task?.dueAt ?? null,
    },
    text: created
      ? `Hazard ${caseId} is reported.${task ? ` It is to be taken up by ${wall(task.dueAt, organization.zone)} (${organization.zone}), task ${task.id}.` : ""}`
      : `It was there already: ${caseId}.`,
  };
}

async function grade(
  session: CliSession,
  given: string,
  options: { severity: string; reason: string },
): Promise<Answer> {
  const severity = oneOf(options.severity, "--severity", severities);
  const caseId = await idOf(session.db, "case", given);
  const { changed } = await gradeHazard(session, {
    caseId,
    severity,
    reason: options.reason,
    actor: "administrator",
  });
  return {
    data: { case: caseId, severity, changed },
    text: changed ? `Hazard ${caseId} is ${severity} now.` : `It was ${severity} already.`,
  };
}
