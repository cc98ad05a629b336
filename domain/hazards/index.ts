import { fire } from "./fire.ts";
import { flood } from "./flood.ts";
import { food } from "./food.ts";
import type { HazardPack } from "./hazard-pack.ts";
import { respiratory } from "./respiratory.ts";

/** Hazards that have a level. */
export const hazardPacks: readonly HazardPack[] = [respiratory, flood, fire, food];

export const findHazard = (name: string): HazardPack | undefined => hazardPacks.find((one) => one.name === name);
