import type { HazardPack } from "./hazard-pack.ts";

export const fire: HazardPack = {
  name: "fire",
  title: { zh: "火灾", en: "fire" },
};
