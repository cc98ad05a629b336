import { writing } from "../../../domain/messages/languages/writing.ts";
import { periodWords } from "../../../domain/reporting/period.ts";
import type { Report } from "../../../domain/reporting/report.ts";
import { percentWords } from "../../../domain/reporting/show.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { textIn } from "../../../domain/words.ts";
import { type Html, html } from "../../http/html.ts";

const sizes = {
  wide: { width: 720, height: 200, foot: 24, head: 20, gap: 12 },
  /** Beside something else, or on a telephone. */
  narrow: { width: 380, height: 150, foot: 22, head: 20, gap: 5 },
} as const;

/** Bars of the share that was done in time; each says its figure, and the same stands in the table below. */
export function monthChart(
  months: readonly Pick<Report["months"][number], "month" | "punctuality">[],
  language: LanguageCode,
  room: keyof typeof sizes = "wide",
): Html {
  const size = sizes[room];
  const wide = (size.width - size.gap) / Math.max(months.length, 12);
  const high = size.height - size.foot - size.head;
  const title = writing[language].clauses(
    months.map(
      ({ month, punctuality }) =>
        `${textIn(periodWords({ key: month }), language)}${writing[language].space}${textIn(percentWords(punctuality), language)}`,
    ),
  );
  const foot = size.height - size.foot;
  return html`<svg class="bars" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
<line x1="0" x2="${size.width}" y1="${foot}" y2="${foot}"/>
${months.map(({ month, punctuality }, n) => {
  const share = punctuality ?? 0;
  const x = size.gap + n * wide;
  const middle = x + (wide - size.gap) / 2;
  return html`<rect x="${x.toFixed(1)}" y="${(foot - share * high).toFixed(1)}" width="${(wide - size.gap).toFixed(1)}" height="${(share * high).toFixed(1)}" rx="2"/>
<text x="${middle.toFixed(1)}" y="${(foot - share * high - 5).toFixed(1)}">${punctuality === null ? "" : (share * 100).toFixed(0)}</text><text x="${middle.toFixed(1)}" y="${size.height - 6}">${room === "wide" ? month.slice(2) : Number(month.slice(5))}</text>`;
})}</svg>`;
}
