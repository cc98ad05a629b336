import type { Command } from "commander";
import { dayProblem, rejectProblems } from "../../client/lookup.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { simulationScene } from "../../client/registry/simulation.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { reportOf } from "../../domain/simulation/report.ts";
import { parseAnswers, type Span } from "../../domain/simulation/scenario.ts";
import { summaryOf } from "../../domain/simulation/summary.ts";
import { tableRows, tableYear } from "../../domain/simulation/table.ts";
import { defaultRules, simulatedTypes, tableIds, typicalOrganization } from "../../domain/simulation/typical.ts";
import { type Level, type LocalDate, levels } from "../../domain/terms.ts";
import { addDays, addMonths } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import { oneOf } from "../args.ts";
import type { CommandResult, Run, WithoutSession } from "../command-result.ts";
import type { CliDeps, CliSession } from "../deps.ts";
import { currentLanguage, say } from "../language.ts";
import { countBar } from "../progress.ts";
import { sharesInThreads } from "../threads/simulation.ts";
import { simulationShown, tableShown } from "../views/simulation.ts";

interface SimulateOptions {
  org?: string;
  type?: string;
  all?: boolean;
  table?: boolean;
  level?: string;
  from?: string;
  to?: string;
  answers: string;
}

/** `duban simulate`: what a period brings, computed by the engine's own rules; nothing is changed. */
export function simulateCommand(command: Command, run: Run, deps: CliDeps, { print }: WithoutSession): void {
  const levelNames = levels.map((one) => say(`${one}（${word("level", one, "zh-CN")}）`, one)).join(say("、", ", "));
  const types = simulatedTypes.join(say("、", ", "));
  command
    .option("--org <code>", say("一家机构，按其现有人员和设置", "one organization, as its people and settings are now"))
    .option("--type <type>", say(`一类机构中常见的一家：${types}`, `a usual organization of a type: ${types}`))
    .option("--all", say("全部机构", "every organization"))
    .option("--table", say("各类机构在各等级下每月的工作量", "what a month asks, by type, level and size"))
    .option("--level <level>", say(`假定的风险等级：${levelNames}`, `the level that is assumed: ${levelNames}`))
    .option("--from <date>", say("自何日起，YYYY-MM-DD", "first day, YYYY-MM-DD"))
    .option("--to <date>", say("至何日止，YYYY-MM-DD（不写为一年）", "last day, YYYY-MM-DD (default: a year)"))
    .option(
      "--answers <when>",
      say(
        "何时办理：on-time（首次提醒之前）、never（不办理）、late:3d（逾期三天）",
        "when people answer: on-time (before the first reminder), never, late:3d (three days after the due day)",
      ),
      "on-time",
    )
    .action(async (options: SimulateOptions, called: Command) => {
      const { org, type, all, table } = options;
      const chosen = [org !== undefined, type !== undefined, all, table].filter(Boolean).length;
      if (chosen !== 1) throw new BadInputError(cause("simulate-what"));
      if (table) print(tableShown(tableRows()));
      else if (type !== undefined) print(ofType(type, options));
      else await run(called, (session) => ofOrganizations(session, options, deps));
    });
}

function ofType(given: string, options: SimulateOptions): CommandResult {
  const type = oneOf(given, "--type", simulatedTypes);
  const organization = typicalOrganization(type, "usual", tableIds[0] ?? type);
  const report = reportOf([organization], defaultRules(levelOf(options) ?? "normal"), spanOf(options, tableYear.from));
  const roleOf = (personId: string): string => {
    const roles = organization.holders.filter((one) => one.personId === personId).map(({ role }) => role);
    return roles.map((role) => word("role", role, currentLanguage())).join(say("、", ", "));
  };
  return simulationShown(report, roleOf);
}

async function ofOrganizations(
  session: CliSession,
  options: SimulateOptions,
  { err }: Pick<CliDeps, "err">,
): Promise<CommandResult> {
  const { org } = options;
  const span = spanOf(options, dateIn(session.now(), await zoneOfMost(session.db)));
  const ids = org === undefined ? null : [(await organizationOf(session.db, org)).id];
  const { organizations, rules, names } = await simulationScene(session, ids, levelOf(options));
  const nameOf = (id: string): string => names.get(id) ?? id;
  if (org !== undefined) return simulationShown(reportOf(organizations, rules, span), nameOf);
  const bar = countBar(err, organizations.length);
  try {
    const shares = sharesInThreads(rules, span, (done) => bar.at(Math.floor(done * organizations.length)));
    return simulationShown(await summaryOf(organizations, rules, span, shares), nameOf);
  } finally {
    bar.stop();
  }
}

const levelOf = ({ level }: SimulateOptions): Level | undefined =>
  level === undefined ? undefined : oneOf(level, "--level", levels);

/** The period to simulate. @param first its first day, if none is given */
function spanOf({ from, to, answers: given }: SimulateOptions, first: LocalDate): Span {
  const answers = parseAnswers(given);
  if (!answers) throw new BadInputError(unusable("--answers", printable(given), expected("answers")));
  const begins = from ?? first;
  rejectProblems(dayProblem("--from", from), dayProblem("--to", to, begins));
  const last = to ?? addDays(addMonths(begins, 12), -1);
  return { from: begins, to: last, answers };
}
