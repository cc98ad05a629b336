import type { Command } from "commander";
import { dutyOf } from "../../domain/packs/index.ts";
import { basisOf, titleOf } from "../../domain/steps.ts";
import { basisWords, word } from "../../domain/words.ts";
import type { CaseRow } from "../../records/cases.ts";
import { caseLines } from "../../records/listings.ts";
import { newId } from "../../records/rows.ts";
import { tasksOfCase } from "../../records/tasks.ts";
import { organizationOf } from "../acts/campaigns.ts";
import { BadInput } from "../acts/context.ts";
import { changeMatter, holdMatter, matterOf, missingForMatter, planMatter } from "../acts/matters.ts";
import { organizationById } from "../acts/plans.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { idOf, numberOf, oneOf, words } from "./given.ts";
import { cell, safe, wall } from "./shown.ts";

const actor = "administrator";
const states = ["open", "done", "cancelled", "all"] as const;

/** `duban matter …` */
export function matterCommands(program: Command, run: Run): void {
  const matter = program
    .command("matter")
    .description("major matters: filed 15 days before, held with the receipt in hand");

  matter
    .command("plan")
    .description("plan a major matter: its filing is asked for")
    .argument("<what>", "what is planned, in one line", words)
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--on <date>", "its day, YYYY-MM-DD")
    .option("--key <key>", "a key of your own: twice is once")
    .action((what: string, options: { org: string; on: string; key?: string }, command: Command) =>
      run(command, async (session) => {
        const { id: organizationId } = await organizationOf(session.db, options.org);
        const { on, key = newId() } = options;
        const { caseId, created, late } = await planMatter(session, { organizationId, what, on, key, actor });
        const said = `${created ? `Matter ${caseId} is planned.` : `It was there already: ${caseId}.`}${late ? tooLate : ""}`;
        return told(session, caseId, said, { created, late });
      }),
    );

  matter
    .command("move")
    .description("move a major matter to another day; what was filed is filed again")
    .argument("<case>", "id of the matter's case, or its beginning")
    .requiredOption("--on <date>", "its new day, YYYY-MM-DD")
    .option("--reason <text>", "why", words)
    .action((given: string, options: { on: string; reason?: string }, command: Command) =>
      run(command, (session) => change(session, given, options)),
    );

  matter
    .command("change")
    .description("say what of a major matter changes; what was filed is filed again")
    .argument("<case>", "id of the matter's case, or its beginning")
    .argument("<what>", "what changes", words)
    .action((given: string, what: string, _options: unknown, command: Command) =>
      run(command, (session) => change(session, given, { what })),
    );

  matter
    .command("hold")
    .description("say that a major matter took place; refused while its filing receipt lacks")
    .argument("<case>", "id of the matter's case, or its beginning")
    .option("--note <text>", "how it went", words)
    .option("--anyway", "it took place without the receipt: on record, and told to those who supervise", false)
    .option("--reason <text>", "why it took place without the receipt", words)
    .action((given: string, options: HoldOptions, command: Command) =>
      run(command, (session) => hold(session, given, options)),
    );

  matter
    .command("list")
    .description("major matters, the newest first")
    .option("--org <code>", "of one organization")
    .option("--state <state>", states.join(", "), "open")
    .option("--limit <number>", "at most so many", "50")
    .action((options: { org?: string; state: string; limit: string }, command: Command) =>
      run(command, (session) => list(session, options)),
    );

  matter
    .command("show")
    .description("a major matter: by when it is to be filed, and what is missing")
    .argument("<case>", "id of the matter's case, or its beginning")
    .action((given: string, _options: unknown, command: Command) =>
      run(command, async (session) => told(session, await idOf(session.db, "case", given), "")),
    );
}

const tooLate = " The day by which it is to be filed has passed: it is late, and those who supervise hear of it.";

interface HoldOptions {
  note?: string;
  anyway: boolean;
  reason?: string;
}

async function change(
  session: CliSession,
  given: string,
  input: { on?: string; what?: string; reason?: string },
): Promise<Answer> {
  const caseId = await idOf(session.db, "case", given);
  const { changed, refiled, late } = await changeMatter(session, { ...input, caseId, actor });
  const again = refiled ? " It was filed already, and is to be filed again." : "";
  return told(session, caseId, `${changed ? "It is changed." : "It stood so already."}${again}${late ? tooLate : ""}`, {
    changed,
    refiled,
    late,
  });
}

async function hold(session: CliSession, given: string, { note, anyway, reason }: HoldOptions): Promise<Answer> {
  if (anyway !== (reason !== undefined))
    throw new BadInput("--anyway: expected together with --reason, why it took place without its receipt");
  const caseId = await idOf(session.db, "case", given);
  const input = {
    caseId,
    ...(note !== undefined && { note }),
    ...(reason !== undefined && { anyway: reason }),
    actor,
  } as const;
  const { changed } = await holdMatter(session, input);
  return told(session, caseId, changed ? "It took place: that is on record." : "That was on record already.", {
    changed,
  });
}

async function list(session: CliSession, options: { org?: string; state: string; limit: string }): Promise<Answer> {
  const { db } = session;
  const limit = numberOf(options.limit, "--limit");
  const state = oneOf(options.state, "--state", states);
  const of = options.org === undefined ? {} : { organizationId: (await organizationOf(db, options.org)).id };
  const lines = await caseLines(db, { kind: "MM", state, late: false, ...of }, session.now(), limit);
  return {
    data: lines.map(({ id, code, subject, state: now, dueAt, late, steps }) => ({
      case: id,
      organization: code,
      what: subject,
      state: now,
      waitsFor: steps,
      dueAt,
      late,
    })),
    table: {
      head: ["case", "organization", "what", "state", "waits for", "due", "late"],
      rows: lines.map((line) => [
        line.id,
        line.code,
        cell(line.subject, 30),
        line.state,
        cell(line.steps.map((step) => titleOf(dutyOf(line.duty), step).en).join(", ")),
        line.dueAt ? wall(line.dueAt, line.zone) : "",
        line.late ? "late" : "",
      ]),
    },
  };
}

async function told(session: CliSession, caseId: string, said: string, more: object = {}): Promise<Answer> {
  const { db } = session;
  const found: CaseRow = await matterOf(db, caseId);
  const { zone, code } = await organizationById(db, found.organizationId);
  const duty = dutyOf(found.duty);
  const tasks = await tasksOfCase(db, caseId);
  const missing = await missingForMatter(db, found, session.now());
  const { matterOn, late } = found.facts;
  return {
    data: {
      case: caseId,
      organization: code,
      what: found.subject,
      on: matterOn ?? null,
      state: found.state,
      late: late === true,
      ...more,
      tasks: tasks.map((task) => ({
        task: task.id,
        step: task.step,
        state: task.state,
        dueAt: task.dueAt,
        basis: basisOf(duty, task.step),
      })),
      missing: missing.map(({ en }) => en),
    },
    text: [
      ...(said ? [said] : []),
      `${safe(found.subject)} (${code}), ${matterOn}: ${found.state}${late === true ? ", late" : ""}`,
      ...(missing.length > 0 ? ["Missing before it may take place:", ...missing.map(({ en }) => `  - ${en}`)] : []),
    ].join("\n"),
    table: {
      head: ["task", "step", "state", "due", "by"],
      rows: tasks.map((task) => {
        const basis = basisOf(duty, task.step);
        return [
          task.id,
          titleOf(duty, task.step).en,
          word("taskState", task.state, "en"),
          wall(task.dueAt, zone),
          basis ? basisWords(basis).en : "",
        ];
      }),
    },
  };
}
