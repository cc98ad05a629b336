import type { Command } from "commander";
import { type Progress, progressOf } from "../../client/tasks/progress.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { NounName } from "../../domain/reasons/words.ts";
import { isLate } from "../../domain/tasks/lateness.ts";
import { statedDue } from "../../domain/tasks/term.ts";
import type { Kind } from "../../domain/terms.ts";
import { endedWords } from "../../domain/words/outcomes.ts";
import { word } from "../../domain/words.ts";
import { idOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import { type ListOptions, listCases } from "../commands/case.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, labelled, say } from "../language.ts";
import { nounName } from "../nouns.ts";
import { pauseWords, phaseLines } from "./case-phases.ts";
import { heading, safe, section } from "./format.ts";

/** What a noun shows of its case besides the phases. */
export interface More {
  data: Readonly<Record<string, unknown>>;
  lines: readonly string[];
}

/** A noun of the command line that stands for a kind. */
export interface Noun {
  kind: Kind;
  /** Its name: `project`. */
  what: NounName;
  more?(session: CliSession, progress: Progress): Promise<More>;
}

/** Commands `list` and `show` of a noun that stands for a kind. */
export function kindCommands(command: Command, run: Run, noun: Noun): void {
  const { kind, what } = noun;
  command
    .command("list")
    .description(say(`${nounName(what)}，最新的在前`, `each ${what}, the newest first`))
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--state <state>", say("open在办、done办结、cancelled取消、all全部", "open, done, cancelled, all"), "open")
    .option("--late", say("只列有逾期工作的", "only those with a late task"), false)
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: Omit<ListOptions, "kind">, command: Command) =>
      run(command, (session) => listCases(session, { ...options, kind })),
    );
  command
    .command("show")
    .description(
      say(
        `${nounName(what)}进展到哪一步、等待谁、还缺什么`,
        `how far the ${what} has come, who is waited for, and what is missing`,
      ),
    )
    .argument("<case>", say(`${nounName(what)}事项的编号，或其开头几位`, `id of the ${what}'s case, or its beginning`))
    .action((given: string, _options: unknown, command: Command) =>
      run(command, (session) => show(session, given, noun)),
    );
}

async function show(session: CliSession, given: string, { kind, what, more }: Noun): Promise<CommandResult> {
  const { db, calendar } = session;
  const now = session.now();
  const caseId = await idOf(db, "case", given);
  const progress = await progressOf(db, caseId, now);
  if (progress?.case.kind !== kind)
    throw new NotFoundError(cause("no-case-of-kind", { value: caseId, what, command: `duban ${what} list` }));
  const { case: found, organization, phases } = progress;
  const { subject, state, outcome, facts } = found;
  const told = await more?.(session, progress);
  return {
    data: {
      case: caseId,
      organization: organization.code,
      subject,
      state,
      paused: progress.paused,
      outcome,
      facts,
      phases: phases.map(({ step, title, state, tasks }) => ({
        step,
        title,
        state,
        tasks: tasks.map((task) => ({
          task: task.id,
          key: task.key,
          duty: task.duty,
          state: task.state,
          dueAt: statedDue(task),
          late: isLate(task, now),
          who: task.who,
          missing: task.missing,
        })),
      })),
      ...told?.data,
    },
    text: [
      heading(labelled(`${word("kind", kind, currentLanguage())} ${caseId}`, safe(subject))),
      say(
        `${safe(organization.name)}（${organization.code}），${endedWords(found, "zh-CN")}${pauseWords(progress)}`,
        `${safe(organization.name)} (${organization.code}), ${endedWords(found, "en")}${pauseWords(progress)}`,
      ),
      ...(told?.lines ?? []),
      ...section(say("进展", "Where it stands"), phaseLines(progress, now, calendar)),
    ].join("\n"),
  };
}
