import { createTransports } from "../../activities/channels/index.ts";
import { placesOfQueues } from "../../activities/places.ts";
import type { Config } from "../../config.ts";
import { wakePlanner } from "../../domain/ids.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import type { Db } from "../../prisma/client.ts";
import { ping } from "../../records/health.ts";
import { nudge } from "../../records/nudges.ts";
import { connectClient } from "../connections.ts";
import { logSchedules } from "../cron-log.ts";
import { type Listener, startListener } from "../listener.ts";
import { createLog } from "../log.ts";
import { engineMetricsAddress, startMetrics } from "../metrics/index.ts";
import { connectWorker } from "../native-connection.ts";
import { refuseUnknownPolicies } from "../policies.ts";
import { createRelay } from "../relay.ts";
import { installRuntime } from "../runtime.ts";
import { keepSchedules } from "../schedules.ts";
import { startTracing } from "../tracing/index.ts";
import { answers } from "../watch/readings.ts";
import { startWorkers } from "../workers.ts";
import { workflowCode } from "../workflow-code.ts";
import { actContext } from "./act-context.ts";
import { activitiesOf } from "./activities.ts";
import { catchUp } from "./catch-up.ts";
import { openDatabase } from "./database.ts";
import { startHealth } from "./health.ts";
import { heldBack } from "./held-back.ts";
import { composed, type EndList, type OwnProcess, type Tell } from "./process.ts";
import { refuseUnshared } from "./required-settings.ts";
import { watchOver } from "./watch.ts";

/** In seconds: time for running activities at shutdown. */
const graceSeconds = 20;

/**
 * `duban worker`: rounds, couriers and planners, in any number of processes. One of them leads: it relays nudges and keeps the planners' Schedules
 * (worker/listener.ts).
 * @throws {ConfigError} names each missing setting · {UnreachableError} a part does not respond, or the database is not migrated
 */
export function startWorkerProcess(config: Config, tell: Tell): Promise<OwnProcess> {
  const carries = config.queues.includes("couriers");
  refuseUnshared(config, "duban worker", [
    ...(["DATABASE_URL", "TEMPORAL_ADDRESS", "SECRET_KEY", "PUBLIC_URL"] as const),
    ...(carries ? (["SMTP_URL"] as const) : []),
  ]);
  if (carries) for (const line of heldBack(config)) tell(line);
  return composed((ends) => start(config, ends, tell));
}

async function start(config: Config, ends: EndList, tell: Tell): Promise<Omit<OwnProcess, "stop">> {
  const log = createLog();
  logSchedules(log);
  const engineFigures = await engineMetricsAddress(config);
  installRuntime("WARN", engineFigures);
  const tracing = await startTracing(config, "duban-worker");
  if (tracing) ends.push(() => tracing.stop());
  const bundling = workflowCode();
  bundling.catch(() => undefined);
  const { db, url: databaseUrl } = await openDatabase(config, ends, tell);
  await refuseUnknownPolicies(db);
  const address = config.temporal.address ?? "";
  const { client, close } = await connectClient(config, address);
  ends.push(close);
  const connection = await connectWorker(config, address);
  ends.push(() => connection.close());

  const ending = new AbortController();
  let listener: Listener | undefined;
  const leads = (): boolean => listener?.leads() ?? false;
  const relay = createRelay({ db, client, leads, log: log.line });
  const transports = createTransports({ smtp: config.smtp, sms: config.sms, mailFrom: config.mailFrom }, log.line);
  ends.push(() => Promise.all([...transports.values()].map((transport) => transport.close())));
  let working = false;
  const health = await startHealth({ host: config.host, port: config.healthPort }, async () => {
    const [database, engine] = await Promise.all([
      answers(ping(db)),
      answers(client.workflowService.getSystemInfo({})),
    ]);
    return { database, engine, worker: working && !ending.signal.aborted };
  });
  ends.push(() => health.close());
  const metrics = await startMetrics(config, { db, now: () => new Date(), engine: engineFigures, tell });
  if (metrics) ends.push(() => metrics.stop());
  const places = placesOfQueues(config.concurrency);
  const workers = await startWorkers({
    connection,
    namespace: config.temporal.namespace,
    bundle: await bundling,
    activities: activitiesOf(config, {
      db,
      transports: tracing?.transports(transports) ?? transports,
      flush: async () => void (await relay.flush()),
      publicUrl: config.publicUrl ?? "",
      secretKey: config.secretKey ?? "",
      // With tracing, activities do not wait: each message is then traced to the nudge that woke its courier.
      ...(!tracing && { places }),
      stopping: ending.signal,
      ...(metrics && { delivered: metrics.delivered }),
      log: log.line,
    }),
    queues: config.queues,
    ...(tracing && { interceptors: tracing.interceptors }),
    places,
    ...(config.deployment && { deployment: config.deployment }),
    graceSeconds,
  });
  working = true;
  ends.push(() => workers.stop());
  const ended = workers.ended.finally(() => {
    working = false;
  });
  ended.catch(() => undefined);

  listener = startListener(databaseUrl, relay);
  const { stop, ready } = listener;
  ends.push(stop);
  await ready;
  const schedules = keepSchedules({ db, client, timezone: zone, leads }, log.line, (shards) => planFirst(db, shards));
  ends.push(() => schedules.stop());
  if (leads()) await catchUp(db, [], new Date());
  const flush = async (): Promise<void> => void (await relay.flush());
  const context = await actContext({ db, now: () => new Date(), flush }, ends);
  const publicUrl = config.publicUrl ?? "";
  const watch = watchOver(config, { context, client, relay, transports, publicUrl, log: log.line }, ends);
  watch.nightly(leads);
  watch.watchdog(leads);
  // First in the shutdown: nothing new is begun from here on.
  ends.push(async () => ending.abort());
  return { url: health.url, ended };
}

/** Runs the planners of new shards at once; those of others have a Schedule, which catches up. */
const planFirst = (db: Db, shards: readonly number[]): Promise<void> =>
  db.$transaction((tx) => nudge(tx, shards.map(wakePlanner), new Date()));
