import { writing } from "../../../domain/messages/languages/writing.ts";
import type { Report } from "../../../domain/reporting/report.ts";
import { percentWords } from "../../../domain/reporting/show.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { periodWords } from "../../../domain/time/period-words.ts";
import { textIn } from "../../../domain/words.ts";
import { type Html, html } from "../../http/html.ts";

type Months = readonly Pick<Report["months"][number], "month" | "punctuality">[];

const sizes = {
  wide: { width: 720, height: 200, foot: 24, head: 20, gap: 12 },
  /** Beside other content, or on a phone. */
  narrow: { width: 380, height: 150, foot: 22, head: 20, gap: 5 },
} as const;

/** With fewer months than this there is no chart, only words: one bar compares nothing. */
const fewest = 2;

/** Bar chart of the share of tasks done on time. Each bar has its figure; a table below has the same figures. */
export function monthChart(months: Months, language: LanguageCode, room: keyof typeof sizes = "wide"): Html {
  if (months.length < fewest) return html`<p>${monthsInWords(months, language)}</p>`;
  const size = sizes[room];
  const wide = (size.width - size.gap) / Math.max(months.length, 12);
  const high = size.height - size.foot - size.head;
  const title = monthsInWords(months, language);
  const foot = size.height - size.foot;
  return html`<svg class="bars" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
<line x1="0" x2="${size.width}" y1="${foot}" y2="${foot}"/>
${months.map(({ month, punctuality }, n) => {
  const share = punctuality ?? 0;
  const x = size.gap + n * wide;
  const middle = x + (wide - size.gap) / 2;
  return html`<rect x="${x.toFixed(1)}" y="${(foot - share * high).toFixed(1)}" width="${(wide - size.gap).toFixed(1)}" height="${(share * high).toFixed(1)}" rx="2"/>
<text x="${middle.toFixed(1)}" y="${(foot - share * high - 5).toFixed(1)}">${punctuality === null ? "" : `${(share * 100).toFixed(0)}%`}</text><text x="${middle.toFixed(1)}" y="${size.height - 6}">${monthLabel(month, room, language)}</text>`;
})}</svg>`;
}

/** `2026年12月95.0%；2027年1月97.0%` */
const monthsInWords = (months: Months, language: LanguageCode): string =>
  writing[language].clauses(
    months.map(
      ({ month, punctuality }) =>
        `${textIn(periodWords({ key: month }), language)}${writing[language].colon}${textIn(percentWords(punctuality), language)}`,
    ),
  );

/** Label of a bar: the month; with its year if there is room or a year begins. */
function monthLabel(month: string, room: keyof typeof sizes, language: LanguageCode): string {
  const number = Number(month.slice(5));
  if (room === "narrow") return String(number);
  return writing[language].either(`${number === 1 ? `${month.slice(2, 4)}年` : ""}${number}月`, month.slice(2));
}
