import { englishMonths } from "../../time/month-names.ts";
import type { Moment } from "./moment.ts";

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `Mon` */
export const weekday = (moment: Moment): string => `${weekdays[moment.weekday]?.slice(0, 3)}`;
/** `30 Nov` */
export const day = (moment: Moment): string => `${moment.day} ${englishMonths[moment.month - 1]?.slice(0, 3)}`;
const near = ["today", "tomorrow"];
/** `30 Nov 18:00`; today and tomorrow: `today 15:10`. */
export const clock = (moment: Moment): string => `${near[moment.ahead ?? -1] ?? day(moment)} ${moment.clock}`;
/** `Monday, 30 November 2026` */
export const date = (moment: Moment): string =>
  `${weekdays[moment.weekday]}, ${moment.day} ${englishMonths[moment.month - 1]} ${moment.year}`;
/** `Monday, 30 November 2026, 18:00` */
export const instant = (moment: Moment): string => `${date(moment)}, ${moment.clock}`;
