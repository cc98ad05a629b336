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
    say(
      `按期完成率${percentWords(total.punctuality).zh}（上期${percentWords(total.punctualityBefore).zh}，${changeWords(total.change).zh}），半数在${daysWords(total.medianDays).zh}内提交，平均督办级数 ${numberWords(total.meanDepth).zh}`,
      `in time ${percentWords(total.punctuality).en} (before: ${percentWords(total.punctualityBefore).en}, ${changeWords(total.change).en}), half of it within ${daysWords(total.medianDays).en} days, rungs on average ${numberWords(total.meanDepth).en}`,
    ),
    listed(lights.map((light) => `${localized(lightWords[light])} ${report.lights[light]}`)),
  ].join("\n");
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
