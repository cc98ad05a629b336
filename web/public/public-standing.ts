import { raisable } from "../../client/kinds/opinion.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { OrganizationRecord } from "../../records/roster/organizations.ts";
import { instantWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";

/** Above what an organization has published: that it is closed, else where something may be raised with it. */
export function standingNote(organization: OrganizationRecord | null, language: LanguageCode): Html {
  if (!organization) return html``;
  const en = language === "en";
  const { closedAt, zone, code } = organization;
  if (closedAt) {
    const day = instantWords(closedAt, zone, language);
    return html`<p class="card quiet">${en ? `This organization was closed on ${day}. What it published stays readable.` : `本机构已于${day}关闭，已公布的内容继续保留。`}</p>`;
  }
  if (raisable(organization).length === 0) return html``;
  return html`<p class="card"><a href="/o/${encodeURIComponent(code)}/raise">${en ? "Raise an opinion, a difficulty or a request" : "提意见、反映困难、求助"}</a></p>`;
}
