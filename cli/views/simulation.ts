import type { SimulationReport } from "../../domain/simulation/report.ts";
import type { SimulationSummary } from "../../domain/simulation/summary.ts";
import type { TableRow } from "../../domain/simulation/table.ts";
import { word } from "../../domain/words.ts";
import type { CommandResult } from "../command-result.ts";
import { currentLanguage, say } from "../language.ts";

/** Maximum number of steps that reach nobody in the list; the others are counted. */
const most = 20;

/** Maximum number of people whose months are listed; `--json` lists all. */
const mostPeople = 200;

/** Renders a simulation. @param nameOf name of a person */
export function simulationShown(
  report: SimulationSummary | SimulationReport,
  nameOf: (personId: string) => string,
): CommandResult {
  const { totals } = report;
  const people = report.people.map((one) => ({ name: nameOf(one.personId), ...one }));
  const listed = people.length > mostPeople ? busiest(people) : people;
  const left = people.length - listed.length;
  return {
    data: { ...report, people },
    first: say(
      `${report.from}至${report.to}，${report.organizations}家机构：事项${totals.occurrences}项，办理${totals.acts}次，邮件${totals.mails}封，短信${totals.sms}条`,
      `${report.from} to ${report.to}, ${report.organizations} organizations: ${totals.occurrences} cases, ${totals.acts} acts, ${totals.mails} mails, ${totals.sms} SMS`,
    ),
    table: {
      head: ["who", "month", "acts", "mails", "SMS", "open at most"],
      rows: listed.flatMap(({ name, months }) =>
        months.map(({ month, acts, mails, sms, open }) => [name, month, ...[acts, mails, sms, open].map(String)]),
      ),
    },
    text: [
      ...(left > 0
        ? [
            say(
              `以上为办理和收信最多的${mostPeople}人，另有${left}人`,
              `These ${mostPeople} do and are sent most; there are ${left} more.`,
            ),
          ]
        : []),
      ...nobodyLines(report),
    ].join("\n"),
  };
}

/** The people with the most tasks and messages. */
function busiest<One extends { months: SimulationSummary["people"][number]["months"] }>(people: readonly One[]): One[] {
  const load = ({ months }: One): number => months.reduce((sum, { acts, mails, sms }) => sum + acts + mails + sms, 0);
  const loads = new Map(people.map((one) => [one, load(one)]));
  return [...people].sort((a, b) => (loads.get(b) ?? 0) - (loads.get(a) ?? 0)).slice(0, mostPeople);
}

function nobodyLines({ nobody }: SimulationSummary): string[] {
  if (nobody.length === 0) return [say("督办各层级均有人接收。", "Every step of every ladder reaches somebody.")];
  const lines = nobody.slice(0, most).map(({ duty, rung, role }) => {
    const named = word("role", role, currentLanguage());
    return say(`职责${duty}，层级${rung}：“${named}”无人担任`, `duty ${duty}, rung ${rung}: nobody is ${named}`);
  });
  const more = nobody.length - lines.length;
  return [
    say("下列督办层级无人接收：", "Steps of ladders that reach nobody:"),
    ...lines,
    ...(more > 0 ? [say(`另有${more}项`, `and ${more} more`)] : []),
  ];
}

/** Name of a type in the table. */
const typeName = (type: TableRow["type"]): string =>
  type === "foundation"
    ? word("registration", type, currentLanguage())
    : word("organizationType", type, currentLanguage());

/** Table of the secretariat's work in a month. */
export const tableShown = (rows: readonly TableRow[]): CommandResult => ({
  data: rows,
  table: {
    head: ["type", "level", "size", "acts", "worst acts", "mails", "worst mails", "SMS", "open at most"],
    rows: rows.map((row) => [
      typeName(row.type),
      word("level", row.level, currentLanguage()),
      row.size === "usual" ? say("一般（6人）", "usual (6 people)") : say("小型（1人）", "small (1 person)"),
      ...[row.actsMean, row.actsWorst, row.mailsMean, row.mailsWorst, row.smsMean, row.openWorst].map(String),
    ]),
  },
  text: say(
    "每月，秘书处工作人员；均在首次提醒之前办理。一次提交即一次办理，一张清单只算一次。",
    "A month, of the secretariat's person, where everything is answered before its first reminder. An act is one press of a button: a sheet is one.",
  ),
});
