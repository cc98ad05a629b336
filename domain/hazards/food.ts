import type { HazardPack } from "./hazard-pack.ts";

export const food: HazardPack = {
  name: "food",
  title: { zh: "食品安全", en: "food safety" },
};
