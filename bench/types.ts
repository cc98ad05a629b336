import type { Ends } from "./ends.ts";
import type { Machine } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Parts } from "./watch.ts";

/** What a bench is given: its options, where to say what it does, and what is to be ended when it ends. */
export interface Bench {
  options: Options;
  tell(line: string): void;
  ends: Ends;
}

/** What was measured: for people and for programs. */
export interface Outcome {
  /** Whether what must hold held (nothing lost, nothing twice). */
  ok: boolean;
  report: string;
  json: Readonly<Record<string, unknown>>;
}
/** A peer's run: from the instant to the last mail accepted. */
export interface PeerRun {
  /** From the instant: of pg-boss that of the first insert. */
  seconds: number;
  lost: number;
  duplicates: number;
  /** pg-boss: until all jobs were inserted, while the first were worked. */
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
  /** SMTP written to sockets and nothing else: the bound. */
  bareClient: PeerRun[];
  pgBoss: PeerRun[];
  /** The other queues, by name. */
  others: { name: string; runs: PeerRun[] }[];
  /** Those that are not measured here, and why. */
  leftOut: string[];
}
/** One rung of all ladders, from its instant. */
export interface Rung {
  name: string;
  /** Until the last mail was accepted. */
  seconds: number;
  /** Until the first was. */
  firstMail: number;
  lost: number;
  duplicates: number;
  /** Seconds on a processor, from the instant to the last. */
  cpu: Parts | null;
}

export interface DubanRun {
  rungs: Rung[];
  actionsPerOccurrence: number;
  /** Case workflows that were started: of planned drills that nobody answers, none. */
  started?: number;
  memory: Parts | null;
}

/** Of a city of one size. */
export interface Grown {
  organizations: number;
  rungs: Rung[];
  /** Milliseconds by the clock, and of processor over engine, database and worker, of one mail; the dearer of both rungs. */
  msPerMail: number;
  cpuMsPerMail: number | null;
  /** At its peak, MB. */
  memory: number | null;
}
