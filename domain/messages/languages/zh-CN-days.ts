import type { Moment } from "./moment.ts";

const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** `11月30日` */
export const day = ({ month, day }: Moment): string => `${month}月${day}日`;
const near = ["今日", "明日"];
/** `11月30日18:00`; today and tomorrow: `今日15:10`. */
export const clock = (moment: Moment): string => `${near[moment.ahead ?? -1] ?? day(moment)}${moment.clock}`;
/** In six characters: `15:10` today, `30日15时` within three days, otherwise `11月30日`. */
export const briefly = (moment: Moment): string =>
  moment.ahead === 0
    ? moment.clock
    : moment.ahead === undefined
      ? day(moment)
      : `${moment.day}日${Number(moment.clock.slice(0, 2))}时`;
/** `2026年11月30日（周一）`; optionally without the year. */
export const date = (moment: Moment, year = true): string =>
  `${year ? `${moment.year}年` : ""}${day(moment)}（${weekdays[moment.weekday]}）`;
/** `2026年11月30日（周一）18:00`; optionally without the year. */
export const instant = (moment: Moment, year = true): string => `${date(moment, year)}${moment.clock}`;
