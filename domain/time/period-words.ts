import type { LocalDate, Text } from "../terms.ts";
import { englishMonths } from "./month-names.ts";
import { type Period, periodNamed } from "./periods.ts";

const chineseQuarters = ["一", "二", "三", "四"];

/** A period in words: `2026年11月`, `November 2026`; a week with its days. */
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

/** A week with its days, because nobody counts weeks. */
function weekWords(key: string, year: string, number: number): Text {
  const week = periodNamed(key);
  const zh = `${year}年第${number}周`;
  if (!week) return { zh, en: key };
  const days = daysWords(week.from, week.to);
  // The year is not repeated, unless the week begins in the previous one.
  return { zh: `${zh}，${days.zh.replace(`${year}年`, "")}`, en: `week ${number} of ${year}, ${days.en}` };
}

/** A range of days, inclusive: `2027年1月16日至20日`. @param to null: open-ended */
export function daysWords(from: LocalDate, to: LocalDate | null): Text {
  const parts = (date: LocalDate): [string, string, string] => {
    const [year = "", month = "", day = ""] = date.split("-");
    return [`${Number(year)}年`, `${Number(month)}月`, `${Number(day)}日`];
  };
  const first = parts(from);
  if (to === null) return { zh: `${first.join("")}起`, en: `from ${from}` };
  if (to === from) return { zh: first.join(""), en: from };
  const last = parts(to);
  const same = from.slice(0, 7) === to.slice(0, 7) ? 2 : from.slice(0, 4) === to.slice(0, 4) ? 1 : 0;
  return { zh: `${first.join("")}至${last.slice(same).join("")}`, en: `${from} to ${to}` };
}

/** The key of a case in words, if it is a period. */
export const keyWords = (key: string): Text => (periodNamed(key) ? periodWords({ key }) : { zh: key, en: key });
