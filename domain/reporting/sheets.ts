import { csvLine } from "../roster/csv.ts";
import type { LanguageCode, Text } from "../terms.ts";
import { periodWords } from "../time/period-words.ts";
import { textIn } from "../words.ts";
import { countNames, countWords } from "./counts.ts";
import { formulaWords, lightWords } from "./formula.ts";
import type { Figures, Report } from "./report.ts";
import { groupWords, scopeWords } from "./show.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

export type Cell = string | number | null;
export interface Sheet {
  name: string;
  rows: Cell[][];
}

export const figureHeads = {
  punctuality: t("按期完成率（%）", "in time (%)"),
  change: t("比上期（百分点）", "against before (points)"),
  medianDays: t("半数在几天内提交", "half within (days)"),
  meanDepth: t("平均督办级数", "rungs on average"),
  score: t("得分", "score"),
  light: t("等次", "light"),
} as const satisfies Readonly<Partial<Record<keyof Figures, Text>>>;

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10);

function figureCells(
  { counts, punctuality, change, medianDays, meanDepth, score, light }: Figures,
  language: LanguageCode,
): Cell[] {
  return [
    ...countNames.map((name) => counts[name]),
    rounded(punctuality === null ? null : punctuality * 100),
    rounded(change),
    medianDays,
    rounded(meanDepth),
    score,
    light && textIn(lightWords[light], language),
  ];
}

/** The tables of a report, each on a sheet; organizations first. */
export function sheetsOf(report: Report, language: LanguageCode): Sheet[] {
  const say = (zh: string, en: string): string => textIn(t(zh, en), language);
  const heads = [
    ...countNames.map((name) => textIn(countWords[name].name, language)),
    ...Object.values(figureHeads).map((head) => textIn(head, language)),
  ];
  const groups = (name: string, key: "district" | "type" | "duty", all: Report["districts"]): Sheet => ({
    name,
    rows: [
      [name, ...(key === "duty" ? [] : [say("机构数", "organizations")]), ...heads],
      ...all.map((one) => [
        groupWords[key](one.key, language),
        ...(key === "duty" ? [] : [one.organizations]),
        ...figureCells(one, language),
      ]),
    ],
  });
  return [
    {
      name: say("机构", "Organizations"),
      rows: [
        [say("名次", "rank"), say("代码", "code"), say("机构", "organization"), say("区", "district"), ...heads],
        ...report.organizations.map((one) => [
          one.rank,
          one.code,
          one.name,
          one.district,
          ...figureCells(one, language),
        ]),
        [null, "", say("合计", "total"), "", ...figureCells(report.total, language)],
      ],
    },
    groups(say("职责", "Duties"), "duty", report.duties),
    groups(say("区", "Districts"), "district", report.districts),
    groups(say("类型", "Types"), "type", report.types),
    {
      name: say("各月", "Months"),
      rows: [
        [say("月份", "month"), ...heads.slice(0, countNames.length + 1)],
        ...report.months.map(({ month, counts, punctuality }) => [
          month,
          ...countNames.map((name) => counts[name]),
          rounded(punctuality === null ? null : punctuality * 100),
        ]),
      ],
    },
    {
      name: say("说明", "Notes"),
      rows: [
        [say("期间", "period"), textIn(periodWords(report.period), language)],
        [say("统计时间", "as of"), report.asOf.toISOString()],
        ...scopeWords(report.scope, language).map((line) => [say("范围", "scope"), line]),
        [say("评分办法", "formula"), textIn(formulaWords(report.formula.formula), language)],
        ...countNames.map((name) => [
          textIn(countWords[name].name, language),
          textIn(countWords[name].means, language),
        ]),
      ],
    },
  ];
}

/** The table of organizations as CSV; the byte order mark makes spreadsheets read it as UTF-8. */
export function csvOf(report: Report, language: LanguageCode): string {
  const [organizations] = sheetsOf(report, language);
  const rows = organizations?.rows ?? [];
  return `\ufeff${rows.map((cells) => csvLine(cells.map((one) => String(one ?? "")))).join("")}`;
}
