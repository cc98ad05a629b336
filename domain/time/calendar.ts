export type { Calendar, Overlay } from "./announced.ts";
export {
  addBusinessDays,
  before,
  businessDaysBetween,
  rollBack,
  rollForward,
  withinAfter,
} from "./business-days.ts";
export { chinaCalendar } from "./china.ts";
export { addDays, addMonths, dateOfEpochDay, daysBetween, epochDay, isLocalDate, weekday } from "./dates.ts";
