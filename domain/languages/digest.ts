import type { Said } from "./said.ts";
import { type Group, groups } from "./vocabulary.ts";

/** One organization's part of a digest. */
export interface Chapter {
  organization: string;
  /** In the order of `groups`, none empty. */
  sections: readonly { group: Group; items: readonly Said[] }[];
}

export interface Count {
  /** What waits for this reader. */
  open: number;
  late: number;
  all: number;
}

/** By organization, the most urgent first; in it by state, the late first; in that by the due instant. */
export function chaptersOf(items: readonly { said: Said; due: number }[]): Chapter[] {
  const sorted = [...items].sort(
    (a, b) => groups.indexOf(a.said.group) - groups.indexOf(b.said.group) || a.due - b.due,
  );
  const chapters = new Map<string, Map<Group, Said[]>>();
  for (const { said } of sorted) {
    const sections = chapters.get(said.organization) ?? new Map<Group, Said[]>();
    chapters.set(said.organization, sections);
    const section = sections.get(said.group);
    if (section) section.push(said);
    else sections.set(said.group, [said]);
  }
  return [...chapters].map(([organization, sections]) => ({
    organization,
    sections: [...sections].map(([group, said]) => ({ group, items: said })),
  }));
}

/** A copy asks nothing of its reader, so it is not counted as open. */
export function countOf(items: readonly Said[]): Count {
  const waits = (said: Said): boolean =>
    said.part !== "copy" && (said.group === "late" || said.group === "returned" || said.group === "open");
  return {
    open: items.filter(waits).length,
    late: items.filter((said) => said.group === "late").length,
    all: items.length,
  };
}
