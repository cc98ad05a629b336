import { formatYuan } from "../../domain/donations/money.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { PublicOrganization, RecentDisclosure } from "../../records/donations/campaigns.ts";
import { html } from "../http/html.ts";
import { periodWords } from "./public-words.ts";

interface Feed {
  organization: PublicOrganization;
  /** Newest first. */
  disclosures: readonly RecentDisclosure[];
  /** Page of the feed, from 1, and whether an older one follows (RFC 5005). */
  page: number;
  more: boolean;
  /** Updated instant of a feed without entries. */
  since: Date;
  publicUrl: string;
  language: LanguageCode;
}

/** An organization's disclosures as an Atom feed (RFC 4287). */
export function disclosureFeed({ organization, disclosures, page, more, since, publicUrl, language }: Feed): string {
  const { zone, name, code } = organization;
  const home = `${publicUrl}/org/${encodeURIComponent(code)}`;
  const feed = (of: number): string => `${home}/feed.atom${of > 1 ? `?page=${of}` : ""}`;
  const either = writing[language].either;
  const updated = disclosures[0]?.publishedAt ?? since;
  return `<?xml version="1.0" encoding="utf-8"?>\n${
    html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>${home}</id>
<title>${either(`${name}：捐赠款物公示`, `${name}: donations and their use`)}</title>
<updated>${updated.toISOString()}</updated>
<author><name>${name}</name></author>
<link rel="self" type="application/atom+xml" href="${feed(page)}"/>
${page > 1 ? html`<link rel="first" href="${feed(1)}"/>\n<link rel="previous" href="${feed(page - 1)}"/>\n` : ""}${more ? html`<link rel="next" href="${feed(page + 1)}"/>\n` : ""}<link rel="alternate" type="text/html" href="${home}"/>
${disclosures.map(({ id, title, period, publishedAt, lateAt, hash, totals }) => {
  const link = `${home}/disclosure/${id}`;
  const sums = { received: formatYuan(BigInt(totals.received)), used: formatYuan(BigInt(totals.used)) };
  return html`<entry>
<id>${link}</id>
<title>${title}${writing[language].colon}${periodWords(period, language, { at: publishedAt, zone })}</title>
<published>${publishedAt.toISOString()}</published>
<updated>${publishedAt.toISOString()}</updated>
<link rel="alternate" type="text/html" href="${link}"/>
<summary>${either(
    `本期接收${sums.received}，使用${sums.used}；${lateAt ? "逾期公布" : "按时公布"}。SHA-256：${hash}`,
    `Received ${sums.received}, used ${sums.used}; ${lateAt ? "published late" : "published in time"}. SHA-256: ${hash}`,
  )}</summary>
</entry>
`;
})}</feed>
`.text
  }`;
}
