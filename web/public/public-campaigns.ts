import { type Campaign, lastDayOf } from "../../domain/donations/disclosure.ts";
import { formatYuan } from "../../domain/donations/money.ts";
import { lateOnPlatform } from "../../domain/donations/platform.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
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
  const home = `/org/${encodeURIComponent(organization.code)}`;
  return html`<h1>${organization.name}</h1>
<p class="hint">${organization.code} · ${word("organizationType", organization.type as OrganizationType, language)}</p>
<p>款物接收、使用情况公示 <span class="beside" lang="en">Donations received, and how they were used</span></p>
${campaigns.length === 0 ? html`<p>${writing[language].either("目前没有募捐或慈善项目。", "No campaign or project so far.")}</p>` : ""}
${campaigns.map((one) => campaignCard(page, one, home))}
${
  entries.length > 0
    ? html`<section class="card"><h2>${writing[language].either("最近收支", "Latest entries")}</h2>
${latest(entries, language)}
<p><a href="${home}/donations.csv" download>${writing[language].either("下载全部收支（CSV）", "All entries as CSV")}</a></p></section>`
    : ""
}`;
}

const latest = (entries: readonly PublicDonation[], language: LanguageCode): Html => {
  return entryTable<PublicDonation>(
    [
      { label: writing[language].either("日期", "Day"), whole: true, cell: ({ on }) => on },
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
<p class="hint">${daysWords(facts, language)} · ${word("caseState", campaign.state, language)}${facts.emergency ? html` · <span class="badge soon">${writing[language].either("重大突发事件", "major emergency")}</span>` : ""}</p>
${filing ? filingLine(filing, zone, language) : ""}${filing ? hurried(filing, zone, language) : ""}
<dl class="figures"><div><dt>接收 <span class="beside" lang="en">Received</span></dt><dd>${money(campaign.received)} <span class="hint">${entryWords(campaign.receipts, language)}</span></dd></div>
<div><dt>使用 <span class="beside" lang="en">Used</span></dt><dd>${money(campaign.used)} <span class="hint">${entryWords(campaign.uses, language)}</span></dd></div>
<div><dt>结余 <span class="beside" lang="en">Balance</span></dt><dd>${money(campaign.received - campaign.used)}</dd></div></dl>
${awaited.map((one) => awaitedLine(one, now, zone, language))}
${
  published.length > 0
    ? html`<h3>${writing[language].either("已公布", "Published")}</h3><ul class="rows">${published.map(
        (one) =>
          html`<li><a href="${home}/disclosure/${one.id}">${periodWords(one.period, language, one.publishedAt ? { at: one.publishedAt, zone } : undefined)}</a> · <time datetime="${one.publishedAt?.toISOString()}">${one.publishedAt ? instantWords(one.publishedAt, zone, language) : ""}</time> ${one.lateAt ? lateMark(one.dueAt, zone, language) : html`<span class="badge done">${writing[language].either("按时公布", "in time")}</span>`}<br>${platformWords(one, now, zone, language)}<br><code class="hash">${one.hash}</code></li>`,
      )}</ul>`
    : html`<p>${writing[language].either("尚未公布。", "Nothing has been published yet.")}</p>`
}${campaign.state === "open" ? html`<p><a href="/o/${encodeURIComponent(campaign.code)}/query/${campaign.caseId}">${writing[language].either("查询本次募捐的款物", "Ask about this campaign")}</a></p>` : ""}</section>`;
}

/** Under which number the plan is filed, where the notice stands, and with whom it is raised. */
function filingLine({ filing, filingDue, notice, partner }: PublicFiling, zone: Zone, language: LanguageCode): Html {
  const due = filingDue && instantWords(filingDue, zone, language);
  const filed = filing
    ? html`${writing[language].either("募捐方案备案编号：", "Plan filed as")} ${filing}`
    : due
      ? html`${writing[language].either("募捐方案补办备案，不迟于", "Plan to be filed by")} ${due}`
      : html`${writing[language].either("募捐方案未备案", "Plan not filed")}`;
  const at =
    notice && /^https?:\/\//.test(notice) ? html`<a href="${notice}" rel="nofollow noopener">${notice}</a>` : notice;
  return html`<p class="hint">${filed}${at ? html` · ${writing[language].either("募捐公告：", "notice")} ${at}` : ""}${partner ? html` · ${writing[language].either("合作方：", "together with")} ${partner}` : ""}</p>
`;
}

function awaitedLine({ period, dueAt, lateAt }: Awaited, now: Date, zone: Zone, language: LanguageCode): Html {
  const due = html`<time datetime="${dueAt.toISOString()}">${zonedWords(instantWords(dueAt, zone, language), zone, language)}</time>`;
  const left = countdown(dueAt, now, language);
  if (hasPassed(dueAt, now) || lateAt)
    return html`<p class="late"><strong class="badge late">${writing[language].either("逾期未公布", "Overdue")}</strong> ${periodWords(period, language)} · ${writing[language].either("应于", "was due")} ${due}${writing[language].either(" 前公布", "")} · <span class="left">${left}</span></p>`;
  return html`<p><span class="badge">${writing[language].either("下次公布", "Next disclosure")}</span> ${periodWords(period, language)} · ${writing[language].either("不迟于", "by")} ${due} · <span class="left">${left}</span></p>`;
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
  const late = lateOnPlatform(platformOn, dueAt, zone, dateIn(now, zone));
  if (!platformOn)
    return html`<span class="hint">${writing[language].either("慈善中国：尚未登记公布网址", "Charity China: not noted yet")}</span>${late ? html` <strong class="badge late">${writing[language].either("逾期", "late")}</strong>` : ""}`;
  const when = platformTime ? `${platformOn} ${platformTime}` : platformOn;
  const link = html`<a href="${platformAddress ?? ""}" rel="nofollow noopener">${writing[language].either("慈善中国", "Charity China")}</a>`;
  return html`<span class="hint">${link}${writing[language].either("：", "")}<time datetime="${when.replace(" ", "T")}"> ${when}</time></span> ${late ? lateMark(dueAt, zone, language) : html`<span class="badge done">${writing[language].either("按时公布", "in time")}</span>`}`;
}

/** The law asks for ten days between the filing and the start: a campaign that did not wait for them says so. */
const daysBetweenFilingAndStart = 10;

export function hurried({ filedAt, begunAt, emergency }: PublicFiling, zone: Zone, language: LanguageCode): Html {
  if (emergency || !filedAt || !begunAt) return html``;
  const days = daysBetween(dateIn(filedAt, zone), dateIn(begunAt, zone));
  if (days >= daysBetweenFilingAndStart) return html``;
  return html`<p class="hint"><strong class="badge late">${writing[language].either(`备案后${days}天即开始募捐，未满法定十日`, `Begun ${plural(days, "day")} after its plan was filed: the law asks for ten`)}</strong></p>
`;
}

/** The mark that stays. */
export function lateMark(dueAt: Date, zone: Zone, language: LanguageCode): Html {
  return html`<strong class="badge late">逾期公布 <span lang="en">published late</span></strong> <span class="hint">${writing[language].either("应于", "due")} ${instantWords(dueAt, zone, language)}</span>`;
}

/** Calendar days and hours, as the law counts, rounded down: `还有12天3小时`. */
export function countdown(due: Date, now: Date, language: LanguageCode): string {
  const minutes = Math.floor(Math.abs(due.getTime() - now.getTime()) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [
    days > 0 && writing[language].either(`${days}天`, plural(days, "day")),
    (hours > 0 || days === 0) && writing[language].either(`${hours}小时`, plural(hours, "hour")),
    days === 0 && writing[language].either(`${rest}分钟`, plural(rest, "minute")),
  ].filter((part) => part !== false);
  if (hasPassed(due, now)) return writing[language].either(`已逾期${parts.join("")}`, `${parts.join(" ")} past due`);
  return writing[language].either(`还有${parts.join("")}`, `${parts.join(" ")} left`);
}

/** An amount in one piece: it never breaks over two lines. */
export const money = (cents: bigint): Html => html`<span class="money">${formatYuan(cents)}</span>`;

/**
 * What a disclosure covers, by its key.
 * @param published what came out before its period was over covers the days up to then: it cannot know of the others
 */
export function periodWords(period: string, language: LanguageCode, published?: { at: Date; zone: Zone }): string {
  if (period === "final") return writing[language].either("结束后的全面公布", "full disclosure after the end");
  const [from = "", to] = period.split("..");
  const last = to ?? from;
  const [through = last] = [last, published ? dateIn(published.at, published.zone) : last].sort();
  if (to) return writing[language].either(`${from} 至 ${through}`, `${from} to ${through}`);
  return writing[language].either(`应急期间，截至 ${through}`, `emergency receipts through ${through}`);
}

export const entryWords = (n: number, language: LanguageCode): string =>
  writing[language].either(`${n}笔`, `${n} ${n === 1 ? "entry" : "entries"}`);

/** Yuan as a spreadsheet takes a number: `-1234.50`. */
export const yuan = (cents: bigint): string => formatYuan(cents).replace(/[¥,]/g, "");

function donorWords({ direction, donor }: PublicDonation, language: LanguageCode): string {
  if (direction === "used") return "";
  return donor || writing[language].either("匿名", "anonymous");
}

function daysWords(facts: Campaign, language: LanguageCode): string {
  const end = lastDayOf(facts);
  return writing[language].either(
    `${facts.startsOn} 至 ${end ?? "未定"}`,
    `${facts.startsOn} to ${end ?? "no end set"}`,
  );
}
