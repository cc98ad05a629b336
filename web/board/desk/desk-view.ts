import type { Desk } from "../../../client/desk/desk.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import type { Calendar } from "../../../domain/time/calendar.ts";

/** The desk as a page shows it to one reader. */
export interface DeskView {
  desk: Desk;
  now: Date;
  calendar: Calendar;
  language: LanguageCode;
  personId: string | null;
  /** Name of the one organization that the board is over; null: it is over several. */
  alone: string | null;
}
