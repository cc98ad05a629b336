import type { LevelStanding } from "../../client/registry/levels.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { packOf } from "../../domain/planning/levels.ts";
import type { LanguageCode, LocalDate } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { LevelRow } from "../../records/levels.ts";
import { type Html, html } from "../http/html.ts";

/** Which level holds where and since when, and what is set for days to come. */
export function levelSection(standing: readonly LevelStanding[], today: LocalDate, language: LanguageCode): Html {
  const { either } = writing[language];
  const rows = standing.flatMap(({ now, next }) => [...(now.from <= today ? [now] : []), ...next]);
  if (rows.length === 0) return html``;
  return html`<section class="card" aria-labelledby="levels"><h2 id="levels">${either("风险等级", "Levels of hazards")}</h2>
<ul class="rows">${rows.map((row) => levelItem(row, language))}</ul></section>`;
}

function levelItem(row: LevelRow, language: LanguageCode): Html {
  const { hazard, level, district, type, from, because, setBy } = row;
  const { either, colon } = writing[language];
  const pack = packOf(row);
  const where = [district, type && word("organizationType", type, language)].filter((one) => one !== "");
  const since = setBy === "system" ? "" : either(`自${from}起`, `from ${from}`);
  const why = setBy === "system" ? either("沿用升级前的安排", "as it was before the upgrade") : because;
  return html`<li>${pack ? textIn(pack.title, language) : hazard}${colon}${word("level", level, language)} <span class="hint">${[where.join(either("、", ", ")) || either("全部机构", "everywhere"), since, why].filter((one) => one !== "").join(" · ")}</span></li>`;
}
