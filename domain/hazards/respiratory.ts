import type { HazardPack } from "./hazard-pack.ts";

export const respiratory: HazardPack = {
  name: "respiratory",
  title: { zh: "呼吸道传染病疫情", en: "respiratory epidemic" },
};
