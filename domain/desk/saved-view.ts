import type { LocalDate, Text, Zone } from "../terms.ts";
import { weekday } from "../time/dates.ts";
import { dateIn } from "../time/zones.ts";
import { type BoardFilter, type BoardView, filterIn, isNarrow, queryOf } from "./filter.ts";

/** Maximum number of views of an owner, and of characters in a name. */
export const mostViews = 30;
export const longestName = 40;

/** When the weekly mails are sent on Mondays, and until when; in the zone of most organizations. */
export const weeklyAt = { from: "08:30", until: "18:00" } as const;

/** Whether weekly mails are written on a day: on Mondays. A Monday that was missed is not made up for. */
export const isWeeklyDay = (today: LocalDate): boolean => weekday(today) === 1;

/** The zones in which a day begins first and last. */
const zonesOfADay: readonly Zone[] = ["Pacific/Kiritimati", "Etc/GMT+12"];

/** Whether it is a Monday in any zone; checked before the zone is known. */
export const mayBeWeeklyDay = (now: Date): boolean => zonesOfADay.some((zone) => isWeeklyDay(dateIn(now, zone)));

/** The part of a typed address that is stored: filter and table, by the board's own rules. @returns null: it has no filter */
export function keptQuery(typed: string): string | null {
  const filter: BoardFilter = filterIn(typed.slice(0, 1_000));
  return isNarrow(filter) || filter.view ? queryOf(filter).toString() : null;
}

const t = (zh: string, en: string): Text => ({ zh, en });

/** Titles of the board's tables. */
export const viewTitles: Readonly<Record<BoardView, Text>> = {
  late: t("已逾期", "Late"),
  risk: t("有风险或受阻", "At risk or blocked"),
  verdict: t("等待核验", "Waiting for a verdict"),
  asked: t("等待答复", "Waiting for an answer"),
  unreachable: t("联系不上", "Nobody can be reached"),
  aside: t("系统异常，暂停处理", "Set aside"),
};
