import type { Facts } from "../catalogue/due-rule.ts";
import { dutyOf } from "../catalogue/packs/index.ts";
import { coveredBy, dutyTitleOf, phaseTitleOf } from "../procedures/steps.ts";
import type { LanguageCode, Text } from "../terms.ts";
import { textIn } from "../words.ts";
import { cut } from "./languages/clean.ts";
import { writing } from "./languages/writing.ts";

/** Title of a task in a list: its step with the case's subject or the duty. */
export function taskTitle(
  { duty, step, subject, facts = {} }: { duty: string; step: string; subject: string; facts?: Facts },
  language: LanguageCode,
): string {
  const found = dutyOf(duty);
  const title = textIn(phaseTitleOf(found, step, facts), language);
  const covers = coveredBy(found, step, facts);
  const about = cut(subject, 60) || dutyBeside({ duty, step, facts }, language);
  const more = [about, covers ? textIn(covers, language) : ""].filter((one) => one !== "");
  return more.length > 0 ? `${title}${writing[language].brackets(writing[language].clauses(more))}` : title;
}

/** The duty, for display beside a step's title that does not name it: several duties have the same step, and three drills each request a date. */
export function dutyBeside(step: StepOfDuty, language: LanguageCode): string {
  const beside = dutyTextBeside(step);
  return beside ? textIn(beside, language) : "";
}

/** The same in every language; null: the step's title names its duty. */
export function dutyTextBeside({ duty, step, facts = {} }: StepOfDuty): Text | null {
  const found = dutyOf(duty);
  const whole = dutyTitleOf(found, facts);
  return whole.zh === phaseTitleOf(found, step, facts).zh ? null : whole;
}

interface StepOfDuty {
  duty: string;
  step: string;
  facts?: Facts;
}
