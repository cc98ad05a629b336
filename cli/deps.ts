import type { EngineView } from "../client/audit/engine-view.ts";
import type { ActContext } from "../client/context.ts";
import type { Channel } from "../domain/terms.ts";

/** What the command line is given by the program that composes it (`bin/`): it neither finds servers nor starts them itself. */
export interface CliDeps {
  /** Connects to the database. @throws an error with code `UNREACHABLE` naming what is away */
  open(): Promise<CliSession>;
  /** `duban up`: runs until it is told to end. */
  up(options: { demo: boolean }): Promise<void>;
  /** `duban worker`: rounds, couriers and planners, in a process of its own. */
  worker(options: { queues?: string; concurrency?: string }): Promise<void>;
  /** `duban portal`: the pages, in a process of its own. */
  portal(): Promise<void>;
  /** `duban migrate`. @returns names of the migrations that were applied now */
  migrate(): Promise<readonly string[]>;
  /** `duban backup`: into a new folder. @param watch hears which table is under way */
  backup(folder: string, watch: (done: number, tables: number, name: string) => void): Promise<BackupSums>;
  /** `duban restore`: into an empty database. */
  restore(folder: string, watch: (done: number, tables: number, name: string) => void): Promise<BackupSums>;
  /** `duban deploy`: a build takes what begins from now on. @returns workflows that are woken to go on with it */
  deploy(buildId: string): Promise<number>;
  /** `duban doctor`: each part, whether it works, and what to do. */
  doctor(): Promise<readonly { part: string; ok: boolean; detail: string }[]>;
  /** The program's, such as `0.3.0`. */
  version: string;
  /** The terminal's, such as `zh_CN.UTF-8`. @default English */
  locale?: string;
  /** Asks whoever sits at the terminal; absent where nobody does. */
  ask?(question: string): Promise<boolean>;
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

/** What a backup holds, and of which instant. */
export interface BackupSums {
  folder: string;
  at: Date;
  tables: number;
  rows: number;
  bytes: number;
}

export interface CliSession extends ActContext {
  /** The demo's clock; refused outside the demo. `to` null: where it stands · `next`: to the next step · `+1d`, `+3h`. */
  /** @param watch hears, while the time moves, how far it has come */
  clock(to: string | null, watch?: WatchClock): Promise<{ now: Date; moved: number }>;
  /** The link of a session on the board; personId null: the administrator's. */
  boardLink?(personId: string | null, days: number): Promise<string>;
  /** Signs links, and derives secrets of webhooks. */
  secretKey?(): Promise<string>;
  /** The engine as an audit sees it; null: none is known. */
  engine?(): Promise<(EngineView & { close(): Promise<void> }) | null>;
  /** Channels that the settings give a provider. @default all */
  carried?: readonly Channel[];
  close(): Promise<void>;
}

/** Where the time stands between the two ends of its move. */
export type WatchClock = (move: { from: Date; to: Date; now: Date }) => void;
