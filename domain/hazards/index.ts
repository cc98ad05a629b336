import type { HazardPack } from "./hazard-pack.ts";
import fire from "./packs/fire.json" with { type: "json" };
import flood from "./packs/flood.json" with { type: "json" };
import food from "./packs/food.json" with { type: "json" };
import respiratory from "./packs/respiratory.json" with { type: "json" };
import { readHazardPack } from "./read-pack.ts";

/** The guideline's own hazard, in whose words the catalogue is written; used where no level is set. */
export const guidelineHazard: HazardPack = readHazardPack(respiratory);

/** The built-in hazards. */
export const hazardPacks: readonly HazardPack[] = [guidelineHazard, ...[flood, fire, food].map(readHazardPack)];

export const findHazard = (name: string): HazardPack | undefined => hazardPacks.find((one) => one.name === name);
