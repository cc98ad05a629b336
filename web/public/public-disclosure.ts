import type { DisclosedLine, DisclosedTotals } from "../../domain/donations/disclosure-body.ts";
import { formatYuan } from "../../domain/donations/money.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Zone } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { PublicOrganization, PublishedDisclosure } from "../../records/donations/campaigns.ts";
import { disclosureHash } from "../../records/donations/disclosures.ts";
import { entryTable } from "../http/entry-table.ts";
import { instantWords, zonedWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { lateMark, platformWords } from "./public-campaigns.ts";
import { aboveReceivedLine, entryWords, money, periodWords } from "./public-words.ts";

interface Page {
  organization: PublicOrganization;
  disclosure: PublishedDisclosure;
  publicUrl: string;
  now: Date;
  language: LanguageCode;
}

/** One disclosure in full, with instructions to verify that nothing in it was changed. */
export function disclosurePage({ organization, disclosure, publicUrl, now, language }: Page): Html {
  const { body, hash, previous, previousId, dueAt, publishedAt, lateAt } = disclosure;
  const { zone } = organization;
  const home = `/org/${encodeURIComponent(organization.code)}`;
  const raw = `${home}/disclosure/${disclosure.id}/body.json`;
  const whole = disclosureHash(body, previous) === hash;
  return html`<p><a href="${home}">${organization.name}</a></p>
<h1>${body.campaign.title}</h1>
<p>${periodWords(disclosure.period, language, { at: publishedAt, zone })} </p>
<p>公布时间 <span class="beside" lang="en">Published</span> <time datetime="${publishedAt.toISOString()}">${zonedWords(instantWords(publishedAt, zone, language), zone, language)}</time> ${lateAt ? lateMark(dueAt, zone, language) : html`<span class="badge done">${writing[language].either("按时公布", "in time")}</span>`}</p>
<p>${platformWords(disclosure, now, zone, language)}</p>
${body.statement ? html`<section class="card"><h2>${writing[language].either("公布说明", "Statement")}</h2>${body.statement.split("\n").map((line) => html`<p>${line}</p>`)}</section>` : ""}
<section class="card"><h2>${writing[language].either("本期", "In this period")}</h2>${totals(body.totals, language)}${lines(body.lines, language)}</section>
${body.supplement.length > 0 ? html`<section class="card"><h2>${writing[language].either("上次公布后补记的更早收支", "Earlier days, recorded since the last disclosure")}</h2>${lines(body.supplement, language)}</section>` : ""}
<section class="card"><h2>${writing[language].either("自开始累计", "Since the start")}</h2>${totals(body.cumulative, language)}${aboveReceivedLine(body.campaign.duty, { received: BigInt(body.cumulative.received), used: BigInt(body.cumulative.used) }, language)}</section>
<section class="card"><h2>${writing[language].either("自行核对", "Check it yourself")}</h2>
<p><span class="badge ${whole ? "done" : "late"}">${
    whole
      ? writing[language].either("校验值与本页内容一致。", "The hash agrees with what is shown here.")
      : writing[language].either(
          "校验值与本页内容不一致：内容在公布后被改动过。",
          "The hash does not agree with what is shown here: it was changed after publication.",
        )
  }</span></p>
<p>SHA-256 <code class="hash">${hash}</code></p>
<p>${writing[language].either("上一次公布的校验值：", "Hash of the disclosure before: ")}${previous === "" ? writing[language].either("无（首次公布）", "none: this is the first") : html`<code class="hash">${previous}</code>`}${previousId ? html` <a href="${home}/disclosure/${previousId}">${writing[language].either("查看", "see it")}</a>` : ""}</p>
<p>${writing[language].either(
    "校验值是对公布数据及其后的上一次校验值计算的SHA-256；任何一次公布事后被改动或抽走，都会被发现。可以这样计算：",
    "The hash is SHA-256 over the published data, followed by the hash of the disclosure before; so none can be changed or taken out later without being seen. Compute it:",
  )}</p>
<pre><code>(curl -s '${publicUrl}${raw.replace(/[!'()*]/g, percent)}'; printf %s '${previous}') | sha256sum</code></pre>
<p><a href="${raw}">${writing[language].either("公布数据（JSON）", "Published data (JSON)")}</a></p></section>`;
}

/** A disclosure in one line. */
export function disclosureWords(
  { period, publishedAt, lateAt, body }: PublishedDisclosure,
  zone: Zone,
  language: LanguageCode,
): string {
  const about = periodWords(period, language, { at: publishedAt, zone });
  const [received, used] = [formatYuan(BigInt(body.totals.received)), formatYuan(BigInt(body.totals.used))];
  return writing[language].either(
    `${about}：接收${received}，使用${used}；${instantWords(publishedAt, zone, language)}${lateAt ? "逾期公布" : "按时公布"}`,
    `${about}: received ${received}, used ${used}; ${lateAt ? "published late" : "published in time"}, ${instantWords(publishedAt, zone, language)}`,
  );
}

/** Characters that `encodeURIComponent` leaves unescaped and a shell would interpret. */
const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

function totals(sums: DisclosedTotals, language: LanguageCode): Html {
  return html`<dl class="figures"><div><dt>${writing[language].either("接收", "Received")}</dt><dd>${money(BigInt(sums.received))} <span class="hint">${entryWords(sums.receipts, language)}</span></dd></div>
<div><dt>${writing[language].either("使用", "Used")}</dt><dd>${money(BigInt(sums.used))} <span class="hint">${entryWords(sums.uses, language)}</span></dd></div>
<div><dt>${writing[language].either("结余", "Balance")}</dt><dd>${money(BigInt(sums.balance))}</dd></div></dl>`;
}

function lines(of: readonly DisclosedLine[], language: LanguageCode): Html {
  if (of.length === 0) return html`<p>${writing[language].either("没有收支。", "No entries.")}</p>`;
  return entryTable<DisclosedLine>(
    [
      { label: writing[language].either("日期", "Day"), whole: true, cell: ({ on }) => writing[language].date(on) },
      {
        label: writing[language].either("收支", "Direction"),
        whole: true,
        cell: ({ direction }) => word("direction", direction, language),
      },
      { label: writing[language].either("金额", "Amount"), cell: ({ cents }) => money(BigInt(cents)) },
      { label: writing[language].either("物资", "Goods"), cell: ({ goods }) => goods },
      { label: writing[language].either("用途", "Purpose"), cell: ({ purpose }) => purpose },
      { label: writing[language].either("笔数", "Entries"), whole: true, cell: ({ count }) => count },
    ],
    of,
  );
}
