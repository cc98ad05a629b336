import type { Desk } from "../../../client/desk/desk.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import type { Calendar } from "../../../domain/time/calendar.ts";

/** The desk as one reader sees it. */
export interface DeskView {
  desk: Desk;
  now: Date;
  calendar: Calendar;
  language: LanguageCode;
  personId: string | null;
  /** Name of the organization, if the board covers only one; null: it covers several. */
  alone: string | null;
}
