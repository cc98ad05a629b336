import { Ends } from "../../bench/ends.ts";
import { isLink } from "../../bench/faults/faults.ts";
import { type OpenHerd, openCity, type StruckHerd } from "../../bench/faults/struck-herd.ts";
import { readOptions, type Victim } from "../../bench/options.ts";
import { atEnd } from "../support/ending.ts";
import { randomBy, type Trial, upTo } from "../support/lines/line.ts";
import { tortureLine } from "./line.ts";

const mails = 300;
/** Failures after which all accepted mails are compared with the whole database. */
const reckonedEvery = 50;
/** Number of worlds side by side. Most of a failure is a wait: for recovery, or for its detection; after a worker's kill, for the engine's heartbeat timeout. */
const worlds = { most: 8, otherwise: 4 };
/** Worlds on one PostgreSQL: each takes 15 of its 100 connections. */
const together = 4;
/** Failures of a whole PostgreSQL, for which each world has its own. */
const strikesServer: ReadonlySet<Victim> = new Set(["database", "connections"]);
const cities: Promise<OpenHerd>[] = [];

/** Cities shared by all lines, each on a PostgreSQL of its own. Each line has its own worlds, with an engine and a worker. */
function cityOf(which: number): Promise<OpenHerd> {
  cities[which] ??= open();
  return cities[which];
}

function open(): Promise<OpenHerd> {
  const ends = new Ends();
  atEnd(() => ends.all());
  const options = readOptions(["--organizations", String(mails)]);
  return openCity({ options, tell: () => undefined, ends });
}

function struckLine(victim: Victim, what: string, n: number): void {
  tortureLine(
    {
      name: `${what} in the middle of ${mails} mails`,
      pass: "0 intents lost, 0 sent under two references; every duplicate mail is an attempt recorded as unknown; at most 50 in doubt after a crash; the herd continues within 10 s of recovery",
      n,
      fast: 0,
      seconds: 14_400,
    },
    async (trial) => {
      const herds: StruckHerd[] = [];
      const figures = new Figures();
      try {
        // One after the other: two copies of a database cannot be made at once.
        const width = victim.startsWith("worker") ? worlds.most : worlds.otherwise;
        for (let lane = 0; lane < Math.min(width, trial.n); lane++) {
          const openWorld = await cityOf(strikesServer.has(victim) ? lane : Math.floor(lane / together));
          herds.push(await openWorld(isLink(victim)));
        }
        const rest = upTo(trial.n);
        const lane = async (herd: StruckHerd, which: number): Promise<void> => {
          const random = randomBy(trial.seed + which);
          let times = 0;
          for (let next = rest.next(); !next.done; next = rest.next()) {
            await struck(trial, herd, victim, random, figures);
            times += 1;
            if (times % reckonedEvery === 0) await reckoned(trial, herd);
          }
          await reckoned(trial, herd);
        };
        await Promise.all(herds.map(lane));
      } finally {
        for (const note of figures.notes()) trial.note(note);
        await Promise.all(herds.map((herd) => herd.stop()));
      }
    },
  );
}

async function struck(
  trial: Trial,
  herd: StruckHerd,
  victim: Victim,
  random: () => number,
  figures: Figures,
): Promise<void> {
  const one = await herd.strike(victim, random);
  const { lost, inDoubt, seconds } = one;
  trial.measure({ lost, doubled: one.doubled + one.unexplained, inDoubt, recovery: seconds });
  if (!one.ok) trial.failed(JSON.stringify(one));
  figures.add(one);
  trial.tried();
}

async function reckoned(trial: Trial, herd: StruckHerd): Promise<void> {
  const { lost, doubled, unexplained } = await herd.reckon();
  if (lost + doubled + unexplained > 0)
    trial.failed(`of all of it ${lost} lost, ${doubled} doubled, ${unexplained} unexplained`);
}

type One = Awaited<ReturnType<StruckHerd["strike"]>>;

/** Notes about many failures, other than the worst figures. */
class Figures {
  private readonly all: One[] = [];

  add(one: One): void {
    this.all.push(one);
  }

  notes(): string[] {
    if (this.all.length === 0) return [];
    const sum = (of: (one: One) => number): number => this.all.reduce((all, one) => all + of(one), 0);
    const ways = new Map<string, number>();
    for (const { way } of this.all) if (way !== "") ways.set(way, (ways.get(way) ?? 0) + 1);
    return [
      ...[...ways].map(([way, n]) => `${way}: ${n}`),
      `after ${sum(({ out }) => Number(out < mails))} recoveries mails were left to send`,
      `${sum(({ unknown }) => unknown)} attempts in doubt, ${sum(({ again }) => again)} duplicate mails`,
    ];
  }
}

struckLine("worker", "The worker killed (SIGKILL) at a random mail", 400);
struckLine("database", "PostgreSQL killed (SIGKILL) and restarted at a random mail", 100);
struckLine("engine", "The Temporal server killed (SIGKILL) and restarted, before the first or at a random mail", 100);
struckLine("mail", "A mail server that accepts 20 mails and disconnects before it confirms them", 100);
struckLine("database-link", "The link between worker and PostgreSQL cut for up to 3 s at a random mail", 100);
struckLine(
  "engine-link",
  "The link between worker and Temporal server cut for up to 3 s before the first or at a random mail",
  100,
);
struckLine("mail-link", "The link between worker and mail server cut for up to 3 s at a random mail", 100);
struckLine("worker-again", "The worker killed (SIGKILL) three times in one herd", 50);
struckLine("backends", "Every connection to PostgreSQL terminated by the server at a random mail", 50);
struckLine(
  "connections",
  "Every connection to PostgreSQL terminated, and all connections taken by others for up to 3 s",
  50,
);
struckLine("old-snapshot", "A transaction that blocks vacuum for up to 3 s at a random mail", 25);
struckLine("idle-transaction", "An idle transaction that locks 50 notices and 50 tasks for up to 3 s", 50);
struckLine("disk", "A disk that other programs write to and flush for up to 3 s at a random mail", 25);
