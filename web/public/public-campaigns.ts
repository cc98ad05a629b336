import { type Campaign, lastDayOf } from "../../domain/donations/disclosure.ts";
import { formatYuan } from "../../domain/donations/money.ts";
import { lateOnPlatform } from "../../domain/donations/platform.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LanguageCode, OrganizationType, Zone } from "../../domain/terms.ts";
import { daysBetween } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import type {
  CampaignRow,
  DisclosureLine,
  PublicFiling,
  PublicOrganization,
} from "../../records/donations/campaigns.ts";
import type { PublicDonation } from "../../records/donations/donations.ts";
import { entryTable } from "../http/entry-table.ts";
import { instantWords, plural, zonedWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";

/** What is to be published, and has not been. */
type Awaited = Pick<DisclosureLine, "period" | "dueAt" | "lateAt">;

export interface PublicCampaign {
  campaign: CampaignRow;
  facts: Campaign;
  /** The newest first. */
  published: readonly DisclosureLine[];
  /** What was due longest ago first. */
  awaited: readonly Awaited[];
  /** What its gate put on record; null: no gate stood before it. */
  filing: PublicFiling | null;
}

interface Page {
  organization: PublicOrganization;
  campaigns: readonly PublicCampaign[];
  entries: readonly PublicDonation[];
  now: Date;
  language: LanguageCode;
}

/** The public page of an organization. */
export function campaignList(page: Page): Html {
  const { organization, campaigns, entries, language } = page;
  const en = language === "en";
  const home = `/org/${encodeURIComponent(organization.code)}`;
  return html`<h1>${organization.name}</h1>
<p class="hint">${organization.code} · ${word("organizationType", organization.type as OrganizationType, language)}</p>
<p>款物接收、使用情况公示 <span class="beside" lang="en">Donations received, and how they were used</span></p>
${campaigns.length === 0 ? html`<p>${en ? "No campaign or project so far." : "目前没有募捐或慈善项目。"}</p>` : ""}
${campaigns.map((one) => campaignCard(page, one, home))}
${
  entries.length > 0
    ? html`<section class="card"><h2>${en ? "Latest entries" : "最近收支"}</h2>
${latest(entries, language)}
<p><a href="${home}/donations.csv" download>${en ? "All entries as CSV" : "下载全部收支（CSV）"}</a></p></section>`
    : ""
}`;
}

const latest = (entries: readonly PublicDonation[], language: LanguageCode): Html => {
  const en = language === "en";
  return entryTable<PublicDonation>(
    [
      { label: en ? "Day" : "日期", whole: true, cell: ({ on }) => on },
      {
        label: en ? "Direction" : "收支",
        whole: true,
        cell: ({ direction }) => word("direction", direction, language),
      },
      { label: en ? "Amount" : "金额", cell: ({ cents }) => money(cents) },
      {
        label: en ? "What, for what" : "物资、用途",
        cell: ({ goods, purpose }) => [goods, purpose].filter(Boolean).join(" · "),
      },
      { label: en ? "Donor" : "捐赠人", cell: (entry) => donorWords(entry, language) },
    ],
    entries,
  );
};

function campaignCard(
  { now, language }: Page,
  { campaign, facts, published, awaited, filing }: PublicCampaign,
  home: string,
): Html {
  const en = language === "en";
  const { zone } = campaign;
  return html`<section class="card" id="${campaign.caseId}"><h2>${campaign.title}</h2>
<p class="hint">${daysWords(facts, language)} · ${word("caseState", campaign.state, language)}${facts.emergency ? html` · <span class="badge soon">${en ? "major emergency" : "重大突发事件"}</span>` : ""}</p>
${filing ? filingLine(filing, zone, language) : ""}${filing ? hurried(filing, zone, language) : ""}
<dl class="figures"><div><dt>接收 <span class="beside" lang="en">Received</span></dt><dd>${money(campaign.received)} <span class="hint">${entryWords(campaign.receipts, language)}</span></dd></div>
<div><dt>使用 <span class="beside" lang="en">Used</span></dt><dd>${money(campaign.used)} <span class="hint">${entryWords(campaign.uses, language)}</span></dd></div>
<div><dt>结余 <span class="beside" lang="en">Balance</span></dt><dd>${money(campaign.received - campaign.used)}</dd></div></dl>
${awaited.map((one) => awaitedLine(one, now, zone, language))}
${
  published.length > 0
    ? html`<h3>${en ? "Published" : "已公布"}</h3><ul class="rows">${published.map(
        (one) =>
          html`<li><a href="${home}/disclosure/${one.id}">${periodWords(one.period, language, one.publishedAt ? { at: one.publishedAt, zone } : undefined)}</a> · <time datetime="${one.publishedAt?.toISOString()}">${one.publishedAt ? instantWords(one.publishedAt, zone, language) : ""}</time> ${one.lateAt ? lateMark(one.dueAt, zone, language) : html`<span class="badge done">${en ? "in time" : "按时公布"}</span>`}<br>${platformWords(one, now, zone, language)}<br><code class="hash">${one.hash}</code></li>`,
      )}</ul>`
    : html`<p>${en ? "Nothing has been published yet." : "尚未公布。"}</p>`
}${campaign.state === "open" ? html`<p><a href="/o/${encodeURIComponent(campaign.code)}/query/${campaign.caseId}">${en ? "Ask about this campaign" : "查询本次募捐的款物"}</a></p>` : ""}</section>`;
}

/** Under which number the plan is filed, where the notice stands, and with whom it is raised. */
function filingLine({ filing, filingDue, notice, partner }: PublicFiling, zone: Zone, language: LanguageCode): Html {
  const en = language === "en";
  const due = filingDue && instantWords(filingDue, zone, language);
  const filed = filing
    ? html`${en ? "Plan filed as" : "募捐方案备案编号："} ${filing}`
    : due
      ? html`${en ? "Plan to be filed by" : "募捐方案补办备案，不迟于"} ${due}`
      : html`${en ? "Plan not filed" : "募捐方案未备案"}`;
  const at =
    notice && /^https?:\/\//.test(notice) ? html`<a href="${notice}" rel="nofollow noopener">${notice}</a>` : notice;
  return html`<p class="hint">${filed}${at ? html` · ${en ? "notice" : "募捐公告："} ${at}` : ""}${partner ? html` · ${en ? "together with" : "合作方："} ${partner}` : ""}</p>
`;
}

function awaitedLine({ period, dueAt, lateAt }: Awaited, now: Date, zone: Zone, language: LanguageCode): Html {
  const en = language === "en";
  const due = html`<time datetime="${dueAt.toISOString()}">${zonedWords(instantWords(dueAt, zone, language), zone, language)}</time>`;
  const left = countdown(dueAt, now, language);
  if (hasPassed(dueAt, now) || lateAt)
    return html`<p class="late"><strong class="badge late">${en ? "Overdue" : "逾期未公布"}</strong> ${periodWords(period, language)} · ${en ? "was due" : "应于"} ${due}${en ? "" : " 前公布"} · <span class="left">${left}</span></p>`;
  return html`<p><span class="badge">${en ? "Next disclosure" : "下次公布"}</span> ${periodWords(period, language)} · ${en ? "by" : "不迟于"} ${due} · <span class="left">${left}</span></p>`;
}

/** Where and when it appeared on the unified platform, with the late mark of its own. */
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
  const en = language === "en";
  const late = lateOnPlatform(platformOn, dueAt, zone, dateIn(now, zone));
  if (!platformOn)
    return html`<span class="hint">${en ? "Charity China: not noted yet" : "慈善中国：尚未登记公布网址"}</span>${late ? html` <strong class="badge late">${en ? "late" : "逾期"}</strong>` : ""}`;
  const when = platformTime ? `${platformOn} ${platformTime}` : platformOn;
  const link = html`<a href="${platformAddress ?? ""}" rel="nofollow noopener">${en ? "Charity China" : "慈善中国"}</a>`;
  return html`<span class="hint">${link}${en ? "" : "："}<time datetime="${when.replace(" ", "T")}"> ${when}</time></span> ${late ? lateMark(dueAt, zone, language) : html`<span class="badge done">${en ? "in time" : "按时公布"}</span>`}`;
}

/** The law asks for ten days between the filing and the start: a campaign that did not wait for them says so. */
const daysBetweenFilingAndStart = 10;

export function hurried({ filedAt, begunAt, emergency }: PublicFiling, zone: Zone, language: LanguageCode): Html {
  if (emergency || !filedAt || !begunAt) return html``;
  const days = daysBetween(dateIn(filedAt, zone), dateIn(begunAt, zone));
  if (days >= daysBetweenFilingAndStart) return html``;
  return html`<p class="hint"><strong class="badge late">${language === "en" ? `Begun ${plural(days, "day")} after its plan was filed: the law asks for ten` : `备案后${days}天即开始募捐，未满法定十日`}</strong></p>
`;
}

/** The mark that stays. */
export function lateMark(dueAt: Date, zone: Zone, language: LanguageCode): Html {
  return html`<strong class="badge late">逾期公布 <span lang="en">published late</span></strong> <span class="hint">${language === "en" ? "due" : "应于"} ${instantWords(dueAt, zone, language)}</span>`;
}

/** Calendar days and hours, as the law counts, rounded down: `还有12天3小时`. */
export function countdown(due: Date, now: Date, language: LanguageCode): string {
  const minutes = Math.floor(Math.abs(due.getTime() - now.getTime()) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const en = language === "en";
  const parts = [
    days > 0 && (en ? plural(days, "day") : `${days}天`),
    (hours > 0 || days === 0) && (en ? plural(hours, "hour") : `${hours}小时`),
    days === 0 && (en ? plural(rest, "minute") : `${rest}分钟`),
  ].filter((part) => part !== false);
  if (hasPassed(due, now)) return en ? `${parts.join(" ")} past due` : `已逾期${parts.join("")}`;
  return en ? `${parts.join(" ")} left` : `还有${parts.join("")}`;
}

/** An amount in one piece: it never breaks over two lines. */
export const money = (cents: bigint): Html => html`<span class="money">${formatYuan(cents)}</span>`;

/**
 * What a disclosure covers, by its key.
 * @param published what came out before its period was over covers the days up to then: it cannot know of the others
 */
export function periodWords(period: string, language: LanguageCode, published?: { at: Date; zone: Zone }): string {
  const en = language === "en";
  if (period === "final") return en ? "full disclosure after the end" : "结束后的全面公布";
  const [from = "", to] = period.split("..");
  const last = to ?? from;
  const [through = last] = [last, published ? dateIn(published.at, published.zone) : last].sort();
  if (to) return en ? `${from} to ${through}` : `${from} 至 ${through}`;
  return en ? `emergency receipts through ${through}` : `应急期间，截至 ${through}`;
}

export const entryWords = (n: number, language: LanguageCode): string =>
  language === "en" ? `${n} ${n === 1 ? "entry" : "entries"}` : `${n}笔`;

/** Yuan as a spreadsheet takes a number: `-1234.50`. */
export const yuan = (cents: bigint): string => formatYuan(cents).replace(/[¥,]/g, "");

function donorWords({ direction, donor }: PublicDonation, language: LanguageCode): string {
  if (direction === "used") return "";
  return donor || (language === "en" ? "anonymous" : "匿名");
}

function daysWords(facts: Campaign, language: LanguageCode): string {
  const end = lastDayOf(facts);
  if (language === "en") return `${facts.startsOn} to ${end ?? "no end set"}`;
  return `${facts.startsOn} 至 ${end ?? "未定"}`;
}
