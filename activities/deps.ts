import type { Channel } from "../domain/terms.ts";
import type { Db } from "../prisma/client.ts";
import type { Transport } from "./channels/transport.ts";
import type { PlacesOfQueues } from "./places.ts";

/** Dependencies of the activities. */
export interface Deps {
  db: Db;
  /** Transports by channel. Notices of a channel without one stay queued until the program is started with one. */
  transports: ReadonlyMap<Channel, Transport>;
  /** Channels that are switched off, with the channel that carries their notices. */
  instead?: Readonly<Partial<Record<Channel, Channel>>>;
  /** Signals the workflows of pending nudges, rounds and couriers first; never throws. */
  flush(): Promise<void>;
  /** Public address of the portal, without a trailing slash. */
  publicUrl: string;
  secretKey: string;
  /** Name of the sender in the footer. */
  sender: string;
  /** Whether webhooks may be on this machine or in private networks, and without TLS. @default not allowed */
  webhooks?: { allowPrivate: boolean };
  /** Aborted at shutdown: work that has begun is finished, and no further page is begun. */
  stopping?: AbortSignal;
  /**
   * Places of the workers' queues; with them, rounds and couriers wait in their activities for what is due within seconds. @default they do not wait
   */
  places?: PlacesOfQueues;
  /** In milliseconds: how long a courier that has sent something waits for more. @default 2,500 */
  lingerMs?: number;
  /** Counts an attempt by channel and outcome. */
  delivered?(channel: Channel, state: string): void;
  /** Logs a line; its data may contain only ids. */
  log(line: string, about?: Readonly<Record<string, unknown>>): void;
  /** Tasks or organizations in a page. @default chosen by each activity */
  page?: number;
  /** Called at named points, at which tests inject failures. */
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
  /** Workflow time in epoch milliseconds. */
  now: number;
}

export interface DeliverOutput {
  /** The next due notice, in epoch milliseconds; null: none. */
  nextAt: number | null;
  sent: number;
}
