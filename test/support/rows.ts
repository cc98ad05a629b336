import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Db } from "../../prisma/client.ts";
import { atEnd } from "./ending.ts";

/**
 * The rows whose tasks each story has completed (submitted, and verified if there is a verifier). Written to a file if requested:
 * `RECORD_ROWS=1 npx vitest run test/stories`.
 */
export interface RowRun {
  duty: string;
  /** Path below test/stories. */
  file: string;
  story: string;
}

const folder = fileURLToPath(new URL("../stories", import.meta.url));
/** One JSON object in each line; docs/make-duties.ts makes its table from it. */
export const rowsFile = `${folder}/rows.jsonl`;

const seen = new Set<string>();
let city: Db | undefined;

/** Sets the database of the file's stories. */
export function watchRows(db: Db): void {
  city = db;
  atEnd(async () => {
    city = undefined;
  });
}

/** Runs after each test of a file if rows are recorded. */
export async function writeRows(): Promise<void> {
  if (!city) return;
  const { currentTestName = "", testPath = "" } = expect.getState();
  const done = await city.task.findMany({
    // Excludes tasks that a story marks as done without a submission.
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
