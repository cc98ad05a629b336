import type { Command } from "commander";
import { organizationById } from "../../../client/kinds/campaign-plan.ts";
import { changeMatter, holdMatter, matterOf, missingForMatter, planMatter } from "../../../client/kinds/matter.ts";
import { organizationOf } from "../../../client/registry/organizations.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { BadInputError } from "../../../domain/errors.ts";
import { matterKind } from "../../../domain/procedures/kinds/matter.ts";
import { basisOf } from "../../../domain/procedures/steps.ts";
import { cause } from "../../../domain/reasons/index.ts";
import { statedDue } from "../../../domain/tasks/term.ts";
import { basisWords, word } from "../../../domain/words.ts";
import type { CaseRow } from "../../../records/cases/cases.ts";
import { newId } from "../../../records/rows.ts";
import { tasksOfCase } from "../../../records/tasks/tasks.ts";
import { caseLines } from "../../../records/views/listings.ts";
import { idOf, numberOf, oneOf, words } from "../../args.ts";
import type { CommandResult, Run } from "../../command-result.ts";
import type { CliSession } from "../../deps.ts";
import { currentLanguage, listed, localized, say } from "../../language.ts";
import { cell, safe, wall } from "../../views/format.ts";
import { dueCell, stateWords, titleWithDuty } from "../../views/task-words.ts";

const actor = "administrator";
const states = ["open", "done", "cancelled", "all"] as const;

/** `duban matter …` */
export function matterCommands(matter: Command, run: Run): void {
  planCommand(matter, run);
  moveCommand(matter, run);
  changeCommand(matter, run);
  holdCommand(matter, run);
  listCommand(matter, run);
  showCommand(matter, run);
}

function planCommand(matter: Command, run: Run): void {
  matter
    .command("plan")
    .description(say("筹划一项重大事项：先请报备", "plan a major matter: its filing is requested"))
    .argument("<what>", say("一句话说明筹划什么", "what is planned, in one line"), words)
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--on <date>", say("日期，YYYY-MM-DD", "its day, YYYY-MM-DD"))
    .option("--key <key>", say("自定的标识：同一标识只办一次", "idempotency key: with the same key it is done once"))
    .action((what: string, options: { org: string; on: string; key?: string }, command: Command) =>
      run(command, async (session) => {
        const { id: organizationId } = await organizationOf(session.db, options.org);
        const { on, key = newId() } = options;
        const { caseId, created, late } = await planMatter(session, { organizationId, what, on, key, actor });
        const said = say(
          `${created ? `重大事项${caseId}已列入筹划。` : `此前已有：${caseId}。`}${late ? tooLate() : ""}`,
          `${created ? `Matter ${caseId} is planned.` : `It was there already: ${caseId}.`}${late ? tooLate() : ""}`,
        );
        return told(session, caseId, said, { created, late });
      }),
    );
}

function moveCommand(matter: Command, run: Run): void {
  matter
    .command("move")
    .description(
      say(
        "更改重大事项的日期；已报备的须重新报备",
        "move a major matter to another day; what was filed is filed again",
      ),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the matter's case, or its beginning"))
    .requiredOption("--on <date>", say("新的日期，YYYY-MM-DD", "its new day, YYYY-MM-DD"))
    .option("--reason <text>", say("理由", "why"), words)
    .action((given: string, options: { on: string; reason?: string }, command: Command) =>
      run(command, (session) => change(session, given, options)),
    );
}

function changeCommand(matter: Command, run: Run): void {
  matter
    .command("change")
    .description(
      say(
        "登记重大事项的内容变更；已报备的须重新报备",
        "say what of a major matter changes; what was filed is filed again",
      ),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the matter's case, or its beginning"))
    .argument("<what>", say("变更了什么", "what changes"), words)
    .action((given: string, what: string, _options: unknown, command: Command) =>
      run(command, (session) => change(session, given, { what })),
    );
}

function holdCommand(matter: Command, run: Run): void {
  matter
    .command("hold")
    .description(
      say(
        "登记重大事项已举行；未取得报备回执的不予受理",
        "say that a major matter took place; refused while its filing receipt lacks",
      ),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the matter's case, or its beginning"))
    .option("--note <text>", say("进行情况", "how it went"), words)
    .option(
      "--anyway",
      say(
        "在没有回执的情况下举行了：记录在案，并告知监督人",
        "it took place without the receipt: recorded, and the supervisors are notified",
      ),
      false,
    )
    .option("--reason <text>", say("为什么没有回执就举行", "why it took place without the receipt"), words)
    .action((given: string, options: HoldOptions, command: Command) =>
      run(command, (session) => hold(session, given, options)),
    );
}

function listCommand(matter: Command, run: Run): void {
  matter
    .command("list")
    .description(say("重大事项，最新的在前", "major matters, the newest first"))
    .option("--org <code>", say("只列一家机构的", "of one organization"))
    .option("--state <state>", states.join(", "), "open")
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((options: { org?: string; state: string; limit: string }, command: Command) =>
      run(command, (session) => list(session, options)),
    );
}

function showCommand(matter: Command, run: Run): void {
  matter
    .command("show")
    .description(
      say("一项重大事项：何时前报备，还缺什么", "a major matter: by when it is to be filed, and what is missing"),
    )
    .argument("<case>", say("事项编号，或其开头几位", "id of the matter's case, or its beginning"))
    .action((given: string, _options: unknown, command: Command) =>
      run(command, async (session) => told(session, await idOf(session.db, "case", given), "")),
    );
}

const tooLate = (): string =>
  say(
    "报备期限已过：已逾期，并告知监督人。",
    " The day by which it is to be filed has passed: it is late, and its supervisors are notified.",
  );

interface HoldOptions {
  note?: string;
  anyway: boolean;
  reason?: string;
}

async function change(
  session: CliSession,
  given: string,
  input: { on?: string; what?: string; reason?: string },
): Promise<CommandResult> {
  const caseId = await idOf(session.db, "case", given);
  const { changed, refiled, late } = await changeMatter(session, { ...input, caseId, actor });
  const again = refiled ? say("此前已报备，须重新报备。", " It was filed already, and is to be filed again.") : "";
  return told(
    session,
    caseId,
    say(
      `${changed ? "已登记变更。" : "本来如此。"}${again}${late ? tooLate() : ""}`,
      `${changed ? "It is changed." : "It stood so already."}${again}${late ? tooLate() : ""}`,
    ),
    {
      changed,
      refiled,
      late,
    },
  );
}

async function hold(session: CliSession, given: string, { note, anyway, reason }: HoldOptions): Promise<CommandResult> {
  if (anyway !== (reason !== undefined))
    throw new BadInputError(cause("needs-option", { option: "--anyway", other: "--reason" }));
  const caseId = await idOf(session.db, "case", given);
  const input = {
    caseId,
    ...(note !== undefined && { note }),
    ...(reason !== undefined && { anyway: reason }),
    actor,
  } as const;
  const { changed } = await holdMatter(session, input);
  return told(
    session,
    caseId,
    changed
      ? say("已登记：已举行。", "It took place: that is on record.")
      : say("此前已登记。", "That was on record already."),
    {
      changed,
    },
  );
}

async function list(
  session: CliSession,
  options: { org?: string; state: string; limit: string },
): Promise<CommandResult> {
  const { db } = session;
  const limit = numberOf(options.limit, "--limit");
  const state = oneOf(options.state, "--state", states);
  const of = options.org === undefined ? {} : { organizationId: (await organizationOf(db, options.org)).id };
  const lines = await caseLines(db, { kind: matterKind, state, late: false, ...of }, session.now(), limit);
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
        word("caseState", line.state, currentLanguage()),
        cell(listed(line.steps.map((step) => titleWithDuty({ duty: line.duty, step })))),
        line.dueAt ? wall(line.dueAt, line.zone) : "",
        line.late ? say("逾期", "late") : "",
      ]),
    },
  };
}

async function told(session: CliSession, caseId: string, said: string, more: object = {}): Promise<CommandResult> {
  const { db } = session;
  const found: CaseRow = await matterOf(db, caseId);
  const { zone, code } = await organizationById(db, found.organizationId);
  const duty = dutyOf(found.duty);
  const now = session.now();
  const tasks = await tasksOfCase(db, caseId);
  const missing = await missingForMatter(db, found, now);
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
        dueAt: statedDue(task),
        basis: basisOf(duty, task.step),
      })),
      missing: missing.map(({ en }) => en),
    },
    first: [
      ...(said ? [said] : []),
      say(
        `${safe(found.subject)}（${code}），${matterOn}：${word("caseState", found.state, "zh-CN")}${late === true ? "，逾期" : ""}`,
        `${safe(found.subject)} (${code}), ${matterOn}: ${found.state}${late === true ? ", late" : ""}`,
      ),
    ].join("\n"),
    ...(missing.length > 0 && {
      text: [
        say("举行前还缺：", "Missing before it may take place:"),
        ...missing.map((one) => `  - ${localized(one)}`),
      ].join("\n"),
    }),
    table: {
      head: ["task", "step", "state", "due", "by"],
      rows: tasks.map((task) => {
        const basis = basisOf(duty, task.step);
        return [
          task.id,
          titleWithDuty(task),
          stateWords(task),
          dueCell(task, zone, now),
          basis ? localized(basisWords(basis)) : "",
        ];
      }),
    },
  };
}
