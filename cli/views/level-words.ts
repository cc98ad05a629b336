import { type LevelSetting, packOf } from "../../domain/planning/levels.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe } from "./format.ts";

/** Title of a hazard inside a sentence; if its pack no longer exists, the hazard's own name. */
export const hazardTitle = (row: Pick<LevelSetting, "hazard" | "pack">): string => {
  const pack = packOf(row);
  return safe(pack ? localized(pack.title) : row.hazard);
};

/** The area in which a level holds. */
export function levelScope({ district, type }: { district: string; type: OrganizationType | "" }): string {
  const where = district === "" ? say("全部", "all") : safe(district);
  if (type === "") return where;
  const named = word("organizationType", type, currentLanguage());
  return district === "" ? named : say(`${where}${named}`, `${where}, ${named}`);
}

/** Reason shown for the level of an installation that is older than levels. */
export const beforeLevels = (): string => say("沿用升级前的安排", "as it was before the upgrade");
