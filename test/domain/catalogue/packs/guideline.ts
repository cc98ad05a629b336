import { readFileSync } from "node:fs";

/** The text of the guideline in the project. */
export const guideline = readFileSync(
  new URL("../../../../domain/catalogue/packs/guideline-2022-12-07.zh.txt", import.meta.url),
  "utf8",
);

const marks: readonly { level: number; pattern: RegExp }[] = [
  { level: 0, pattern: /^([一二三四])、(?:总体要求|基本要求|分类要求|保障要求)/ },
  { level: 1, pattern: /^(\([一二三四五六]\))/ },
  { level: 2, pattern: /^(\d)\./ },
];

/** The text of each clause by its name (`二(二)4`), without that of the clauses inside it. */
export function clausesOf(text: string): ReadonlyMap<string, string> {
  const clauses = new Map<string, string>();
  const path = ["", "", ""];
  for (let i = 0; i < text.length; ) {
    const found = /\s/.test(text[i - 1] ?? "") ? markAt(text, i) : undefined;
    if (found) path.fill("", found.level).splice(found.level, 1, found.name);
    const length = found?.length ?? 1;
    const clause = path.join("");
    clauses.set(clause, (clauses.get(clause) ?? "") + text.slice(i, i + length));
    i += length;
  }
  return clauses;
}

function markAt(text: string, i: number) {
  for (const { level, pattern } of marks) {
    const match = pattern.exec(text.slice(i, i + 12));
    if (match?.[1]) return { level, name: match[1], length: match[0].length };
  }
  return undefined;
}
