import type { Channel } from "../domain/terms.ts";
import type { Db } from "../prisma/client.ts";
import type { Transport } from "./channels/transport.ts";
import type { PlacesOfQueues } from "./places.ts";

/** What activities are made with. */
export interface Deps {
  db: Db;
  /** A channel without one is held: its notices stay queued until the program is started with one. */
  transports: ReadonlyMap<Channel, Transport>;
  /** Channels that there are none of, and which carries their notices. */
  instead?: Readonly<Partial<Record<Channel, Channel>>>;
  /** Signals what nudges ask for, rounds and couriers first; never throws. */
  flush(): Promise<void>;
  /** Where people reach the portal, without a slash at the end. */
  publicUrl: string;
  secretKey: string;
  /** Who sends: shown in the footer. */
  sender: string;
  /** Whether webhooks may be on this machine or in its networks, and without TLS. @default they may not */
  webhooks?: { allowPrivate: boolean };
  /** Aborted when the process is to end: what is begun is done and written, and no further page is taken. */
  stopping?: AbortSignal;
  /** Of the workers that run them: rounds and couriers wait in their activities for what comes within seconds. @default none does */
  places?: PlacesOfQueues;
  /** How long a courier that has carried something waits there for more. @default 2,500 */
  lingerMs?: number;
  /** Counts an attempt by its channel and what became of it. */
  delivered?(channel: Channel, state: string): void;
  /** Ids only. */
  log(line: string, about?: Readonly<Record<string, unknown>>): void;
  /** Tasks or organizations a page. @default what each activity is best with */
  page?: number;
  /** Called at named points; tests break things there. */
  failPoint?(name: FailPoint, about: string): void | Promise<void>;
}

export type FailPoint =
  | "advance:task"
  | "deliver:claimed"
  | "deliver:sent"
  | "plan:page"
  | "distribute:first"
  | "distribute:rest"
  | "withdraw";

export interface DeliverInput {
  shard: number;
  /** Workflow time, epoch milliseconds. */
  now: number;
}

export interface DeliverOutput {
  /** Epoch milliseconds of the next notice that is due; null: none. */
  nextAt: number | null;
  sent: number;
}
