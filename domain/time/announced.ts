import type { LocalDate } from "../terms.ts";

/**
 * Which days are worked. Days beyond `until` are not announced yet: Monday to Friday is assumed there, and said aloud.
 * A calendar never changes its answers: another announcement or overlay is another object.
 */
export interface Calendar {
  isBusinessDay(date: LocalDate): boolean;
  /** Whether the calendar of that day has been announced; what is computed beyond is provisional. */
  announced(date: LocalDate): boolean;
  /** Last day announced. */
  until: LocalDate;
  /** What was laid over the announced days, so that the same calendar can be made elsewhere. */
  overlay?: Overlay;
}

/** Local corrections, laid over the announced calendar. */
export interface Overlay {
  /** Days not worked that the announced calendar works. */
  closed?: readonly LocalDate[];
  /** Days worked that the announced calendar does not work (调休). */
  open?: readonly LocalDate[];
  /** The two lists carry the announcement through this day, where it is later than the data's own last day. */
  until?: LocalDate;
}
