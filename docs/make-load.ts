import { readFileSync, writeFileSync } from "node:fs";
import { type TableRow, tableRows } from "../domain/simulation/table.ts";
import { type Size, sizes } from "../domain/simulation/typical.ts";
import { type Level, levels, type Text } from "../domain/terms.ts";
import { textIn, words } from "../domain/words.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const heads = [
  t("等级", "level"),
  t("规模", "size"),
  t("每月办理次数，平均/最多", "acts a month, mean / worst"),
  t("每月邮件，平均/最多", "mails a month, mean / worst"),
  t("每月短信", "SMS a month"),
  t("同时在办最多", "open at any time, worst"),
];
const typeHead = t("类型", "type");
const all = t("九类中最多的", "the most of nine types");
const summary = t("各类机构", "Each type");
const sizeNames: Readonly<Record<Size, Text>> = { usual: t("一般（6人）", "usual"), small: t("小型（1人）", "small") };

type Figures = Omit<TableRow, "type" | "level" | "size">;

/** The tables of a README, in its language. */
export function loadTables(language: "zh-CN" | "en", rows: readonly TableRow[] = tableRows()): string {
  const say = (text: Text): string => textIn(text, language);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const table = (first: readonly Text[], body: readonly string[][]): string =>
    [line([...first, ...heads].map(say)), line([...first, ...heads].map(() => "-")), ...body.map(line)].join("\n");
  const cells = (level: Level, size: Size, of: Figures): string[] => [
    say(words.level[level]),
    say(sizeNames[size]),
    `${of.actsMean} / ${of.actsWorst}`,
    `${of.mailsMean} / ${of.mailsWorst}`,
    String(of.smsMean),
    String(of.openWorst),
  ];
  const most = levels.flatMap((level) =>
    sizes.map((size) => cells(level, size, mostOf(rows.filter((row) => row.level === level && row.size === size)))),
  );
  const names: Readonly<Record<string, Text>> = { ...words.organizationType, ...words.registration };
  const each = rows.map((row) => [say(names[row.type] ?? all), ...cells(row.level, row.size, row)]);
  return [
    table([], most),
    "",
    `<details><summary>${say(summary)}</summary>`,
    "",
    table([typeHead], each),
    "",
    "</details>",
  ].join("\n");
}

const mostOf = (rows: readonly TableRow[]): Figures => {
  const most = (name: keyof Figures): number => Math.max(...rows.map((row) => row[name]));
  return {
    ...{ actsMean: most("actsMean"), actsWorst: most("actsWorst"), mailsMean: most("mailsMean") },
    ...{ mailsWorst: most("mailsWorst"), smsMean: most("smsMean"), openWorst: most("openWorst") },
  };
};

export const readmes = { "README.md": "en", "README.zh-CN.md": "zh-CN" } as const;
const begin = "<!-- made by docs/make-load.ts -->";
const end = "<!-- /make-load -->";

/** A README with the tables as they are now. */
export function withTables(page: string, tables: string): string {
  const [before = "", rest = ""] = page.split(begin);
  const after = rest.slice(rest.indexOf(end));
  return `${before}${begin}\n\n${tables}\n\n${after}`;
}

if (process.argv[1] === import.meta.filename) {
  const rows = tableRows();
  for (const [file, language] of Object.entries(readmes)) {
    const path = new URL(`../${file}`, import.meta.url);
    writeFileSync(path, withTables(readFileSync(path, "utf8"), loadTables(language, rows)));
  }
}
