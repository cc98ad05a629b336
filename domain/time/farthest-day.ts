import type { LocalDate } from "../terms.ts";
import { addMonths } from "./dates.ts";

/** The last day for which something can be set in advance. A later one is a mistyped year. */
export const farthestDay = (today: LocalDate): LocalDate => addMonths(today, 24);
