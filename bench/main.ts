import { Ends } from "./ends.ts";
import { runByNodeOfPeers } from "./herd/peers.ts";
import { type OptionDefaults, type Options, optionsHelp, readOptions, UsageError } from "./options.ts";
import type { Bench, Outcome } from "./types.ts";

interface Entry {
  about: string;
  /** The bench also measures the peers, unless they are left out. */
  peers?: true;
  /** Its own defaults of some options. */
  defaults?: OptionDefaults;
  load(): Promise<(bench: Bench) => Promise<Outcome>>;
}

const benches: Readonly<Record<string, Entry>> = {
  herd: {
    peers: true,
    about:
      "a city told and reminded at one instant, beside SMTP alone, pg-boss, graphile-worker, DBOS and BullMQ (where REDIS_URL is set)",
    load: async () => (await import("./herd/herd.ts")).herd,
  },
  growth: {
    about: "the herd in cities of several sizes: what a mail costs, the first mail, memory; drawn in docs/growth.svg",
    load: async () => (await import("./herd/growth.ts")).growthBench,
  },
  kill: {
    about:
      "the worker, the database, the engine or the mail server failing in the middle of a herd: what is lost, doubled, in doubt, and how soon it goes on",
    load: async () => (await import("./faults/kill.ts")).killBench,
  },
  rolling: {
    about:
      "every worker and portal exchanged in the middle of herds and acts: what is lost, doubled, refused, in doubt",
    load: async () => (await import("./rolling/rolling.ts")).rollingBench,
  },
  production: {
    about:
      "Temporal's production server, built by Go once: a case of each kind, a herd, a rolling restart on it (npm run try:production)",
    load: async () => (await import("./production.ts")).productionBench,
  },
  timers: {
    about: "tasks with a rung at an instant of its own each, beside acts: how late their mails are",
    defaults: { acts: 50, workers: 1, portals: 1 },
    load: async () => (await import("./rolling/timers.ts")).timersBench,
  },
  bytes: {
    about: "what an occurrence, a mail and an act add to PostgreSQL and to its log (WAL): the unit costs of country",
    load: async () => (await import("./plan/bytes.ts")).bytesBench,
  },
  country: {
    about:
      "900,000 organizations on paper: a sample simulated, and what it comes to in mails, cores, PostgreSQL and Actions",
    load: async () => (await import("./plan/country.ts")).countryBench,
  },
  import: {
    about: "a city's roster, read and written",
    load: async () => (await import("./plan/import.ts")).importBench,
  },
  policy: {
    about: "a policy issued to a city, beside the opening of a herd",
    load: async () => (await import("./herd/policy.ts")).policyBench,
  },
  public: {
    about: "acts and a round beside 200 requests a second of the public pages",
    load: async () => (await import("./portal/public.ts")).publicBench,
  },
  cli: {
    about: "how soon the command line answers, against the start of Node.js itself",
    load: async () => (await import("./command-line.ts")).commandLineBench,
  },
  desk: {
    about: "the desk of a city with a year of data: administrator, authority, supervisory board",
    defaults: { acts: 200 },
    load: async () => (await import("./portal/desk.ts")).deskBench,
  },
  simulate: {
    about: "a year of a city simulated at each level",
    load: async () => (await import("./plan/simulate.ts")).simulateBench,
  },
  level: {
    about: "a level raised for a city: previewed, set, and all that it opens and supersedes",
    load: async () => (await import("./plan/level.ts")).levelBench,
  },
  plan: {
    about: "a month's opening, planned for a city",
    load: async () => (await import("./plan/plan.ts")).planBench,
  },
  audit: {
    about: "the nightly audit of a city with a year behind it",
    load: async () => (await import("./plan/audit.ts")).auditBench,
  },
  starts: {
    about:
      "drills planned, which start nothing; all answered, and how fast their workflows begin against the engine alone",
    load: async () => (await import("./herd/starts.ts")).startsBench,
  },
  report: {
    about: "a report of a year of a city, by month, duty and district too",
    load: async () => (await import("./portal/report.ts")).reportBench,
  },
};

/** @returns the exit code: 0 measured · 1 a loss, a duplicate or an error · 2 usage · 130 interrupted */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...rest] = argv;
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!bench || rest.includes("--help")) {
    const help = argv.includes("--help");
    if (!help) process.stderr.write(`${name ? `There is no bench "${name}"` : "Which bench?"}\n\n`);
    (help ? process.stdout : process.stderr).write(`${usage()}\n`);
    return help ? 0 : 2;
  }
  let options: Options;
  try {
    options = readOptions(rest, bench.defaults);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${optionsHelp}\n`);
    return 2;
  }
  const elsewhere = bench.peers && options.peers ? await runByNodeOfPeers(argv, tell) : undefined;
  return elsewhere ?? measure(await bench.load(), options);
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(run: (bench: Bench) => Promise<Outcome>, options: Options): Promise<number> {
  const ends = new Ends();
  const interrupted = new Promise<undefined>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(undefined));
  });
  const running = run({ options, tell, ends });
  running.catch(() => undefined);
  try {
    const outcome = await Promise.race([running, interrupted]);
    if (!outcome) {
      tell("Stopping…");
      return 130;
    }
    process.stdout.write(`${options.json ? JSON.stringify(outcome.json) : outcome.report}\n`);
    return outcome.ok ? 0 : 1;
  } catch (error) {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  } finally {
    await ends.all();
  }
}

function usage(): string {
  const width = Math.max(...Object.keys(benches).map((name) => name.length)) + 2;
  const list = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(width)}${about}`);
  return `npm run bench -- NAME [options]\n\n${list.join("\n")}\n\n${optionsHelp}`;
}
