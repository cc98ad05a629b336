import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Db } from "../../prisma/client.ts";
import { atEnd } from "./ending.ts";

/**
 * Which rows' tasks each story has seen done (handed in by somebody, and verified where somebody verifies), written down when asked to:
 * `RECORD_ROWS=1 npx vitest run test/stories`.
 */
export interface RowRun {
  duty: string;
  /** Below test/stories. */
  file: string;
  story: string;
}

const folder = fileURLToPath(new URL("../stories", import.meta.url));
/** One JSON object a line; docs/make-duties.ts makes its table of it. */
export const rowsFile = `${folder}/rows.jsonl`;

const seen = new Set<string>();
let city: Db | undefined;

/** The city in which the file's stories happen. */
export function watchRows(db: Db): void {
  city = db;
  atEnd(async () => {
    city = undefined;
  });
}

/** After each test of a file, where rows are recorded. */
export async function writeRows(): Promise<void> {
  if (!city) return;
  const { currentTestName = "", testPath = "" } = expect.getState();
  const done = await city.task.findMany({
    // What a story takes for done in one go, nobody has done.
    where: { state: { in: ["closed", "accepted"] }, submissions: { gt: 0 } },
    select: { id: true, duty: true },
  });
  const fresh = done.filter(({ id }) => !seen.has(id));
  for (const { id } of fresh) seen.add(id);
  const lines = [...new Set(fresh.map(({ duty }) => duty))].map((duty): string => {
    const run: RowRun = { duty, file: relative(folder, testPath), story: currentTestName };
    return `${JSON.stringify(run)}\n`;
  });
  appendFileSync(rowsFile, lines.join(""));
}
