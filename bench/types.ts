import type { Ends } from "./ends.ts";
import type { Machine } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Parts } from "./watch.ts";

/** Context of a bench: its options, its output, and its cleanup. */
export interface Bench {
  options: Options;
  tell(line: string): void;
  ends: Ends;
}

/** Results, for people and for programs. */
export interface Outcome {
  /** Whether the required conditions hold (no losses, no duplicates). */
  ok: boolean;
  report: string;
  json: Readonly<Record<string, unknown>>;
}
/** A peer's run, from the instant to the last mail accepted. */
export interface PeerRun {
  /** Seconds from the instant; for pg-boss, from the first insert. */
  seconds: number;
  lost: number;
  duplicates: number;
  /** pg-boss: seconds until all jobs were inserted, while the first were already processed. */
  insertSeconds?: number;
}

export interface HerdFigures {
  machine: Machine;
  organizations: number;
  seed: number;
  minutes: number;
  mailBytes: number;
  duban: DubanRun[];
  drills?: DubanRun;
  smtpAlone: PeerRun[];
  /** SMTP written directly to sockets: the lower bound. */
  bareClient: PeerRun[];
  pgBoss: PeerRun[];
  /** The other queues, by name. */
  others: { name: string; runs: PeerRun[] }[];
  /** Queues that are not measured here, and why. */
  leftOut: string[];
}
/** One rung of all ladders, measured from its instant. */
export interface Rung {
  name: string;
  /** Seconds until the last mail was accepted. */
  seconds: number;
  /** Seconds until the first mail was accepted. */
  firstMail: number;
  lost: number;
  duplicates: number;
  /** Processor seconds, from the instant to the last mail. */
  cpu: Parts | null;
}

export interface DubanRun {
  rungs: Rung[];
  actionsPerOccurrence: number;
  /** Number of case workflows started. Planned drills that nobody answers start none. */
  started?: number;
  memory: Parts | null;
}

/** Figures of a city of one size. */
export interface Grown {
  organizations: number;
  rungs: Rung[];
  /** Elapsed and processor milliseconds of engine, database and worker for one mail; the higher of both rungs. */
  msPerMail: number;
  cpuMsPerMail: number | null;
  /** Peak memory, MB. */
  memory: number | null;
}
