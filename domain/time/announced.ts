import type { LocalDate } from "../terms.ts";

/**
 * Which days are workdays. Days after `until` are not announced yet: Monday to Friday is assumed there, and results are marked as provisional. A
 * calendar is immutable: another announcement or overlay makes another object.
 */
export interface Calendar {
  isBusinessDay(date: LocalDate): boolean;
  /** Whether the calendar of a day was announced; results beyond are provisional. */
  announced(date: LocalDate): boolean;
  /** Last announced day. */
  until: LocalDate;
  /** The overlay, so that the same calendar can be made elsewhere. */
  overlay?: Overlay;
}

/** Local corrections of the announced calendar. */
export interface Overlay {
  /** Additional days off. */
  closed?: readonly LocalDate[];
  /** Additional workdays (调休). */
  open?: readonly LocalDate[];
  /** Last day that the two lists announce, if later than that of the built-in data. */
  until?: LocalDate;
}
