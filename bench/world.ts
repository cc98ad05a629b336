import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { readConfig } from "../config.ts";
import { same } from "../local/errors.ts";
import { inEnglish, withProgress } from "../local/progress.ts";
import { startTemporal, type Temporal } from "../local/temporal.ts";
import { connect, type Db } from "../prisma/client.ts";
import { connectClient } from "../worker/connections.ts";
import { searchAttributes } from "../workflows/protocol.ts";
import { Ends } from "./ends.ts";
import { type Helper, startHelper } from "./processes/helper.ts";
import { killed } from "./processes/killed.ts";
import type { WorkerSettings } from "./processes/worker-process.ts";
import { startProduction } from "./rolling/engine.ts";
import type { Stage } from "./stage.ts";
import type { Bench } from "./types.ts";
import { type Watch, watchProcesses } from "./watch.ts";

/** The product at work: an engine of its own, a copy of the city's database, a worker in a process of its own. */
export interface World {
  db: Db;
  client: Client;
  readonly worker: Helper;
  /** Settings with which a worker is started. */
  settings: WorkerSettings;
  watch: Watch;
  /** Kills the engine and starts it again with the same data and address. @returns when it answers */
  killEngine(): Promise<void>;
  /**
   * Kills the worker, unless it was killed already, and starts another.
   * @param between what is looked at while there is none
   * @returns when the other works
   */
  killWorker(between?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

let worlds = 0;

export interface WorldOptions {
  /** Replaces the worker's settings if it does not connect to its servers directly. */
  by?(settings: WorkerSettings, ends: Ends): Promise<WorkerSettings>;
  /** File of the workflow code, if the worker does not bundle it itself. */
  workflowBundle?: string;
  /** File of the worker's program, for a worker that is started often; absent: it is compiled at each start. */
  workerProgram?: string;
}

export async function startWorld(
  bench: Bench,
  stage: Stage,
  city: string,
  smtpUrl: string,
  { by = async (settings) => settings, workflowBundle, workerProgram: program }: WorldOptions = {},
): Promise<World> {
  worlds += 1;
  const ends = new Ends();
  const end = bench.ends.add(() => ends.all());
  const name = `world-${worlds}`;
  const home = join(stage.home, name);
  await mkdir(home);
  const { url, drop } = await stage.database(name.replace("-", "_"), city);
  ends.add(drop);
  // As the product starts it: a real server with its SQLite file.
  const config = readConfig();
  const about = { home, cache: config.cache, log: inEnglish(bench.tell), searchAttributes };
  const production =
    bench.options.engine === "production"
      ? await startProduction({ tell: bench.tell, ends }, stage, url, name.replace("-", "_"))
      : undefined;
  let temporal: Temporal | undefined = production ? undefined : await startTemporal(about);
  ends.add(async () => temporal?.stop());
  const { address, pid } = production ?? (temporal as Temporal);
  const profile = bench.options.profile;
  const execArgv = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  let worker = await startHelper("worker-process.ts", { execArgv, program, ends });
  const { client, close } = await connectClient(config, address);
  ends.add(close);
  const db = connect(url, { connections: 2 });
  ends.add(() => db.$disconnect());
  const direct = { databaseUrl: url, temporalAddress: address, smtpUrl };
  const settings = await by({ ...direct, ...(workflowBundle && { workflowBundle }) }, ends);
  await worker.call("start", settings);
  const watch = watchProcesses({ engine: pid, database: stage.postgresPid, worker: worker.pid }, ends);
  const killEngine = async (): Promise<void> => {
    if (!temporal) throw new Error("only a development server is killed");
    await killed(temporal);
    temporal = await startTemporal({ ...about, earlier: temporal });
  };
  const killWorker: World["killWorker"] = async (between) => {
    await worker.kill();
    await between?.();
    worker = await startHelper("worker-process.ts", { program, ends });
    await worker.call("start", settings);
  };
  return {
    db,
    client,
    get worker() {
      return worker;
    },
    settings,
    watch,
    killEngine,
    killWorker,
    stop: async () => void (await end()),
  };
}

/** Waits until a condition holds, and reports long waits. @throws what was waited for, after the given time */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  seconds: number,
  everyMs = 200,
): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  await withProgress(
    same(`  awaited: ${what}`),
    inEnglish((line) => void process.stderr.write(`${line}\n`)),
    async () => {
      while (!(await holds())) {
        if (Date.now() > deadline) throw new Error(`${what}: not so after ${seconds} s`);
        await pause(everyMs);
      }
    },
  );
}
