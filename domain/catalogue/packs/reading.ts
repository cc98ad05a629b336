import type { LocalDate } from "../../terms.ts";
import { addMonths } from "../../time/dates.ts";
import type { Deadline } from "../duty.ts";
import { statutory } from "./statutory.ts";

/** Deadlines whose text nobody has read for a year, or ever: an administrator looks whether the law still says so. */
export const deadlinesToReview = (today: LocalDate): Deadline[] =>
  statutory.filter(({ readOn }) => readOn === null || addMonths(readOn, 12) <= today);
