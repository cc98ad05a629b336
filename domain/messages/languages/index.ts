import type { LanguageCode } from "../../terms.ts";
import type { Language } from "../message.ts";
import { en, enTemplates } from "./en.ts";
import { CompositionError } from "./errors.ts";
import type { SmsTemplate } from "./sms.ts";
import { zhCN, zhCNTemplates } from "./zh-CN.ts";

export { digestLimit } from "./compose.ts";
export { CompositionError } from "./errors.ts";
export { weightOfItem } from "./rendered-item.ts";
export { longestBriefVariable, longestVariable, oneSegment, type SmsTemplate, smsSignature } from "./sms.ts";

/** All languages. */
export const languages: Readonly<Record<LanguageCode, Language>> = { "zh-CN": zhCN, en };

/** SMS templates of all languages, as an operator registers them with a provider. */
export const smsTemplates: readonly SmsTemplate[] = [...zhCNTemplates, ...enTemplates];

/** The language of a code. @throws {CompositionError} unknown code */
export function languageOf(code: string): Language {
  const language = Object.hasOwn(languages, code) ? languages[code as LanguageCode] : undefined;
  if (!language) throw new CompositionError("the language", code, Object.keys(languages).join(" or "));
  return language;
}
