import { countNames, countWords } from "../../domain/reporting/counts.ts";
import { type Light, lights, lightWords } from "../../domain/reporting/formula.ts";
import type { Figures, Report } from "../../domain/reporting/report.ts";
import {
  changeWords,
  daysWords,
  groupWords,
  numberWords,
  percentWords,
  scopeWords,
} from "../../domain/reporting/show.ts";
import type { Text } from "../../domain/terms.ts";
import { periodWords } from "../../domain/time/period-words.ts";
import type { Column } from "../columns.ts";
import { currentLanguage, listed, localized, say } from "../language.ts";
import type { Table } from "../table.ts";
import { cell } from "./format.ts";

export const tablesOfReport = ["organization", "duty", "district", "type", "month"] as const;
export type TableOfReport = (typeof tablesOfReport)[number];

/** Summary of a report, one figure in each line. */
export function reportText(report: Report): string {
  const { period, total, running } = report;
  const scope = scopeWords(report.scope, currentLanguage());
  const { counts } = total;
  return [
    say(
      `${periodWords(period).zh}${running ? "（尚未结束）" : ""}${scope.length > 0 ? `，${scope.join("，")}` : ""}，${report.organizations.length}家机构`,
      `${periodWords(period).en}${running ? " (not over yet)" : ""}${scope.length > 0 ? `, ${scope.join(", ")}` : ""}, ${report.organizations.length} organization${report.organizations.length === 1 ? "" : "s"}`,
    ),
    listed(countNames.map((name) => `${localized(countWords[name].name)} ${counts[name]}`)),
    sharesText(total),
    listed(lights.map((light) => `${localized(lightWords[light])} ${report.lights[light]}`)),
  ].join("\n");
}

/** Shares and means, of what there is: a period without anything due has none. */
function sharesText({ punctuality, punctualityBefore, change, medianDays, meanDepth }: Report["total"]): string {
  const before = punctualityBefore === null ? [] : [percentWords(punctualityBefore)];
  const changed = change === null ? before : [...before, changeWords(change)];
  const was = {
    zh: changed.length > 0 ? `（上期${changed.map((one) => one.zh).join("，")}）` : "",
    en: changed.length > 0 ? ` (before: ${changed.map((one) => one.en).join(", ")})` : "",
  };
  const shares: Text[] = [
    ...(punctuality === null
      ? [{ zh: `尚无到期的工作，没有按期完成率${was.zh}`, en: `nothing was due, so none is in time or late${was.en}` }]
      : [
          {
            zh: `按期完成率${percentWords(punctuality).zh}${was.zh}`,
            en: `in time ${percentWords(punctuality).en}${was.en}`,
          },
        ]),
    ...(medianDays === null
      ? []
      : [{ zh: `半数在${daysWords(medianDays).zh}内提交`, en: `half of it within ${daysWords(medianDays).en} days` }]),
    ...(meanDepth === null
      ? []
      : [{ zh: `平均督办级数 ${numberWords(meanDepth).zh}`, en: `rungs on average ${numberWords(meanDepth).en}` }]),
  ];
  return say(shares.map(({ zh }) => zh).join("，"), shares.map(({ en }) => en).join(", "));
}

const figureHead: Column[] = [
  "asked",
  "in time",
  "done late",
  "overdue",
  "missed",
  "credited",
  "waived",
  "self-declared",
  "returned",
  "punctual",
  "change",
  "half within",
  "score",
  "light",
];

function figureCells({ counts, punctuality, change, medianDays, score, light }: Figures): string[] {
  return [
    ...(["asked", "inTime", "late", "overdue", "missed", "credited", "waived", "selfDeclared", "returns"] as const).map(
      (name) => String(counts[name]),
    ),
    localized(percentWords(punctuality)),
    localized(changeWords(change)),
    localized(daysWords(medianDays)),
    localized(numberWords(score)),
    light ? localized(lightWords[light satisfies Light]) : "",
  ];
}

export function reportTable(report: Report, by: TableOfReport, most: number): Table {
  if (by === "organization")
    return {
      head: ["rank", "organization", ...figureHead, "code"],
      rows: report.organizations
        .slice(0, most)
        .map((one) => [String(one.rank ?? ""), cell(one.name, 24), ...figureCells(one), one.code]),
    };
  if (by === "month")
    return {
      head: ["month", "asked", "in time", "done late", "overdue", "missed", "punctual"],
      rows: report.months
        .slice(-most)
        .map(({ month, counts, punctuality }) => [
          month,
          ...(["asked", "inTime", "late", "overdue", "missed"] as const).map((name) => String(counts[name])),
          localized(percentWords(punctuality)),
        ]),
    };
  const groups = { duty: report.duties, district: report.districts, type: report.types }[by];
  return {
    head: [by, ...figureHead],
    rows: groups
      .slice(0, most)
      .map((one) => [cell(groupWords[by](one.key, currentLanguage()), 30), ...figureCells(one)]),
  };
}
