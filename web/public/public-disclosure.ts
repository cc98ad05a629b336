import type { DisclosedLine, DisclosedTotals } from "../../domain/donations/disclosure-body.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { PublicOrganization, PublishedDisclosure } from "../../records/donations/campaigns.ts";
import { disclosureHash } from "../../records/donations/disclosures.ts";
import { entryTable } from "../http/entry-table.ts";
import { instantWords, zonedWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { entryWords, lateMark, money, periodWords, platformWords } from "./public-campaigns.ts";

interface Page {
  organization: PublicOrganization;
  disclosure: PublishedDisclosure;
  publicUrl: string;
  now: Date;
  language: LanguageCode;
}

/** One disclosure in full, and how anybody can check that nothing in it was changed since. */
export function disclosurePage({ organization, disclosure, publicUrl, now, language }: Page): Html {
  const en = language === "en";
  const { body, hash, previous, previousId, dueAt, publishedAt, lateAt } = disclosure;
  const { zone } = organization;
  const home = `/org/${encodeURIComponent(organization.code)}`;
  const raw = `${home}/disclosure/${disclosure.id}/body.json`;
  const whole = disclosureHash(body, previous) === hash;
  return html`<p><a href="${home}">${organization.name}</a></p>
<h1>${body.campaign.title}</h1>
<p>${periodWords(disclosure.period, language, { at: publishedAt, zone })} </p>
<p>公布时间 <span class="beside" lang="en">Published</span> <time datetime="${publishedAt.toISOString()}">${zonedWords(instantWords(publishedAt, zone, language), zone, language)}</time> ${lateAt ? lateMark(dueAt, zone, language) : html`<span class="badge done">${en ? "in time" : "按时公布"}</span>`}</p>
<p>${platformWords(disclosure, now, zone, language)}</p>
${body.statement ? html`<section class="card"><h2>${en ? "Statement" : "公布说明"}</h2>${body.statement.split("\n").map((line) => html`<p>${line}</p>`)}</section>` : ""}
<section class="card"><h2>${en ? "In this period" : "本期"}</h2>${totals(body.totals, language)}${lines(body.lines, language)}</section>
${body.supplement.length > 0 ? html`<section class="card"><h2>${en ? "Earlier days, recorded since the last disclosure" : "上次公布后补记的更早收支"}</h2>${lines(body.supplement, language)}</section>` : ""}
<section class="card"><h2>${en ? "Since the start" : "自开始累计"}</h2>${totals(body.cumulative, language)}</section>
<section class="card"><h2>${en ? "Check it yourself" : "自行核对"}</h2>
<p><span class="badge ${whole ? "done" : "late"}">${
    whole
      ? en
        ? "The hash agrees with what is shown here."
        : "校验值与本页内容一致。"
      : en
        ? "The hash does not agree with what is shown here: it was changed after publication."
        : "校验值与本页内容不一致：内容在公布后被改动过。"
  }</span></p>
<p>SHA-256 <code class="hash">${hash}</code></p>
<p>${en ? "Hash of the disclosure before" : "上一次公布的校验值"} ${previous === "" ? (en ? "none: this is the first" : "无（首次公布）") : html`<code class="hash">${previous}</code>`}${previousId ? html` <a href="${home}/disclosure/${previousId}">${en ? "see it" : "查看"}</a>` : ""}</p>
<p>${
    en
      ? "The hash is SHA-256 over the published data, followed by the hash of the disclosure before; so none can be changed or taken out later without being seen. Compute it:"
      : "校验值是对公布数据及其后的上一次校验值计算的SHA-256；任何一次公布事后被改动或抽走，都会被发现。可以这样计算："
  }</p>
<pre><code>(curl -s '${publicUrl}${raw.replace(/[!'()*]/g, percent)}'; printf %s '${previous}') | sha256sum</code></pre>
<p><a href="${raw}">${en ? "Published data (JSON)" : "公布数据（JSON）"}</a></p></section>`;
}

/** What `encodeURIComponent` leaves, and a shell would not. */
const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

function totals(sums: DisclosedTotals, language: LanguageCode): Html {
  const en = language === "en";
  return html`<dl class="figures"><div><dt>${en ? "Received" : "接收"}</dt><dd>${money(BigInt(sums.received))} <span class="hint">${entryWords(sums.receipts, language)}</span></dd></div>
<div><dt>${en ? "Used" : "使用"}</dt><dd>${money(BigInt(sums.used))} <span class="hint">${entryWords(sums.uses, language)}</span></dd></div>
<div><dt>${en ? "Balance" : "结余"}</dt><dd>${money(BigInt(sums.balance))}</dd></div></dl>`;
}

function lines(of: readonly DisclosedLine[], language: LanguageCode): Html {
  const en = language === "en";
  if (of.length === 0) return html`<p>${en ? "No entries." : "没有收支。"}</p>`;
  return entryTable<DisclosedLine>(
    [
      { label: en ? "Day" : "日期", whole: true, cell: ({ on }) => on },
      {
        label: en ? "Direction" : "收支",
        whole: true,
        cell: ({ direction }) => word("direction", direction, language),
      },
      { label: en ? "Amount" : "金额", cell: ({ cents }) => money(BigInt(cents)) },
      { label: en ? "Goods" : "物资", cell: ({ goods }) => goods },
      { label: en ? "Purpose" : "用途", cell: ({ purpose }) => purpose },
      { label: en ? "Entries" : "笔数", whole: true, cell: ({ count }) => count },
    ],
    of,
  );
}
