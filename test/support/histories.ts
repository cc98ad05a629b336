import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WorkflowHandle } from "@temporalio/client";
import { temporal } from "@temporalio/proto";

const { History } = temporal.api.history.v1;

const version = /"version": "(\d+\.\d+)\./.exec(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
)?.[1];

/** Where the histories of this version lie; those of released versions stay beside it for ever. */
export const recordings = fileURLToPath(new URL(`../histories/${version}`, import.meta.url));

/** Writes a workflow's history down, when asked to: `RECORD_HISTORIES=1 npm test -- test/stories`. */
export async function record(name: string, handle: WorkflowHandle): Promise<void> {
  if (!process.env.RECORD_HISTORIES) return;
  const history = History.create(await handle.fetchHistory());
  const json = History.toObject(history, { longs: String, enums: String, bytes: String });
  mkdirSync(recordings, { recursive: true });
  writeFileSync(`${recordings}/${name}.json`, `${JSON.stringify(json)}\n`);
}
