import type { Text } from "../terms.ts";

/** A hazard as texts and forms speak of it. Another one is a file in this folder and a line in `index.ts`. */
export interface HazardPack {
  /** kebab-case, unique: as commands take it. */
  name: string;
  /** As a sentence names it. */
  title: Text;
}
