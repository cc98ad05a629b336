import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporal } from "@temporalio/proto";
import { Worker, type WorkflowBundleOption } from "@temporalio/worker";

const { History } = temporal.api.history.v1;
export const folder = fileURLToPath(new URL("../histories/", import.meta.url));
/** Paths of what workflows of every version did. */
export const histories = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".json"))
  .sort();
export const read = (path: string): { events: Record<string, unknown>[] } =>
  JSON.parse(readFileSync(join(folder, path), "utf8"));

/** Goes with today's code where a workflow went. @throws where it would do something else */
export const replay = (workflowBundle: WorkflowBundleOption, path: string): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle }, History.fromObject(read(path)), basename(path, ".json"));
