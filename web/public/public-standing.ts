import { raisable } from "../../client/kinds/opinion.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { OrganizationRecord } from "../../records/roster/organizations.ts";
import { instantWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { raiseTitle } from "./raise-page.ts";

/** Note above an organization's disclosures: that it is closed, otherwise where to submit an opinion or a question. */
export function standingNote(organization: OrganizationRecord | null, language: LanguageCode): Html {
  if (!organization) return html``;
  const { closedAt, zone, code } = organization;
  if (closedAt) {
    const day = instantWords(closedAt, zone, language);
    return html`<p class="card quiet">${writing[language].either(`本机构已于${day}关闭，已公布的内容继续保留。`, `This organization was closed on ${day}. What it published stays readable.`)}</p>`;
  }
  const kinds = raisable(organization);
  if (kinds.length === 0) return html``;
  return html`<p class="card"><a href="/o/${encodeURIComponent(code)}/raise">${raiseTitle(kinds, language)}</a></p>`;
}
