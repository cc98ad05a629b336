import type { Command } from "commander";
import { type DutyState, dutyStates } from "../../client/registry/duties.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { setDuty } from "../../client/registry/settings.ts";
import { fullWidth } from "../../domain/catalogue/citation.ts";
import type { Duty } from "../../domain/catalogue/duty.ts";
import { placeText } from "../../domain/catalogue/figures.ts";
import { dutyOf, dutyPacks, findDuty, guangzhou2022 } from "../../domain/catalogue/packs/index.ts";
import { relatedDeadlines } from "../../domain/catalogue/packs/related-deadlines.ts";
import { writeTerm } from "../../domain/catalogue/set-term.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { cadences, kinds } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { collect, oneOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import { pauseAgreed } from "../consent.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { currentLanguage, say } from "../language.ts";
import { dutyStory } from "../views/duty-shown.ts";
import { cell } from "../views/format.ts";

const actor = "administrator";
const packNames = [...dutyPacks.map(({ name }) => name), "all"];

/** `duban duty …` */
export function dutyCommands(duty: Command, run: Run, deps: Pick<CliDeps, "ask">): void {
  listCommand(duty, run);
  showCommand(duty, run);
  setCommand(duty, run, deps);
}

function listCommand(duty: Command, run: Run): void {
  duty
    .command("list")
    .description(
      say(
        "各项职责：适用多少机构、在办和逾期多少、下次何时开始",
        "every duty: where it applies, what is open and late, when it opens next",
      ),
    )
    .option("--org <code>", say("只看一家机构", "as they stand for one organization"))
    .option("--kind <kind>", say(`其中之一：${kinds.join("、")}`, `one of ${kinds.join(", ")}`))
    .option(
      "--pack <name>",
      say(`只列一个目录的：${packNames.join("、")}`, `of one pack: ${packNames.join(", ")}`),
      guangzhou2022.name,
    )
    .action(({ org, kind, pack }: { org?: string; kind?: string; pack: string }, command: Command) =>
      run(command, async (session) => {
        const wanted = kind === undefined ? undefined : oneOf(kind, "--kind", kinds);
        const named = oneOf(pack, "--pack", packNames);
        const here = new Set(
          dutyPacks.flatMap(({ name, duties }) => (named === "all" || named === name ? duties : [])),
        );
        const states = (await statesOf(session, org)).filter(
          ({ duty }) => here.has(duty) && duty.kind === (wanted ?? duty.kind),
        );
        const law = deadlineLines([...here]);
        return { data: states.map(dutyRow), table: dutyTable(states), ...(law.length > 0 && { text: law.join("\n") }) };
      }),
    );
}

function showCommand(duty: Command, run: Run): void {
  duty
    .command("show")
    .description(
      say("一项职责：原文、由谁办、要求什么、如何设定", "a duty: its text, who does it, its form and its settings"),
    )
    .argument("<number>", say("例如29或22a", "such as 29 or 22a"))
    .option("--org <code>", say("只看一家机构", "as it stands for one organization"))
    .action((number: string, { org }: { org?: string }, command: Command) =>
      run(command, (session) => show(session, number, org)),
    );
}

function setCommand(duty: Command, run: Run, deps: Pick<CliDeps, "ask">): void {
  duty
    .command("set")
    .description(
      say("另行设定一项职责，针对一家机构或全部机构", "override a duty of the pack, for one organization or for all"),
    )
    .argument("<number>", say("例如29或22a", "such as 29 or 22a"))
    .option(
      "--org <code>",
      say(
        "针对一家机构（不写则针对所有没有自行设定的机构）",
        "for one organization (for all that have nothing of their own)",
      ),
    )
    .option(
      "--cadence <cadence>",
      say(`${cadences.join("、")}；default为恢复原样`, `${cadences.join(", ")}; default: as it was`),
    )
    .option(
      "--policy <name>",
      say(
        "督办规则，对在办工作同样生效；default为恢复原样",
        "escalation policy, for open tasks too; default: as it was",
      ),
    )
    .option(
      "--term <step=term>",
      say(
        "某一步在提出后多久内办结，例如take-up=3bd（或10d、24h；default为恢复原样）；步骤名见 `duty show`",
        "a step's term from its opening, such as take-up=3bd (or 10d, 24h; default: as it was); `duty show` names the steps",
      ),
      collect,
    )
    .option("--pause", say("暂停：不再安排，也不再提醒", "stop it: nothing is planned or reminded"))
    .option("--yes", say("暂停时不再询问", "do not ask before a pause"), false)
    .option("--resume", say("继续", "go on"))
    .action((number: string, options: SetOptions, command: Command) =>
      run(command, (session) => set(session, number, options, deps)),
    );
}

interface SetOptions {
  org?: string;
  cadence?: string;
  policy?: string;
  term?: string[];
  pause?: true;
  yes?: boolean;
  resume?: true;
}

async function set(
  session: CliSession,
  number: string,
  options: SetOptions,
  deps: Pick<CliDeps, "ask">,
): Promise<CommandResult> {
  const { org, cadence, policy, term, pause, resume } = options;
  if (pause && resume) throw new BadInputError(cause("beside", { option: "--pause", other: "--resume" }));
  if (cadence === undefined && policy === undefined && term === undefined && !pause && !resume)
    throw new BadInputError(cause("nothing-to-set"));
  if (pause && !options.yes && findDuty(number)) {
    const { state } = await stateOf(session, number, org);
    const what = say(
      `第${number}项${org === undefined ? "" : `（${org}）`}`,
      `duty ${number}${org === undefined ? "" : ` of ${org}`}`,
    );
    if (!state.paused) await pauseAgreed({ ...state, what }, deps);
  }
  const { tasks } = await setDuty(session, {
    duty: number,
    actor,
    ...(org !== undefined && { organization: org }),
    ...(cadence !== undefined && { cadence: cadence === "default" ? null : cadence }),
    ...(policy !== undefined && { policy: policy === "default" ? null : policy }),
    ...(term !== undefined && { terms: termsOf(term) }),
    ...((pause || resume) && { paused: pause === true }),
  });
  const { state } = await stateOf(session, number, org);
  const where = org === undefined ? "" : say(`（${org}）`, ` of ${org}`);
  const terms = Object.entries(state.terms).map(([step, one]) =>
    say(`${step}须在${writeTerm(one)}内办结`, `${step} within ${writeTerm(one)}`),
  );
  const how = [
    state.cadence ? word("cadence", state.cadence, currentLanguage()) : say("因事情开始", "started by events"),
    policyName(state.policy),
    ...terms,
    ...(state.paused ? [say("已暂停", "paused")] : []),
  ].join(say("，", ", "));
  return {
    data: { ...dutyRow(state), ...(org !== undefined && { organization: org }), tasks },
    text: say(
      `第${number}项${where}：${how}。涉及在办工作${tasks}项。`,
      `Duty ${number}${where}: ${how}. Open tasks touched: ${tasks}.`,
    ),
  };
}

/** Parses options of the form `step=term`. */
function termsOf(given: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 1) throw new BadInputError(unusable("--term", printable(one), expected("step-term")));
      const term = one.slice(at + 1);
      return [one.slice(0, at), term === "default" ? null : term];
    }),
  );
}

async function show(session: CliSession, number: string, org?: string): Promise<CommandResult> {
  const { state, applies } = await stateOf(session, number, org);
  const { data, text } = await dutyStory(session, state);
  const elsewhere = applies
    ? ""
    : say(
        `\n\n不适用于${org ?? "现有的任何机构"}。`,
        `\n\nIt does not apply to ${org ?? "any organization that is here"}.`,
      );
  return { data: { ...dutyRow(state), ...data }, text: text + elsewhere };
}

async function stateOf(
  session: CliSession,
  number: string,
  org?: string,
): Promise<{ state: DutyState; applies: boolean }> {
  const duty = dutyOf(number);
  const found = (await statesOf(session, org)).find((state) => state.duty.number === duty.number);
  if (found) return { state: found, applies: found.organizations > 0 };
  const { cadence = null, policy } = duty;
  const state = {
    duty,
    cadence,
    policy,
    terms: {},
    paused: false,
    organizations: 0,
    overrides: 0,
    open: 0,
    late: 0,
    next: null,
  };
  return { state, applies: false };
}

async function statesOf(session: CliSession, org?: string): Promise<DutyState[]> {
  return dutyStates(session, org === undefined ? undefined : (await organizationOf(session.db, org)).id);
}

/** Statutory deadlines: article, address of the text, and day on which it was last read. */
function deadlineLines(duties: readonly Duty[]): string[] {
  const named = duties.flatMap((duty) => (duty.deadlines ? relatedDeadlines(duty).map((one) => ({ duty, one })) : []));
  if (named.length === 0) return [];
  return [
    say("法定期限：", "Deadlines of the law:"),
    ...named.map(({ duty, one }) => {
      const head = `  ${duty.number.padEnd(4)}${one.name}: `;
      const place = placeText(one);
      return say(
        `${head}${one.rule.zh}（${place.zh}；${one.article || "未见条文"}；${one.status}）`,
        `${head}${one.rule.en} (${place.en}; ${one.article || "article unseen"}; ${one.status})`,
      );
    }),
  ];
}

/** Name of a policy for people: in Chinese its title, in English the name that commands take. */
const policyName = (name: string): string => say(word("policy", name, "zh-CN"), name);

/** A duty as data for `--json`. */
export function dutyRow({ duty, ...state }: DutyState): Record<string, unknown> {
  const { number, clause, quote, kind, title, who, roles, types, events, party = false, unqualified = false } = duty;
  const deadlines = relatedDeadlines(duty);
  return { number, clause, quote, kind, title, who, roles, types, party, unqualified, events, deadlines, ...state };
}

export function dutyTable(states: readonly DutyState[]): NonNullable<CommandResult["table"]> {
  return {
    head: ["number", "clause", "kind", "duty", "who", "cadence", "policy", "organizations", "open", "late", "next"],
    rows: states.map(({ duty, ...state }) => [
      duty.number,
      fullWidth(duty.clause),
      duty.kind,
      cell(duty.title.zh),
      duty.who,
      state.paused
        ? say("已暂停", "paused")
        : state.cadence
          ? word("cadence", state.cadence, currentLanguage())
          : say("因事情开始", "on events"),
      policyName(state.policy),
      String(state.organizations),
      String(state.open),
      String(state.late),
      state.next ?? "",
    ]),
  };
}
