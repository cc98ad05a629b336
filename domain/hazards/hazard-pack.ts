import type { Text } from "../terms.ts";

/** An item that is checked at a site, with a person, or as a weak link. */
export interface PackItem {
  /** kebab-case, unique in its list. */
  name: string;
  label: Text;
}

/** An item that must be in stock. */
export interface PackStock {
  id: string;
  label: Text;
  /** Minimum number. */
  minimum: number;
}

/** Lists of a pack that provide the items of fields. */
export type PackList = "premises" | "people" | "weakLinks";

/** Fields whose label contains a suggestion of the pack. */
export const packPrompts = ["drill", "publicity", "protection"] as const;
export type PackPrompt = (typeof packPrompts)[number];

/**
 * The words of a hazard in titles and forms. The built-in packs are in `packs`; a custom one is a file of the same form (`duban level set
 * --hazard-file`).
 */
export interface HazardPack {
  /** kebab-case, unique: the name in commands. */
  name: string;
  /** Title inside a sentence. */
  title: Text;
  /** Name of the measures against it: replaces 防控 in Chinese, and precedes "measures" in English. */
  measures: Text;
  /** What is checked at each site, and with each person. */
  premises: readonly PackItem[];
  people: readonly PackItem[];
  /** What is counted. */
  stock: readonly PackStock[];
  /** Weak links in addition to the guideline's own. */
  weakLinks: readonly PackItem[];
  prompts: Readonly<Partial<Record<PackPrompt, Text>>>;
}
