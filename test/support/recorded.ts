import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporal } from "@temporalio/proto";
import { Worker, type WorkflowBundleOption } from "@temporalio/worker";

const { History } = temporal.api.history.v1;
export const folder = fileURLToPath(new URL("../histories/", import.meta.url));
/** Paths of the recorded histories of every version. */
export const histories = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".json"))
  .sort();
export const read = (path: string): { events: Record<string, unknown>[] } =>
  JSON.parse(readFileSync(join(folder, path), "utf8"));

/** Replays histories with today's code, all with one worker. @returns differences by path */
export async function replay(
  workflowBundle: WorkflowBundleOption,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Error | undefined>> {
  const recorded = paths.map((path) => ({ workflowId: path, history: History.fromObject(read(path)) }));
  const outcomes = new Map<string, Error | undefined>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, recorded))
    outcomes.set(workflowId, error);
  return outcomes;
}
