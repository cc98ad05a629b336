import type { Text } from "../terms.ts";
import { englishMonths } from "./month-names.ts";
import { type Period, periodNamed } from "./periods.ts";

const chineseQuarters = ["一", "二", "三", "四"];

/** `2026年11月`, `November 2026`; a week with its days. */
export function periodWords({ key }: Pick<Period, "key">): Text {
  const [year = "", part = ""] = key.split("-");
  const number = Number(part.replace(/^\D/, ""));
  if (part === "") return { zh: `${year}年`, en: year };
  if (part.startsWith("W")) return weekWords(key, year, number);
  if (part.startsWith("Q")) return { zh: `${year}年第${chineseQuarters[number - 1]}季度`, en: `Q${number} ${year}` };
  if (part.startsWith("H"))
    return {
      zh: `${year}年${number === 1 ? "上" : "下"}半年`,
      en: `the ${number === 1 ? "first" : "second"} half of ${year}`,
    };
  return { zh: `${year}年${number}月`, en: `${englishMonths[number - 1]} ${year}` };
}

/** Nobody counts weeks: their days are said. */
function weekWords(key: string, year: string, number: number): Text {
  const week = periodNamed(key);
  const zh = `${year}年第${number}周`;
  if (!week) return { zh, en: key };
  const day = (date: string): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
  return {
    zh: `${zh}，${day(week.from)}至${day(week.to)}`,
    en: `week ${number} of ${year}, ${week.from} to ${week.to}`,
  };
}

/** The key of a case in words, where it names a period. */
export const keyWords = (key: string): Text => (periodNamed(key) ? periodWords({ key }) : { zh: key, en: key });
