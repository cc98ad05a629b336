import type { LevelStanding } from "../../../client/registry/level-standing.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { packOf } from "../../../domain/planning/levels.ts";
import type { LanguageCode, LocalDate } from "../../../domain/terms.ts";
import { textIn, word } from "../../../domain/words.ts";
import type { LevelRow } from "../../../records/levels.ts";
import { type Html, html } from "../../http/html.ts";

/** Current levels with the day from which each holds, and levels that are set for later days. */
export function levelSection(standing: readonly LevelStanding[], today: LocalDate, language: LanguageCode): Html {
  const { either } = writing[language];
  const rows = standing.flatMap(({ now, next }) => [...(now.from <= today ? [now] : []), ...next]);
  if (rows.length === 0) return html``;
  return html`<section class="card" aria-labelledby="levels"><h2 id="levels">${either("已设定的等级", "Levels of hazards")}</h2>
<ul class="rows">${rows.map((row) => html`<li>${levelTitle(row, language)} <span class="hint">${[levelWhere(row, language), ...levelWhy(row, language)].join(" · ")}</span></li>`)}</ul></section>`;
}

/** The hazard and its level. */
export function levelTitle(row: Pick<LevelRow, "hazard" | "pack" | "level">, language: LanguageCode): string {
  const pack = packOf(row);
  return `${pack ? textIn(pack.title, language) : row.hazard}${writing[language].colon}${word("level", row.level, language)}`;
}

export function levelWhere({ district, type }: Pick<LevelRow, "district" | "type">, language: LanguageCode): string {
  const { either } = writing[language];
  const where = [district, type && word("organizationType", type, language)].filter((one) => one !== "");
  return where.join(either("、", ", ")) || either("全部机构", "everywhere");
}

/** From which day, and the reason. */
export function levelWhy({ from, because, setBy }: LevelRow, language: LanguageCode): string[] {
  const { either } = writing[language];
  if (setBy === "system") return [either("沿用升级前的安排", "as it was before the upgrade")];
  return [either(`自${writing[language].date(from)}起`, `from ${writing[language].date(from)}`), because].filter(
    (one) => one !== "",
  );
}
