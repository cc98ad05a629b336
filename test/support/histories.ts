import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WorkflowHandle } from "@temporalio/client";
import { temporal } from "@temporalio/proto";

const { History } = temporal.api.history.v1;

/** Histories of the current workflows. After a release its folder is never recorded again; changes that break it are patched (docs/contributing.md). */
export const recordings = fileURLToPath(new URL("../histories/1.0", import.meta.url));

/** Writes a workflow's history to a file if requested: `RECORD_HISTORIES=1 npm test -- test/stories`. */
export async function record(name: string, handle: WorkflowHandle): Promise<void> {
  if (!process.env.RECORD_HISTORIES) return;
  const history = History.create(await handle.fetchHistory());
  const json = History.toObject(history, { longs: String, enums: String, bytes: String });
  mkdirSync(recordings, { recursive: true });
  writeFileSync(`${recordings}/${name}.json`, `${JSON.stringify(json)}\n`);
}
