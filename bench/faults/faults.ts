import { setTimeout as pause } from "node:timers/promises";
import type { Ends } from "../ends.ts";
import { type LinkName, links, type Victim } from "../options.ts";
import type { Helper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import type { WorkerSettings } from "../processes/worker-process.ts";
import type { Stage } from "../stage.ts";
import { until, type World } from "../world.ts";
import { afterCommit, afterTheDot, inTheData, type Link, type Mark, openLink } from "./link.ts";
import { press } from "./pressure.ts";

export type Links = Readonly<Record<LinkName, Link>>;

/** The setting that holds the server's address, by link. */
const ledTo: Readonly<Record<LinkName, keyof WorkerSettings>> = {
  "database-link": "databaseUrl",
  "engine-link": "temporalAddress",
  "mail-link": "smtpUrl",
};

export const isLink = (victim: Victim): victim is LinkName => links.some((link) => link === victim);

/** Puts a link in front of each server of a worker. */
export async function throughLinks(
  settings: WorkerSettings,
  ends: Ends,
): Promise<{ links: Links; settings: WorkerSettings }> {
  const by = { ...settings };
  const made: Partial<Record<LinkName, Link>> = {};
  for (const name of links) {
    const to = settings[ledTo[name]] ?? "";
    const link = await openLink(to);
    ends.add(link.stop);
    by[ledTo[name]] = to.includes("://") ? link.through(to) : link.address;
    made[name] = link;
  }
  return { links: made as Links, settings: by };
}

/** Ways to cut each link: at any moment, or when certain bytes pass. */
export const ways: Readonly<Record<LinkName, Readonly<Record<string, Mark | undefined>>>> = {
  "database-link": { "at any moment": undefined, "after a commit": afterCommit },
  "engine-link": { "at any moment": undefined },
  "mail-link": { "at any moment": undefined, "in the data": inTheData, "after the dot": afterTheDot },
};

/**
 * Cuts a link for a while.
 * @param mark bytes at which to cut; absent: cut now
 * @returns false if the bytes did not arrive before the wait was given up
 */
export async function cutFor(link: Link, ms: number, mark: Mark | undefined, nth?: number): Promise<boolean> {
  if (!mark) link.cut();
  else if (!(await link.cutAt(mark, nth))) return false;
  if (ms > 0) await pause(ms);
  link.restore();
  return true;
}

/** Maximum duration of a cut, milliseconds; most cuts are shorter. */
const longestCut = 3_000;
/** Number of kills of the victim `worker-again`. */
const kills = 3;
/** Number of mails whose acceptance is not confirmed when the mail server fails. */
const dropped = 20;

export interface FaultContext {
  stage: Stage;
  world: World;
  /** Absent: the worker connects to its servers directly. */
  links: Links | undefined;
  sink: Helper;
  random(): number;
  /** Called after each kill of a worker, before another starts. */
  crashed(): Promise<void>;
}

/** Makes something fail, unless it is the worker and was killed already, and recover. @returns the way in which it failed, if there are several */
export async function fail(victim: Victim, context: FaultContext): Promise<string> {
  const { stage, world, links, sink, random, crashed } = context;
  const total = async (): Promise<number> => (await sink.call<SinkState>("state")).total;
  switch (victim) {
    case "worker":
      await world.killWorker(crashed);
      return "";
    case "worker-again":
      for (let n = 0; n < kills; n++) {
        await world.killWorker(crashed);
        await pause(random() * 300);
      }
      return "";
    case "backends":
    case "connections":
    case "old-snapshot":
    case "idle-transaction":
    case "disk":
      await press(victim, world.settings.databaseUrl, random);
      return "";
    case "database":
      await stage.killDatabase();
      return "";
    case "engine":
      await world.killEngine();
      return "";
    case "mail": {
      const before = await total();
      await sink.call("dropAfterDot", dropped);
      await until("so many are not heard of", async () => (await total()) >= before + dropped, 60, 2);
      return "";
    }
    default:
      if (!links) throw new Error(`${victim}: this worker has no links; expected a world that is opened with them`);
      return cut(victim, links[victim], random);
  }
}

async function cut(name: LinkName, link: Link, random: () => number): Promise<string> {
  const names = Object.keys(ways[name]);
  const way = names[Math.floor(random() * names.length)] ?? "";
  const timer = setTimeout(() => link.disarm(), 10_000);
  const hit = await cutFor(link, random() ** 2 * longestCut, ways[name][way]);
  clearTimeout(timer);
  return hit ? way : "missed";
}
