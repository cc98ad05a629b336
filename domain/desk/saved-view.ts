import type { LocalDate, Text, Zone } from "../terms.ts";
import { weekday } from "../time/dates.ts";
import { dateIn } from "../time/zones.ts";
import { type BoardFilter, type BoardView, filterIn, isNarrow, queryOf } from "./filter.ts";

/** Views that one owner keeps, and characters of a name. */
export const mostViews = 30;
export const longestName = 40;

/** When the mail of a week goes, on Mondays, and until when it is of use; in the zone of most organizations. */
export const weeklyAt = { from: "08:30", until: "18:00" } as const;

/** Whether the weekly mails of a day are written: on Mondays. What the program slept through is not made up for in the middle of a week. */
export const isWeeklyDay = (today: LocalDate): boolean => weekday(today) === 1;

/** The first and the last zone in which a day begins. */
const zonesOfADay: readonly Zone[] = ["Pacific/Kiritimati", "Etc/GMT+12"];

/** Whether it is such a day anywhere: asked before it is known where. */
export const mayBeWeeklyDay = (now: Date): boolean => zonesOfADay.some((zone) => isWeeklyDay(dateIn(now, zone)));

/** What of an address is kept under a name: the filter and the table, by the board's own rules, and nothing else. @returns null: it asks for nothing */
export function keptQuery(typed: string): string | null {
  const filter: BoardFilter = filterIn(typed.slice(0, 1_000));
  return isNarrow(filter) || filter.view ? queryOf(filter).toString() : null;
}

const t = (zh: string, en: string): Text => ({ zh, en });

/** What the tables of the board are called. */
export const viewTitles: Readonly<Record<BoardView, Text>> = {
  late: t("已逾期", "Late"),
  risk: t("有风险或受阻", "At risk or blocked"),
  verdict: t("等待核验", "Waiting for a verdict"),
  asked: t("等待答复", "Waiting for an answer"),
  unreachable: t("联系不上", "Nobody can be reached"),
  aside: t("系统异常，暂停处理", "Set aside"),
};
