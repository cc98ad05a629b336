import type { HazardPack } from "./hazard-pack.ts";

export const flood: HazardPack = {
  name: "flood",
  title: { zh: "洪涝和台风", en: "flood and typhoon" },
};
