import { type Campaign, lastDayOf, nextDisclosure, readCampaign } from "../../domain/donations/disclosure.ts";
import { lateOnPlatform } from "../../domain/donations/platform.ts";
import { type DisclosurePunctuality, punctualityOf } from "../../domain/donations/punctuality.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LanguageCode, OrganizationType, Zone } from "../../domain/terms.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { daysBetween } from "../../domain/time/dates.ts";
import { daysWords } from "../../domain/time/period-words.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn, word } from "../../domain/words.ts";
import type {
  CampaignRow,
  DisclosureLine,
  PublicFiling,
  PublicOrganization,
} from "../../records/donations/campaigns.ts";
import type { DonationMonth, PublicDonation } from "../../records/donations/donations.ts";
import { entryTable } from "../http/entry-table.ts";
import { instantWords, plural, withClock, zonedWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { pageIn, pager } from "../http/pager.ts";
import { badgeWords } from "./public-badge.ts";
import { donationChart } from "./public-chart.ts";
import { aboveReceivedLine, countdown, entryWords, money, periodWords } from "./public-words.ts";

/** A disclosure that is not published yet. */
type Awaited = Pick<DisclosureLine, "period" | "dueAt" | "lateAt">;

export interface PublicCampaign {
  campaign: CampaignRow;
  facts: Campaign;
  /** Newest first. */
  published: readonly DisclosureLine[];
  /** Disclosures to come: the requested ones, otherwise the next one; the longest overdue first. */
  awaited: readonly Awaited[];
  /** Filing from the campaign's gate; null: it had no gate. */
  filing: PublicFiling | null;
}

interface Page {
  organization: PublicOrganization;
  campaigns: readonly PublicCampaign[];
  entries: readonly PublicDonation[];
  months: readonly DonationMonth[];
  now: Date;
  language: LanguageCode;
  publicUrl: string;
  /** The page of its campaigns that is asked for. */
  page: string | undefined;
  /** The organization is closed: nobody is responsible any more. */
  closed: boolean;
}

/** How many disclosures were published on time. */
export const timesInTime = (campaigns: readonly PublicCampaign[], now: Date): DisclosurePunctuality =>
  punctualityOf(
    campaigns.flatMap(({ published, awaited }) => [
      ...published,
      ...awaited.map((one) => ({ ...one, publishedAt: null })),
    ]),
    now,
  );

/** Campaigns of a page, each with a maximum number of its disclosures, so that a page stays under 50 kB. */
const perPage = { campaigns: 10, disclosures: 24 };

/** Campaigns in pages; one with more disclosures than a page holds goes on to the next. */
function pagesOf(campaigns: readonly PublicCampaign[]): PublicCampaign[][] {
  const pages: PublicCampaign[][] = [[]];
  let room = perPage.disclosures;
  const put = (one: PublicCampaign): void => {
    const current = pages.at(-1) ?? [];
    if (current.length > 0 && (current.length >= perPage.campaigns || one.published.length > room)) {
      pages.push([one]);
      room = perPage.disclosures;
    } else current.push(one);
    room -= one.published.length;
  };
  for (const campaign of campaigns)
    for (let from = 0; from === 0 || from < campaign.published.length; from += perPage.disclosures)
      put({ ...campaign, published: campaign.published.slice(from, from + perPage.disclosures) });
  return pages;
}

/** The public page of an organization. Its sums, chart and latest entries stand on the first page. */
export function campaignList(page: Page): Html {
  const { organization, entries, months, language } = page;
  const home = `/org/${encodeURIComponent(organization.code)}`;
  const pages = pagesOf(page.campaigns);
  const number = pageIn(page.page, pages.length);
  const campaigns = pages[number - 1] ?? [];
  const pageLinks = pager(
    {
      label: writing[language].either("募捐和项目", "Campaigns and projects"),
      ...{ page: number, pages: pages.length, address: (one: number) => `${home}?page=${one}` },
    },
    language,
  );
  if (number > 1)
    return html`${summary(page)}
${campaigns.map((one) => campaignCard(page, one, home))}
${pageLinks}
${answers({ ...page, campaigns })}`;
  return html`${summary(page)}
${donationChart(months, language)}
${campaigns.length === 0 ? html`<p>${writing[language].either("目前没有募捐或慈善项目。", "No campaign or project so far.")}</p>` : ""}
${campaigns.map((one) => campaignCard(page, one, home))}
${pageLinks}
${
  entries.length > 0
    ? html`<section class="card" aria-labelledby="entries"><h2 id="entries">${writing[language].either("最近收支", "Latest entries")}</h2>
${latest(entries, language)}
<p><a href="${home}/donations.csv" download>${writing[language].either("下载全部收支（CSV）", "All entries as CSV")}</a></p></section>`
    : ""
}
${campaigns.length > 0 ? answers({ ...page, campaigns }) : ""}
${campaigns.length > 0 ? elsewhere(page, home) : ""}`;
}

/** Summary of all campaigns: income and use, punctuality, and the next due disclosure. */
function summary({ organization, campaigns, now, language }: Page): Html {
  const { either } = writing[language];
  const sum = (of: (one: CampaignRow) => bigint): bigint =>
    campaigns.reduce((all, { campaign }) => all + of(campaign), 0n);
  const [received, used] = [sum((one) => one.received), sum((one) => one.used)];
  const { label, value } = badgeWords(timesInTime(campaigns, now), language);
  const [next] = campaigns
    .flatMap(({ campaign, awaited }) => awaited.map((one) => ({ ...one, campaign })))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const late = next !== undefined && hasPassed(next.dueAt, now);
  return html`<article class="card head${late ? " late" : ""}"><h1>${organization.name}</h1>
<p class="hint">${organization.code} · ${word("organizationType", organization.type as OrganizationType, language)}</p>
<p>款物接收、使用情况公示 <span class="beside" lang="en">Donations received, and how they were used</span></p>
${
  campaigns.length > 0
    ? html`<dl class="figures"><div><dt>${either("共接收", "Received in all")}</dt><dd>${money(received)}</dd></div>
<div><dt>${either("共使用", "Used in all")}</dt><dd>${money(used)}</dd></div>
<div><dt>${label}</dt><dd>${value}</dd></div></dl>`
    : ""
}
${next ? html`<p class="${late ? "late" : "soon"}"><strong class="left">${withClock(dueWords(next.dueAt, now, language), next.dueAt, now, next.campaign.zone, language)}</strong><br><span class="hint">${next.campaign.title} · ${periodWords(next.period, language)}</span></p>` : ""}</article>`;
}

/** The next due disclosure: 距法定公开期限还有3天. */
const dueWords = (due: Date, now: Date, language: LanguageCode): string =>
  hasPassed(due, now)
    ? writing[language].either(
        `法定公开期限${countdown(due, now, language)}`,
        `Statutory disclosure: ${countdown(due, now, language)}`,
      )
    : writing[language].either(
        `距法定公开期限${countdown(due, now, language)}`,
        `Until the statutory time of disclosure: ${countdown(due, now, language)}`,
      );

/** Who answers questions, within which time, and where to ask them. */
function answers({ campaigns, organization, closed, language }: Page): Html {
  const { either } = writing[language];
  const open = campaigns.filter(({ campaign }) => campaign.state === "open" && !closed);
  const secretariat = word("role", "secretariat", language);
  return html`<section class="card" aria-labelledby="answers"><h2 id="answers">${either("谁来答复", "Who answers questions")}</h2>
${
  open.length === 0
    ? html`<p>${either("目前没有可以查询的募捐。", "There is no campaign now that questions can be asked about.")}</p>`
    : html`<p>${either(`捐赠人的查询由本机构${secretariat}在二十日内答复，不需要登录，也不必留下姓名。`, `The organization's ${secretariat} answers donors within twenty days; no login and no name is needed.`)}</p>
<ul>${open.map(({ campaign }) => html`<li><a href="/o/${encodeURIComponent(organization.code)}/query/${campaign.caseId}">${either(`查询：${campaign.title}`, `Ask about ${campaign.title}`)}</a></li>`)}</ul>`
}</section>`;
}

/** Feed of the disclosures, and the badge for the organization's own site. */
function elsewhere({ organization, campaigns, now, language, publicUrl }: Page, home: string): Html {
  const { either, colon } = writing[language];
  const { label, value } = badgeWords(timesInTime(campaigns, now), language);
  const alt = `${organization.name}${colon}${label} ${value}`;
  const code = `<a href="${publicUrl}${home}"><img src="${publicUrl}${home}/badge.svg" alt="${either("按时公开情况", "Disclosed in time")}"></a>`;
  return html`<section class="card more" aria-labelledby="elsewhere"><h2 id="elsewhere">${either("订阅和引用", "Follow it, and show it")}</h2>
<p><a href="${home}/feed.atom">${either("订阅每次公布（Atom）", "Each disclosure as a feed (Atom)")}</a></p>
<p><img class="emblem" src="${home}/badge.svg" alt="${alt}"></p>
<details><summary>${either("放在自己的网站上", "Show it on a page of your own")}</summary><p>${either("复制下面的代码。图片随公布情况更新，不收集浏览者的任何信息。", "Copy this. The picture follows what is published, and collects nothing of who looks at it.")}</p><pre><code>${code}</code></pre></details></section>`;
}

const latest = (entries: readonly PublicDonation[], language: LanguageCode): Html => {
  return entryTable<PublicDonation>(
    [
      { label: writing[language].either("日期", "Day"), whole: true, cell: ({ on }) => writing[language].date(on) },
      {
        label: writing[language].either("收支", "Direction"),
        whole: true,
        cell: ({ direction }) => word("direction", direction, language),
      },
      { label: writing[language].either("金额", "Amount"), cell: ({ cents }) => money(cents) },
      {
        label: writing[language].either("物资、用途", "What, for what"),
        cell: ({ goods, purpose }) => [goods, purpose].filter(Boolean).join(" · "),
      },
      { label: writing[language].either("捐赠人", "Donor"), cell: (entry) => donorWords(entry, language) },
    ],
    entries,
  );
};

function campaignCard(
  { now, language }: Page,
  { campaign, facts, published, awaited, filing }: PublicCampaign,
  home: string,
): Html {
  const { zone } = campaign;
  return html`<section class="card" id="${campaign.caseId}"><h2>${campaign.title}</h2>
<p class="hint">${campaignDays(facts, language)} · ${word("caseState", campaign.state, language)}${facts.emergency ? html` · <span class="badge soon">${writing[language].either("重大突发事件", "major emergency")}</span>` : ""}</p>
${filing ? filingLine(filing, now, zone, language) : ""}${filing ? hurried(filing, zone, language) : ""}
<dl class="figures"><div><dt>接收 <span class="beside" lang="en">Received</span></dt><dd>${money(campaign.received)} <span class="hint">${entryWords(campaign.receipts, language)}</span></dd></div>
<div><dt>使用 <span class="beside" lang="en">Used</span></dt><dd>${money(campaign.used)} <span class="hint">${entryWords(campaign.uses, language)}</span></dd></div>
<div><dt>结余 <span class="beside" lang="en">Balance</span></dt><dd>${money(campaign.received - campaign.used)}</dd></div></dl>
${aboveReceivedLine(campaign.duty, campaign, language)}${awaited.map((one) => awaitedLine(one, now, zone, language))}
${
  published.length > 0
    ? html`<h3>${writing[language].either("已公布", "Published")}</h3><ul class="rows">${published.map(
        (one) =>
          html`<li><a href="${home}/disclosure/${one.id}">${periodWords(one.period, language, one.publishedAt ? { at: one.publishedAt, zone } : undefined)}</a> · <time datetime="${one.publishedAt?.toISOString()}">${one.publishedAt ? instantWords(one.publishedAt, zone, language) : ""}</time> ${one.lateAt ? lateMark(one.dueAt, zone, language) : html`<span class="badge done">${writing[language].either("按时公布", "in time")}</span>`}<br>${platformWords(one, now, zone, language)}<br><code class="hash">${one.hash}</code></li>`,
      )}</ul>`
    : html`<p>${writing[language].either("尚未公布。", "Nothing has been published yet.")}</p>`
}</section>`;
}

/** Filing number, published notice and fundraising partner. */
function filingLine(
  { filing, filingDue, notice, partner }: PublicFiling,
  now: Date,
  zone: Zone,
  language: LanguageCode,
): Html {
  const due = filingDue && instantWords(filingDue, zone, language);
  const filed = filing
    ? html`${writing[language].either("募捐方案备案编号：", "Plan filed as ")}${filing}`
    : due && hasPassed(filingDue, now)
      ? html`<strong class="badge late">${writing[language].either("逾期未备案", "Not filed in time")}</strong> ${writing[language].either(`募捐方案应于${due}前补办备案`, `the plan was to be filed by ${due}`)}`
      : due
        ? writing[language].either(`募捐方案补办备案，不迟于${due}`, `Plan to be filed by ${due}`)
        : html`${writing[language].either("募捐方案未备案", "Plan not filed")}`;
  const at =
    notice && /^https?:\/\//.test(notice) ? html`<a href="${notice}" rel="nofollow noopener">${notice}</a>` : notice;
  return html`<p class="hint">${filed}${at ? html` · ${writing[language].either("募捐公告：", "notice ")}${at}` : ""}${partner ? html` · ${writing[language].either("合作方：", "together with ")}${partner}` : ""}</p>
`;
}

function awaitedLine({ period, dueAt, lateAt }: Awaited, now: Date, zone: Zone, language: LanguageCode): Html {
  const due = html`<time datetime="${dueAt.toISOString()}">${zonedWords(instantWords(dueAt, zone, language), zone, language)}</time>`;
  const left = countdown(dueAt, now, language);
  if (hasPassed(dueAt, now) || lateAt)
    return html`<p class="late"><strong class="badge late">${writing[language].either("逾期未公布", "Overdue")}</strong> ${periodWords(period, language)} · ${writing[language].either(html`应于${due}前公布`, html`was due ${due}`)} · <span class="left">${left}</span></p>`;
  return html`<p><span class="badge">${writing[language].either("下次公布", "Next disclosure")}</span> ${periodWords(period, language)} · ${writing[language].either("不迟于", "by ")}${due} · <span class="left">${left}</span></p>`;
}

/** Where and when it was published on the unified platform, with a late mark if it was late there. */
export function platformWords(
  {
    platformAddress,
    platformOn,
    platformTime,
    dueAt,
  }: Pick<DisclosureLine, "platformAddress" | "platformOn" | "platformTime" | "dueAt">,
  now: Date,
  zone: Zone,
  language: LanguageCode,
): Html {
  const late = lateOnPlatform(platformOn, dueAt, zone, dateIn(now, zone));
  if (!platformOn)
    return html`<span class="hint">${writing[language].either("慈善中国：尚未登记公布网址", "Charity China: not noted yet")}</span>${late ? html` <strong class="badge late">${writing[language].either("逾期", "late")}</strong>` : ""}`;
  const on = writing[language].date(platformOn);
  const said = writing[language].either(
    `${on}${platformTime ?? ""}`,
    ` ${[on, platformTime].filter(Boolean).join(", ")}`,
  );
  const link = html`<a href="${platformAddress ?? ""}" rel="nofollow noopener">${writing[language].either("慈善中国", "Charity China")}</a>`;
  return html`<span class="hint">${link}${writing[language].either("：", "")}<time datetime="${platformTime ? `${platformOn}T${platformTime}` : platformOn}">${said}</time></span> ${late ? lateMark(dueAt, zone, language) : html`<span class="badge done">${writing[language].either("按时公布", "in time")}</span>`}`;
}

/** Days that the law requires between filing and start (Measures on Public Fundraising, 2024, art. 11); a campaign that started earlier is marked. */
const daysBetweenFilingAndStart = 10;

export function hurried({ filedAt, begunAt, emergency }: PublicFiling, zone: Zone, language: LanguageCode): Html {
  if (emergency || !filedAt || !begunAt) return html``;
  const days = daysBetween(dateIn(filedAt, zone), dateIn(begunAt, zone));
  if (days >= daysBetweenFilingAndStart) return html``;
  return html`<p class="hint"><strong class="badge late">${writing[language].either(`备案后${days}天即开始募捐，未满法定十日`, `Begun ${plural(days, "day")} after its plan was filed: the law asks for ten`)}</strong></p>
`;
}

/** The permanent late mark. */
export function lateMark(dueAt: Date, zone: Zone, language: LanguageCode): Html {
  return html`<strong class="badge late">逾期公布 <span lang="en">published late</span></strong> <span class="hint">${writing[language].either("应于", "due ")}${instantWords(dueAt, zone, language)}</span>`;
}

function donorWords({ direction, donor }: PublicDonation, language: LanguageCode): string {
  if (direction === "used") return "";
  return donor || writing[language].either("匿名", "anonymous");
}

function campaignDays(facts: Campaign, language: LanguageCode): string {
  const end = lastDayOf(facts);
  const days = textIn(daysWords(facts.startsOn, end ?? null), language);
  return end ? days : writing[language].phrase([days, writing[language].either("结束日期未定", "no end set")]);
}

/** A campaign with its disclosures: those that are published, and those that are awaited. @param lines of the organization */
export function publicCampaign(
  campaign: CampaignRow,
  lines: readonly DisclosureLine[],
  calendar: Calendar,
): Omit<PublicCampaign, "filing"> {
  const facts = readCampaign(campaign.facts);
  const disclosures = lines.filter((line) => line.caseId === campaign.caseId);
  const asked = disclosures.map((line) => line.period);
  const place = { zone: campaign.zone, calendar };
  const next = campaign.state === "open" ? nextDisclosure(facts, asked, place) : null;
  const open = campaign.state === "open" ? disclosures.filter((line) => !line.publishedAt) : [];
  return {
    campaign,
    facts,
    published: disclosures.filter((line) => line.publishedAt),
    awaited: [...open, ...(next && open.length === 0 ? [{ ...next, lateAt: null }] : [])].reverse(),
  };
}
