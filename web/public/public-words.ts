import { aboveReceived } from "../../domain/donations/above-received.ts";
import { coversWords } from "../../domain/donations/disclosure.ts";
import type { Totals } from "../../domain/donations/disclosure-body.ts";
import { formatYuan } from "../../domain/donations/money.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { hasPassed } from "../../domain/tasks/lateness.ts";
import type { LanguageCode, Zone } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import { plural } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";

/** Remaining time in calendar days and hours, as the law counts, rounded down: `还有12天3小时`. */
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

/** An amount that is not broken over two lines. */
export const money = (cents: bigint): Html => html`<span class="money">${formatYuan(cents)}</span>`;

/** The period of a disclosure, by its key. @param published when it was published */
export function periodWords(period: string, language: LanguageCode, published?: { at: Date; zone: Zone }): string {
  return textIn(coversWords(period, published && dateIn(published.at, published.zone)), language);
}

/** States how much more a campaign used than it received; empty if it did not. */
export function aboveReceivedLine(
  duty: string,
  totals: Pick<Totals, "received" | "used">,
  language: LanguageCode,
): Html {
  const above = aboveReceived(duty, totals);
  if (above === 0n) return html``;
  const { either } = writing[language];
  return html`<p class="soon"><strong class="badge soon">${either("使用多于接收", "More used than received")}</strong> ${either("多出", "by")} ${money(above)}${either("，这一部分目前没有捐赠款物对应（例如先行垫付）。", ": no donation covers that part so far, as when it was paid in advance.")}</p>
`;
}

export const entryWords = (n: number, language: LanguageCode): string =>
  writing[language].either(`${n}笔`, `${n} ${n === 1 ? "entry" : "entries"}`);

/** Yuan as a number for spreadsheets: `-1234.50`. */
export const yuan = (cents: bigint): string => formatYuan(cents).replace(/[¥,]/g, "");
