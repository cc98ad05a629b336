import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { PublicOrganization } from "../../records/donations/campaigns.ts";
import type { DiscloserLine } from "../../records/views/disclosers.ts";
import { Html, html } from "../http/html.ts";

interface Preview {
  publicUrl: string;
  /** Path of the page, without the language parameter. */
  path: string;
  title: string;
  description: string;
  language: LanguageCode;
  /** Path of its preview picture; absent: none. */
  picture?: string;
}

/** Metadata of a public page for search engines and chats: Open Graph, and the canonical address. */
export function preview({ publicUrl, path, title, description, language, picture }: Preview): Html {
  const url = `${publicUrl}${path}`;
  const locale = writing[language].either("zh_CN", "en_GB");
  return html`<link rel="canonical" href="${url}">
<meta name="description" content="${description}">
<meta property="og:type" content="website"><meta property="og:url" content="${url}"><meta property="og:title" content="${title}">
<meta property="og:description" content="${description}"><meta property="og:locale" content="${locale}">
<meta property="og:site_name" content="${writing[language].either("督办", "Duban")}">${
    picture
      ? html`<meta property="og:image" content="${publicUrl}${picture}"><meta property="og:image:type" content="image/png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="${title}"><meta name="twitter:card" content="summary_large_image">`
      : html`<meta name="twitter:card" content="summary">`
  }`;
}

/** The organization and its data as schema.org JSON-LD, which browsers do not execute. */
export function structuredData(
  { name, code }: PublicOrganization,
  { publicUrl, path, description }: Pick<Preview, "publicUrl" | "path" | "description">,
  { entries }: { entries: boolean },
): Html {
  const url = `${publicUrl}${path}`;
  const organization = { "@type": "NGO", "@id": url, name, identifier: code, url };
  const data = {
    "@type": "Dataset",
    name: `${name}捐赠款物公示`,
    description,
    url,
    isAccessibleForFree: true,
    creator: { "@id": url },
    distribution: [{ "@type": "DataDownload", encodingFormat: "text/csv", contentUrl: `${url}/donations.csv` }],
  };
  return linked([organization, ...(entries ? [data] : [])]);
}

/** The organizations on a page of the list. */
export const listData = (lines: readonly DiscloserLine[], publicUrl: string): Html =>
  linked([
    {
      "@type": "ItemList",
      itemListElement: lines.map(({ code, name }, index) => ({
        "@type": "ListItem",
        position: index + 1,
        name,
        url: `${publicUrl}/org/${encodeURIComponent(code)}`,
      })),
    },
  ]);

/** Escapes all markup characters: a name may contain what would end the element. */
function linked(graph: readonly object[]): Html {
  const json = JSON.stringify({ "@context": "https://schema.org", "@graph": graph });
  return new Html(
    `<script type="application/ld+json">${json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}</script>`,
  );
}
