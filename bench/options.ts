import { parseArgs } from "node:util";
import { pressures } from "./faults/pressure.ts";

/** Links of the worker that can be cut for seconds. */
export const links = ["database-link", "engine-link", "mail-link"] as const;
export type LinkName = (typeof links)[number];
/**
 * What can fail in the middle of a herd: a process that is killed (once or repeatedly), PostgreSQL under a pressure, the mail server, which
 * closes connections after the final dot, or a link.
 */
export const victims = ["worker", "worker-again", "database", "engine", "mail", ...pressures, ...links] as const;
export type Victim = (typeof victims)[number];

/** Parts of the desk bench. */
export const deskParts = ["pages", "acts", "many"] as const;
export type DeskPart = (typeof deskParts)[number];

/** Options of a bench. */
export interface Options {
  organizations: number;
  runs: number;
  seed: number;
  /** Prints one JSON object to standard output and nothing else there. */
  json: boolean;
  /** Folder for CPU profiles of the worker or the portal; absent: no profiles. */
  profile?: string;
  /** Folder in which the city is kept between runs; absent: the city is written again and removed at the end. */
  city?: string;
  /** The only part of the bench to measure; absent: all parts. */
  part?: DeskPart;
  /** Includes drills, which are planned and start no workflow. */
  drills: boolean;
  /** What fails. */
  victim: Victim;
  /** Number of processes that are exchanged, and of acts a second beside them. */
  workers: number;
  portals: number;
  acts: number;
  /** Number of tasks whose next rungs are spread over the given minutes, each at an instant of its own. */
  timers: number;
  minutes: number;
  /** Numbers of organizations of the cities, measured one after the other. */
  sizes: readonly number[];
  /**
   * host:port of a running Temporal server, or `production`, which builds that server and runs it on the bench's PostgreSQL; absent: a
   * development server is started.
   */
  engine?: string;
  /** Whether to measure the peers. */
  peers: boolean;
}

/** A bench's own defaults. */
export type OptionDefaults = Partial<Pick<Options, "acts" | "workers" | "portals">>;

/** The command line cannot be used (exit code 2). */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const optionsHelp = `Options:
  --organizations N   organizations of the invented city (default 10000, 100 to 100000)
  --runs N            runs, of which the median is told (default 3, 1 to 20)
  --seed N            seed of the invented city (default 1)
  --drills            herd: drills too, which are planned and start no workflow
  --no-peers          herd: without SMTP alone and the queues, by the Node.js that runs it (with them: by the one pg-boss needs)
  --victim WHAT       kill: ${victims.join(", ")} (default worker)
  --workers N         rolling, timers: workers (default 4; of timers 1; 1 to 20)
  --portals N         rolling, timers: portals (default 2; of timers 1; 1 to 10)
  --acts N            rolling, timers, desk: acts a second (default 100; of timers 50; of the desk 200; 1 to 1000)
  --timers N          timers: tasks with a rung at an instant of its own (default 60000, 100 to 100000)
  --minutes N         timers: minutes over which these are spread (default 15, 1 to 100)
  --sizes N,N,…       growth: organizations of each city (default 1000,10000,50000,100000)
  --engine WHERE      rolling, timers, herd: production, a Temporal server that Go builds; rolling, timers: or host:port of one (default: a development server)
  --profile FOLDER    herd: CPU profiles of the worker; desk: of the portal while acts come in, and what its statements took; level: what statements took
  --city FOLDER       desk: where the city is kept for the next run (default: it is written anew each time)
  --part PART         desk: ${deskParts.join(", ")} alone (default all)
  --json              one object on standard output`;

/** @throws {UsageError} with the option, its value and what was expected */
export function readOptions(argv: readonly string[], defaults: OptionDefaults = {}): Options {
  const { values } = parse(argv);
  return {
    organizations: whole("organizations", values.organizations, 10_000, 100, 100_000),
    runs: whole("runs", values.runs, 3, 1, 20),
    seed: whole("seed", values.seed, 1, 0, 2 ** 31),
    json: values.json ?? false,
    drills: values.drills ?? false,
    victim: victimOf(values.victim),
    workers: whole("workers", values.workers, defaults.workers ?? 4, 1, 20),
    portals: whole("portals", values.portals, defaults.portals ?? 2, 1, 10),
    acts: whole("acts", values.acts, defaults.acts ?? 100, 1, 1_000),
    timers: whole("timers", values.timers, 60_000, 100, 100_000),
    minutes: whole("minutes", values.minutes, 15, 1, 100),
    sizes: (values.sizes ?? "1000,10000,50000,100000").split(",").map((size) => whole("sizes", size, 0, 100, 100_000)),
    ...(values.engine && { engine: values.engine }),
    peers: !values["no-peers"],
    ...(values.profile && { profile: values.profile }),
    ...(values.city && { city: values.city }),
    ...(values.part !== undefined && { part: partOf(values.part) }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        organizations: { type: "string" },
        runs: { type: "string" },
        seed: { type: "string" },
        profile: { type: "string" },
        city: { type: "string" },
        part: { type: "string" },
        victim: { type: "string" },
        workers: { type: "string" },
        portals: { type: "string" },
        acts: { type: "string" },
        timers: { type: "string" },
        minutes: { type: "string" },
        sizes: { type: "string" },
        engine: { type: "string" },
        drills: { type: "boolean" },
        "no-peers": { type: "boolean" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function partOf(value: string): DeskPart {
  const part = deskParts.find((one) => one === value);
  if (!part) throw new UsageError(`--part is "${value}"; expected one of ${deskParts.join(", ")}`);
  return part;
}

function victimOf(value = "worker"): Victim {
  const victim = victims.find((one) => one === value);
  if (!victim) throw new UsageError(`--victim is "${value}"; expected one of ${victims.join(", ")}`);
  return victim;
}

function whole(name: string, value: string | undefined, byDefault: number, least: number, most: number): number {
  if (value === undefined) return byDefault;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`--${name} is "${value}"; expected a whole number from ${least} to ${most}`);
  return number;
}
