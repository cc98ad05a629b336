import type { LocalDate, Text } from "../../terms.ts";
import { addMonths } from "../../time/dates.ts";
import type { Status } from "../duty.ts";
import { dutyPacks } from "./index.ts";
import { statutory } from "./statutory.ts";

/** A text, or an article of one, that somebody is to read again. */
export interface TextToRead {
  name: string;
  source: Text;
  rule: Text;
  publication: Text;
  address: string;
  readOn: LocalDate | null;
  /** `P`: the day is that on which it was read as others quote it. */
  status: Status;
}

const whole: Text = { zh: "全文", en: "the whole text" };

/** Texts behind the figures whose own words nobody has read for a year, or ever: an administrator looks whether they still say so. */
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
