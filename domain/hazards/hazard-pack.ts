import type { Text } from "../terms.ts";

/** A thing that is asked of a site or a person, or looked at by whoever goes over the weak links. */
export interface PackItem {
  /** kebab-case, once in its list. */
  name: string;
  label: Text;
}

/** A thing that is to be in stock. */
export interface PackStock {
  id: string;
  label: Text;
  /** How many there must be at least. */
  minimum: number;
}

/** Lists of a pack that fields take their items from. */
export type PackList = "premises" | "people" | "weakLinks";

/** Fields whose label names what the pack suggests. */
export const packPrompts = ["drill", "publicity", "protection"] as const;
export type PackPrompt = (typeof packPrompts)[number];

/**
 * A hazard as titles and forms speak of it. The shipped ones are files of `packs`; another one is a file of this form
 * (`duban level set --hazard-file`).
 */
export interface HazardPack {
  /** kebab-case, unique: as commands take it. */
  name: string;
  /** As a sentence names it. */
  title: Text;
  /** What is done against it: stands in Chinese in place of 防控, in English before "measures". */
  measures: Text;
  /** What is looked at in each site, and in each person. */
  premises: readonly PackItem[];
  people: readonly PackItem[];
  /** What is counted. */
  stock: readonly PackStock[];
  /** What is looked at beside the guideline's own weak links. */
  weakLinks: readonly PackItem[];
  prompts: Readonly<Partial<Record<PackPrompt, Text>>>;
}
