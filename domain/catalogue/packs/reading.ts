import type { LocalDate, Text } from "../../terms.ts";
import { addMonths } from "../../time/dates.ts";
import type { Status } from "../duty.ts";
import { dutyPacks } from "./index.ts";
import { statutory } from "./statutory.ts";

/** A text, or an article of one, that is to be read again. */
export interface TextToRead {
  name: string;
  source: Text;
  rule: Text;
  publication: Text;
  address: string;
  readOn: LocalDate | null;
  /** `P`: read as quoted elsewhere. */
  status: Status;
}

const whole: Text = { zh: "全文", en: "the whole text" };

/** Texts behind figures that were never read, or not for a year: an administrator checks whether they have changed. */
export function textsToReview(today: LocalDate): TextToRead[] {
  const guidelines = dutyPacks.flatMap(({ name, source, text }) =>
    text ? [{ name, source, rule: whole, status: "V" as const, ...text }] : [],
  );
  const deadlines = statutory.map(({ name, source, rule, publication, address, readOn, status }) => ({
    ...{ name, source, rule, publication, address, readOn, status },
  }));
  return [...guidelines, ...deadlines].filter(
    ({ readOn, status }) => readOn === null || status !== "V" || addMonths(readOn, 12) <= today,
  );
}
