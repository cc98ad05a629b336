import type { Moment } from "./moment.ts";

const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** `11月30日` */
export const day = ({ month, day }: Moment): string => `${month}月${day}日`;
/** `11月30日18:00` */
export const clock = (moment: Moment): string => `${day(moment)}${moment.clock}`;
/** `2026年11月30日（周一）18:00`; without the year where the reader knows it. */
export const instant = (moment: Moment, year = true): string =>
  `${year ? `${moment.year}年` : ""}${day(moment)}（${weekdays[moment.weekday]}）${moment.clock}`;
