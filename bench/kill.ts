import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "../prisma/client.ts";
import { cityRoster } from "./city.ts";
import { asleep, awaitRung } from "./duban.ts";
import { type Helper, startHelper } from "./helper.ts";
import { rungOf, writeLadders } from "./ladder.ts";
import { machine } from "./machine.ts";
import { openAll, writeOccurrences } from "./occurrences.ts";
import type { SinkState } from "./sink-process.ts";
import { openStage, type Stage, settle } from "./stage.ts";
import type { Bench, Outcome } from "./types.ts";
import { startWorld, until } from "./world.ts";

interface Killed {
  /** Mails that were out when the worker was killed. */
  out: number;
  lost: number;
  /** Intents that went out under two references. */
  doubled: number;
  /** Mails that went out again under the same reference. */
  again: number;
  /** Deliveries whose outcome is not known. */
  inDoubt: number;
  /** From the end of the new worker's start to the next mail. */
  seconds: number;
}

/** What a crash may leave in doubt, and how soon the herd goes on (seconds). */
const most = { inDoubt: 50, seconds: 10 };
const minutes = 30;

/** The worker is killed (SIGKILL) in the middle of a herd, at a random mail, and another one is started. */
export async function killBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, runs, seed } = options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), (db) => writeLadders(db, minutes));
  const sink = await startHelper("sink-process.ts", { ends });
  const about = await machine();
  const all: Killed[] = [];
  for (let run = 1; run <= runs; run++) {
    const one = await killed(bench, stage, sink);
    tell(`  run ${run} of ${runs}: ${JSON.stringify(one)}`);
    all.push(one);
  }
  const worst = (of: (one: Killed) => number): number => Math.max(...all.map(of));
  const json = {
    organizations,
    runs,
    seed,
    machine: about,
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    doubled: all.reduce((sum, { doubled }) => sum + doubled, 0),
    again: worst(({ again }) => again),
    inDoubt: worst(({ inDoubt }) => inDoubt),
    seconds: Number(worst(({ seconds }) => seconds).toFixed(1)),
    each: all,
  };
  const report = `${runs} kills of the worker among ${organizations} mails: lost ${json.lost}, doubled ${json.doubled}, at most ${json.inDoubt} in doubt and ${json.again} sent again, the herd on after at most ${json.seconds} s (load ${about.load})`;
  const ok = json.lost === 0 && json.doubled === 0 && json.inDoubt <= most.inDoubt && json.seconds <= most.seconds;
  return { ok, json, report };
}

async function killed(bench: Bench, stage: Stage, sink: Helper): Promise<Killed> {
  const world = await startWorld(bench, stage, "city", await sink.call<string>("url"));
  const expected = await writeOccurrences(world.db, "recurring");
  await asleep(bench, world, "recurring", expected);
  await sink.call("clear");
  const at = Date.now() + 2_000;
  await openAll(world.db, new Date(at));
  // In the middle: neither before the first mail nor after the last.
  const middle = Math.floor(expected * (0.1 + Math.random() * 0.6));
  const reached = async (): Promise<boolean> => (await sink.call<SinkState>("state")).total >= middle;
  await until("the herd is on its way", reached, 120, 2);
  process.kill(world.worker.pid, "SIGKILL");
  await pause(200);
  const { total } = await sink.call<SinkState>("state");
  const next = await startHelper("worker-process.ts", { ends: bench.ends });
  await next.call("start", world.settings);
  const began = Date.now();
  const goesOn = async (): Promise<boolean> => total >= expected || (await sink.call<SinkState>("state")).total > total;
  await until("the herd goes on", goesOn, 120, 20);
  const seconds = (Date.now() - began) / 1_000;
  const rung = await awaitRung(world, sink, rungOf(minutes, 0), at, expected);
  const counts = await sink.call<ReadonlyMap<string, number>>("counts");
  const again = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  const inDoubt = await unknown(world.db);
  await next.stop();
  await world.stop();
  return { out: total, lost: rung.lost, doubled: rung.duplicates - again, again, inDoubt, seconds };
}

const unknown = (db: Db): Promise<number> => db.delivery.count({ where: { state: "unknown" } });
