import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "../prisma/client.ts";
import { cityRoster } from "./city.ts";
import { asleep, awaitRung } from "./duban.ts";
import type { Ends } from "./ends.ts";
import { type Helper, startHelper } from "./helper.ts";
import { rungOf, writeLadders } from "./ladder.ts";
import { type Link, openLink } from "./link.ts";
import { machine } from "./machine.ts";
import { openAll, writeOccurrences } from "./occurrences.ts";
import { type LinkName, links, type Victim } from "./options.ts";
import { mulberry } from "./random.ts";
import type { SinkState } from "./sink-process.ts";
import { openStage, type Stage, settle } from "./stage.ts";
import type { Bench, Outcome } from "./types.ts";
import type { WorkerSettings } from "./worker-process.ts";
import { startWorld, until, type World } from "./world.ts";

export interface Killed {
  /** Mails that were out when what failed was back. */
  out: number;
  lost: number;
  /** Intents that went out under two references. */
  doubled: number;
  /** Mails that went out again under the same reference. */
  again: number;
  /** Deliveries whose outcome is not known. */
  inDoubt: number;
  /** From when what failed is back (of a worker: from the end of the new one's start) to the next mail. */
  seconds: number;
  /** Whether it was no worse than promised. */
  ok: boolean;
}

/** What a crash may leave in doubt, and how soon the herd goes on (seconds). */
const most = { inDoubt: 50, seconds: 10 };
const minutes = 30;
/** Mails whose acceptance is not heard of when the mail server fails. */
const dropped = 20;

/** Something fails in the middle of a herd, at a random mail, and comes back. */
export async function killBench(bench: Bench): Promise<Outcome> {
  const { options, tell } = bench;
  const { organizations, runs, seed, victim } = options;
  const herd = await openHerd(bench);
  const random = mulberry(seed);
  const about = await machine();
  const all: Killed[] = [];
  for (let run = 1; run <= runs; run++) {
    const one = await herd.strike(victim, random);
    tell(`  run ${run} of ${runs}: ${JSON.stringify(one)}`);
    all.push(one);
  }
  const worst = (of: (one: Killed) => number): number => Math.max(...all.map(of));
  const json = {
    organizations,
    runs,
    seed,
    victim,
    machine: about,
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    doubled: all.reduce((sum, { doubled }) => sum + doubled, 0),
    again: worst(({ again }) => again),
    inDoubt: worst(({ inDoubt }) => inDoubt),
    seconds: Number(worst(({ seconds }) => seconds).toFixed(1)),
    each: all,
  };
  const report = `${runs} failures (${victim}) among ${organizations} mails: lost ${json.lost}, doubled ${json.doubled}, at most ${json.inDoubt} in doubt and ${json.again} sent again, the herd on after at most ${json.seconds} s (load ${about.load})`;
  return { ok: all.every(({ ok }) => ok), json, report };
}

/** A city whose ladders all speak at one instant, as often as wanted. */
export interface StruckHerd {
  /** Has something fail in the middle of it. @param random from 0 to below 1: when it fails, and for how long */
  strike(victim: Victim, random: () => number): Promise<Killed>;
}

export async function openHerd(bench: Bench): Promise<StruckHerd> {
  const { organizations, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), (db) => writeLadders(db, minutes));
  const sink = await startHelper("sink-process.ts", { ends: bench.ends });
  return { strike: (victim, random) => struck({ bench, stage, sink, victim, random }) };
}

interface Strike {
  bench: Bench;
  stage: Stage;
  sink: Helper;
  victim: Victim;
  random: () => number;
}

/** What each link leads to, by the setting that names it. */
const ledTo: Readonly<Record<LinkName, keyof WorkerSettings>> = {
  "database-link": "databaseUrl",
  "engine-link": "temporalAddress",
  "mail-link": "smtpUrl",
};

async function struck(strike: Strike): Promise<Killed> {
  const { bench, stage, sink, victim, random } = strike;
  let link: Link | undefined;
  const by = async (settings: WorkerSettings, ends: Ends): Promise<WorkerSettings> => {
    const name = links.find((one) => one === victim);
    if (!name) return settings;
    const to = settings[ledTo[name]];
    link = await openLink(to);
    ends.add(link.stop);
    return { ...settings, [ledTo[name]]: to.includes("://") ? link.through(to) : link.address };
  };
  const world = await startWorld(bench, stage, "city", await sink.call<string>("url"), by);
  const expected = await writeOccurrences(world.db, "recurring");
  await asleep(bench, world, "recurring", expected);
  await sink.call("clear");
  const at = Date.now() + 2_000;
  await openAll(world.db, new Date(at));
  // In the middle: neither before the first mail nor after the last.
  const middle = Math.floor(expected * (0.1 + random() * 0.6));
  const state = (): Promise<SinkState> => sink.call<SinkState>("state");
  await until("the herd is on its way", async () => (await state()).total >= middle, 120, 2);
  const next = await fail(strike, world, link);
  // What was under way meanwhile is not the herd that goes on.
  const { total } = await state();
  const began = Date.now();
  const goesOn = async (): Promise<boolean> => total >= expected || (await state()).total > total;
  await until("the herd goes on", goesOn, 120, 20);
  const seconds = (Date.now() - began) / 1_000;
  const rung = await awaitRung(world, sink, rungOf(minutes, 0), at, expected);
  const counts = await sink.call<ReadonlyMap<string, number>>("counts");
  const again = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  const inDoubt = await unknown(world.db);
  await next?.stop();
  await world.stop();
  const doubled = rung.duplicates - again;
  const ok = rung.lost === 0 && doubled === 0 && inDoubt <= most.inDoubt && seconds <= most.seconds;
  return { out: total, lost: rung.lost, doubled, again, inDoubt, seconds, ok };
}

/** @returns a worker that took over from one that was killed, when what failed is back */
async function fail(
  { bench: { ends }, stage, sink, victim, random }: Strike,
  world: World,
  link: Link | undefined,
): Promise<Helper | undefined> {
  if (link) {
    link.cut();
    await pause(200 + random() * 2_800);
    link.restore();
  } else if (victim === "database") await stage.killDatabase();
  else if (victim === "engine") await world.killEngine();
  else if (victim === "mail") await sink.call("dropAfterDot", dropped);
  else {
    process.kill(world.worker.pid, "SIGKILL");
    await pause(200);
    const next = await startHelper("worker-process.ts", { ends });
    await next.call("start", world.settings);
    return next;
  }
  return undefined;
}

const unknown = (db: Db): Promise<number> => db.delivery.count({ where: { state: "unknown" } });
