import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bundled, servers } from "../../bin/build.js";
import { formatRung } from "../../domain/escalation/rung-id.ts";
import { bundle } from "../../worker/workflow-code.ts";
import { cityRoster } from "../city.ts";
import { asleep } from "../herd/duban.ts";
import { hurry, remindAll, writeOccurrences } from "../herd/occurrences.ts";
import { type Reckoned, reckon, reconcile } from "../herd/reconcile.ts";
import { reminders, rungOf, writeLadders } from "../ladder.ts";
import type { Victim } from "../options.ts";
import { startHelper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import { openStage, type Stage, settle } from "../stage.ts";
import type { Bench } from "../types.ts";
import { startWorld, until, type WorldOptions } from "../world.ts";
import { Crashes } from "./crashes.ts";
import { fail, type Links, throughLinks } from "./faults.ts";

/** Result of a failure in the middle of a herd. */
export interface Struck {
  /** The way it failed, if there are several; otherwise empty. */
  way: string;
  /** Number of mails that had been sent at recovery. */
  out: number;
  lost: number;
  /** Intents that were sent under two references. */
  doubled: number;
  /** Mails that were sent again under the same reference, … */
  again: number;
  /** … and the number of those that no attempt of unknown outcome explains. */
  unexplained: number;
  /** Deliveries whose outcome is unknown: … */
  unknown: number;
  /** … and the largest number of them that one crash left. */
  inDoubt: number;
  /** Seconds from recovery (of a worker: from the end of the new one's start) to the next mail. */
  seconds: number;
  /** Seconds from the start of the herd until all of it was sent and recorded. */
  took: number;
  /** Whether the result is within what is promised. */
  ok: boolean;
}

/** Maximum number of deliveries in doubt after one crash, and maximum seconds until the herd continues. */
const most = { inDoubt: 50, seconds: 10 };
const minutes = 30;
/** Victims that may fail before the first mail; later they make no difference, since claimed notices are sent without them. */
const early: ReadonlySet<Victim> = new Set(["engine", "engine-link"]);

const isWorker = (victim: Victim): boolean => victim === "worker" || victim === "worker-again";

/** A city in a world of its own, whose members are all reminded at the same instant, repeatedly. */
export interface StruckHerd {
  /** Reminds everyone and makes something fail in the middle. @param random from 0 to below 1: determines when, how, and for how long */
  strike(victim: Victim, random: () => number): Promise<Struck>;
  /** Compares all mails accepted so far with the whole database. */
  reckon(): Promise<Reckoned>;
  stop(): Promise<void>;
}

/** Opens a world with a copy of a city. @param linked the worker connects through links that can be cut; all traffic passes this program */
export type OpenHerd = (linked: boolean) => Promise<StruckHerd>;

/** @returns a function that opens worlds, each with a copy of one city, on one PostgreSQL */
export async function openCity(bench: Bench): Promise<OpenHerd> {
  const { organizations, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), (db) => writeLadders(db, minutes));
  const made = await programs();
  const workflowBundle = join(stage.home, "workflows.js");
  await writeFile(workflowBundle, made.workflows);
  return (linked) => openHerd(bench, stage, { workflowBundle, workerProgram: made.worker }, linked);
}

interface Programs {
  workflows: string;
  worker: string;
}

let built: Promise<Programs> | undefined;

/** Bundles the worker's program once, so that restarts after a kill do not compile it again. */
function programs(): Promise<Programs> {
  built ??= buildPrograms();
  return built;
}

async function buildPrograms(): Promise<Programs> {
  const worker = await bundled({ ...servers, name: "struck-worker", entryPoint: "bench/processes/worker-process.ts" });
  return { workflows: (await bundle()).code, worker: fileURLToPath(worker ?? "") };
}

type Made = Pick<WorldOptions, "workflowBundle" | "workerProgram">;

async function openHerd(bench: Bench, stage: Stage, made: Made, linked: boolean): Promise<StruckHerd> {
  const sink = await startHelper("sink-process.ts", { ends: bench.ends });
  let links: Links | undefined;
  const world = await startWorld(bench, stage, "city", await sink.call<string>("url"), {
    ...made,
    async by(direct, ends) {
      if (!linked) return direct;
      const { links: put, settings } = await throughLinks(direct, ends);
      links = put;
      return settings;
    },
  });
  const { db } = world;
  const expected = await writeOccurrences(db, "recurring");
  await asleep(world);
  const accepted = new Map<string, number>();
  let times = 0;
  const total = async (): Promise<number> => (await sink.call<SinkState>("state")).total;
  const allUnknown = (): Promise<number> => db.delivery.count({ where: { state: "unknown" } });

  const strike = async (victim: Victim, random: () => number): Promise<Struck> => {
    const began = Date.now();
    const before = await allUnknown();
    const crashes = new Crashes(db);
    times += 1;
    await sink.call("clear");
    // Strikes in the middle: neither before the first mail nor after the last.
    const middle = Math.floor(expected * (0.1 + random() * 0.6));
    // The mail server kills the worker itself: this process may notice the mail only when all of the herd is sent.
    if (isWorker(victim)) await sink.call("killAt", { total: middle, pid: world.worker.pid });
    await remindAll(db, times, minutes);
    if (early.has(victim) && random() < 0.5) await pause(random() * 400);
    else await until("the herd is on its way", async () => (await total()) >= middle, 120, 5);
    const way = await fail(victim, { stage, world, links, sink, random, crashed: () => crashes.count() });
    // Mails accepted during the failure do not count as continuation of the herd.
    const out = await total();
    const back = Date.now();
    await until("the herd goes on", async () => out >= expected || (await total()) > out, 120, 20);
    const seconds = (Date.now() - back) / 1_000;
    const through = (): Promise<boolean> => hurry(db).then((left) => left === 0, no);
    await until("all of it is out and on record", through, 180, 100);
    const counts = await sink.call<ReadonlyMap<string, number>>("counts");
    for (const [id, n] of counts) accepted.set(id, (accepted.get(id) ?? 0) + n);
    const step = formatRung(times, "doer", rungOf(minutes, reminders));
    const { lost, duplicates, again, unexplained } = await reconcile(db, counts, step, expected);
    const doubled = duplicates - again;
    const unknown = (await allUnknown()) - before;
    const inDoubt = crashes.most ?? unknown;
    const ok = lost + doubled + unexplained === 0 && inDoubt <= most.inDoubt && seconds <= most.seconds;
    const took = (Date.now() - began) / 1_000;
    return { way, out, lost, doubled, again, unexplained, unknown, inDoubt, seconds, took, ok };
  };

  return {
    strike,
    reckon: () => reckon(db, accepted, expected * times),
    async stop() {
      await world.stop();
      await sink.stop();
    },
  };
}

const no = (): boolean => false;
