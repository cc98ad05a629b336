import { colours, faces } from "../../domain/design/tokens.ts";
import type { DisclosurePunctuality } from "../../domain/donations/punctuality.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { html } from "../http/html.ts";

/** `按时公开`, `12/12`. */
export function badgeWords(
  { inTime, due }: DisclosurePunctuality,
  language: LanguageCode,
): { label: string; value: string } {
  return {
    label: writing[language].either("按时公开", "Disclosed in time"),
    value: due === 0 ? writing[language].either("尚未到期", "none due yet") : `${inTime}/${due}`,
  };
}

/**
 * A badge for an organization's own site: how many of its disclosures were published on time. It is a plain image: the embedding site learns nothing
 * about its visitors through it.
 */
export function badge(name: string, punctuality: DisclosurePunctuality, language: LanguageCode): string {
  const { label, value } = badgeWords(punctuality, language);
  const all = `${name}${writing[language].colon}${label} ${value}`;
  const tone = punctuality.due === 0 ? "soft" : punctuality.inTime === punctuality.due ? "done" : "late";
  const [left, right] = [widthOf(label) + 16, widthOf(value) + 16];
  const width = left + right;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" viewBox="0 0 ${width} 24" role="img" aria-label="${all}" lang="${language}"><title>${all}</title><clipPath id="r"><rect width="${width}" height="24" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="24" fill="${colours.brand.light}"/><rect x="${left}" width="${right}" height="24" fill="${colours[tone].light}"/></g><g fill="#fff" font-family="${faces}" font-size="13" text-anchor="middle"><text x="${left / 2}" y="16.5" textLength="${left - 16}">${label}</text><text x="${left + right / 2}" y="16.5" textLength="${right - 16}">${value}</text></g></svg>
`.text;
}

/** Approximate width in the system's font; the text is then fitted to it. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 13 : 7.5), 0);
