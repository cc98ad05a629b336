import { writing } from "../../domain/messages/languages/writing.ts";
import { monthsUpTo } from "../../domain/reporting/period.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { periodWords } from "../../domain/time/period-words.ts";
import { textIn } from "../../domain/words.ts";
import type { DonationMonth } from "../../records/donations/donations.ts";
import { entryTable } from "../http/entry-table.ts";
import { type Html, html } from "../http/html.ts";
import { money } from "./public-words.ts";

/** Number of months in the chart, up to the latest with an entry. */
const most = 12;
/** In pixels; sized so that its text can be read on a phone. */
const size = { width: 360, height: 190, left: 52, foot: 30, head: 8 };

/** Bar chart of money received and used by month, with the table of the same figures. */
export function donationChart(all: readonly DonationMonth[], language: LanguageCode): Html {
  const last = all.at(-1)?.month;
  if (last === undefined) return html``;
  const known = new Map(all.map((one) => [one.month, one]));
  const first = all[0]?.month ?? last;
  const months = monthsUpTo({ last }, most)
    .filter((month) => month >= first)
    .map((month) => known.get(month) ?? { month, received: 0n, used: 0n });
  const either = writing[language].either;
  return html`<section class="card" aria-labelledby="months"><h2 id="months">${either("各月接收和使用", "Received and used, month by month")}</h2>
<p class="legend"><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="received" width="12" height="12"/></svg> ${either("接收", "Received")} <svg viewBox="0 0 12 12" aria-hidden="true"><rect class="used" x="1" y="1" width="10" height="10"/></svg> ${either("使用", "Used")}</p>
${drawing(months, language)}
<details class="more"><summary>${either("各月数据", "The figures")}</summary>${entryTable(
    [
      {
        label: either("月份", "Month"),
        whole: true,
        cell: ({ month }) => textIn(periodWords({ key: month }), language),
      },
      { label: either("接收", "Received"), cell: ({ received }) => money(received) },
      { label: either("使用", "Used"), cell: ({ used }) => money(used) },
    ],
    [...all].reverse(),
  )}</details></section>`;
}

function drawing(months: readonly DonationMonth[], language: LanguageCode): Html {
  const either = writing[language].either;
  const top = ceilingOf(months);
  const foot = size.height - size.foot;
  const high = foot - size.head;
  const wide = (size.width - size.left) / months.length;
  const bar = Math.min(16, wide * 0.36);
  // A correction can make a month negative: it has no bar, and stands in the table.
  const tall = (cents: bigint): number => (cents <= 0n ? 0 : (Number(cents) / top) * high);
  const rect = (name: "received" | "used", x: number, cents: bigint): Html | string => {
    const height = tall(cents);
    return height === 0
      ? ""
      : html`<rect class="${name}" x="${x.toFixed(1)}" y="${(foot - height).toFixed(1)}" width="${bar.toFixed(1)}" height="${height.toFixed(1)}"/>`;
  };
  const lines = [0, 0.5, 1].map((share) => {
    const y = foot - share * high;
    return html`<line x1="${size.left}" x2="${size.width}" y1="${y}" y2="${y}"/><text class="end" x="${size.left - 4}" y="${y + 4}">${share === 0 ? "0" : axisWords(top * share, language)}</text>`;
  });
  const title = either(
    `${months.length}个月的接收和使用金额，数据见下表`,
    `Amounts received and used in ${months.length} months; the figures stand in the table below`,
  );
  return html`<svg class="donations" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">${lines}
${months.map(({ month, received, used }, n) => {
  const middle = size.left + (n + 0.5) * wide;
  const number = Number(month.slice(5));
  const year =
    n === 0 || number === 1
      ? html`<text x="${middle.toFixed(1)}" y="${size.height - 3}">${either(`${month.slice(0, 4)}年`, month.slice(0, 4))}</text>`
      : "";
  return html`${rect("received", middle - bar - 1, received)}${rect("used", middle + 1, used)}<text x="${middle.toFixed(1)}" y="${foot + 13}">${months.length <= 8 ? either(`${number}月`, String(number)) : number}</text>${year}`;
})}</svg>`;
}

/** Upper end of the axis in fen: the first of 1, 2 and 5 times a power of ten that no bar exceeds. */
function ceilingOf(months: readonly DonationMonth[]): number {
  const highest = Math.max(100, ...months.flatMap(({ received, used }) => [Number(received), Number(used)]));
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5, 10].map((times) => times * power).find((one) => one >= highest) ?? highest;
}

/** Label of the axis, as short as possible: `5万`, `50k`. */
function axisWords(cents: number, language: LanguageCode): string {
  const yuan = cents / 100;
  const zh =
    yuan >= 1e12 ? `${yuan / 1e12}万亿` : yuan >= 1e8 ? `${yuan / 1e8}亿` : yuan >= 1e4 ? `${yuan / 1e4}万` : `${yuan}`;
  const en =
    yuan >= 1e9 ? `${yuan / 1e9}bn` : yuan >= 1e6 ? `${yuan / 1e6}m` : yuan >= 1e3 ? `${yuan / 1e3}k` : `${yuan}`;
  return writing[language].either(zh, en);
}
