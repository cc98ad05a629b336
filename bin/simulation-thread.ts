// Entry of a simulation thread, started by cli/threads.
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadStart } from "../cli/threads/simulation.ts";
import type { Kind } from "../domain/simulation/alike.ts";
import { rulesFrom } from "../domain/simulation/plain-rules.ts";
import { shareOf } from "../domain/simulation/summary.ts";

const { rules: plain, span, zone } = workerData as ThreadStart;
const rules = rulesFrom(plain);
parentPort?.on("message", (kinds: readonly Kind[]) =>
  parentPort?.postMessage(kinds.map((kind) => shareOf(kind, rules, span, zone))),
);
