import type { EngineView } from "../client/audit/engine-view.ts";
import type { ActContext } from "../client/context.ts";
import type { Channel } from "../domain/terms.ts";

/** What the program that composes the command line (`bin/`) passes to it. The command line neither finds nor starts servers itself. */
export interface CliDeps {
  /** Connects to the database. @throws an error with code `UNREACHABLE` that names the server */
  open(): Promise<CliSession>;
  /** `duban up`: runs until it is stopped. */
  up(options: { demo: boolean }): Promise<void>;
  /** `duban worker`: rounds, couriers and planners in a process of their own. */
  worker(options: { queues?: string; concurrency?: string }): Promise<void>;
  /** `duban portal`: the pages in a process of their own. */
  portal(): Promise<void>;
  /** `duban migrate`. @returns names of the migrations that were applied now */
  migrate(): Promise<readonly string[]>;
  /** `duban backup`: writes a new folder. @param watch is called with the current table */
  backup(folder: string, watch: (done: number, tables: number, name: string) => void): Promise<BackupSums>;
  /** `duban restore`: reads a backup into an empty database. @param watch is called with the current table */
  restore(folder: string, watch: (done: number, tables: number, name: string) => void): Promise<BackupSums>;
  /** `duban deploy`: new workflows run on this build from now on. @returns number of running workflows that are woken to move to it */
  deploy(buildId: string): Promise<number>;
  /** `duban doctor`: each part, whether it works, and what to do if not. */
  doctor(): Promise<readonly { part: string; ok: boolean; detail: string }[]>;
  /** Version of the program, such as `0.3.0`. */
  version: string;
  /** Locale of the terminal, such as `zh_CN.UTF-8`. @default English */
  locale?: string;
  /** Asks a question at the terminal; absent if there is none. */
  ask?(question: string): Promise<boolean>;
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

/** Content of a backup, and its instant. */
export interface BackupSums {
  folder: string;
  at: Date;
  tables: number;
  rows: number;
  bytes: number;
}

export interface CliSession extends ActContext {
  /**
   * Reads or moves the demo's clock; refused outside the demo. `to` null: read only · `next`: to the next step · `+1d`, `+3h`.
   * @param watch is called with the progress while the time moves
   */
  clock(to: string | null, watch?: WatchClock): Promise<{ now: Date; moved: number }>;
  /** Makes the link of a board session; personId null: the administrator. */
  boardLink?(personId: string | null, days: number): Promise<string>;
  /** Key that signs links and from which the secrets of webhooks are derived. */
  secretKey?(): Promise<string>;
  /** The engine for an audit; null: none is configured. */
  engine?(): Promise<(EngineView & { close(): Promise<void> }) | null>;
  /** Channels for which a provider is configured. @default all */
  available?: readonly Channel[];
  close(): Promise<void>;
}

/** Progress of a move of the demo's clock. */
export type WatchClock = (move: { from: Date; to: Date; now: Date }) => void;
