import type { Client } from "@temporalio/client";
import { availableChannels } from "../../activities/claim.ts";
import type { Deps } from "../../activities/deps.ts";
import type { ActContext } from "../../client/context.ts";
import type { Config } from "../../config.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import { engineView } from "../engine-view.ts";
import type { Logger } from "../log.ts";
import type { Relay } from "../relay.ts";
import { startNightly } from "../watch/nightly.ts";
import { createOperator } from "../watch/operator.ts";
import { startWatchdog, type Watchdog } from "../watch/watchdog.ts";
import { insteadOf } from "./activities.ts";
import { alarm, type EndList } from "./process.ts";

export interface WatchedParts {
  context: ActContext;
  client: Client;
  relay: Relay;
  transports: Deps["transports"];
  publicUrl: string;
  log: Logger["line"];
}

/** What looks after a process that sends messages; of several processes only the leading one runs it. */
export interface Watch {
  watchdog(leads: () => boolean): Watchdog;
  /** Starts the nightly audit. */
  nightly(leads: () => boolean): void;
}

export function watchOver(config: Config, parts: WatchedParts, ends: EndList): Watch {
  const { context, client, relay, transports, publicUrl, log } = parts;
  const { db, now } = context;
  const available = availableChannels({ transports, ...insteadOf(config) });
  return {
    watchdog(leads) {
      const watched = { db, client, now, available, home: config.home, publicUrl, zone, since: now() };
      const watchdog = startWatchdog(watched, createOperator(config, alarm), leads);
      ends.push(async () => watchdog.stop());
      return watchdog;
    },
    nightly(leads) {
      const night = startNightly(context, { engine: engineView(client, relay, zone), available, zone, leads }, log);
      ends.push(() => night.stop());
    },
  };
}
