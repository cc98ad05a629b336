import { findHazard } from "../../domain/hazards/index.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe } from "./format.ts";

/** A hazard as a sentence names it; one whose pack is gone by its own name. */
export const hazardTitle = (name: string): string => {
  const pack = findHazard(name);
  return pack ? localized(pack.title) : safe(name);
};

/** Where a level holds. */
export function levelScope({ district, type }: { district: string; type: OrganizationType | "" }): string {
  const where = district === "" ? say("全部", "all") : safe(district);
  if (type === "") return where;
  const named = word("organizationType", type, currentLanguage());
  return district === "" ? named : say(`${where}${named}`, `${where}, ${named}`);
}

/** Why an installation that was there before there were levels stands where it does. */
export const beforeLevels = (): string => say("沿用升级前的安排", "as it was before the upgrade");
