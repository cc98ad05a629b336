import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { createTransports } from "../activities/channels/index.ts";
import { placesOfQueues } from "../activities/places.ts";
import type { ActContext } from "../client/context.ts";
import type { Config } from "../config.ts";
import type { Text } from "../domain/terms.ts";
import { cityZone as zone } from "../domain/time/zones.ts";
import { freePort } from "../local/free-port.ts";
import { type Inbox, startInbox } from "../local/inbox.ts";
import type { Lock } from "../local/lock.ts";
import { ensureSecret } from "../local/secret.ts";
import { connect, connectVisitors } from "../prisma/client.ts";
import { migrate } from "../prisma/migrate.ts";
import { insertBoardLink } from "../records/messages/links.ts";
import { shardsOfOrganizations } from "../records/roster/holders.ts";
import { fillPinyin } from "../records/roster/pinyin.ts";
import { administratorHasLink } from "../records/roster/sessions.ts";
import { createPortal, type PortalDeps } from "../web/index.ts";
import { listen } from "../web/listen.ts";
import { acquireHome } from "./acquire-home.ts";
import { startBatches } from "./batches.ts";
import { loadSampleCity } from "./city.ts";
import { createClock, type DemoClock } from "./clock.ts";
import { startControl } from "./control.ts";
import { logSchedules } from "./cron-log.ts";
import { endOf } from "./end.ts";
import { startDemoEngine, startEngine } from "./engine.ts";
import { demoHome } from "./home.ts";
import { type Listener, startListener } from "./listener.ts";
import { createLog, type Logger, withRequest } from "./log.ts";
import { engineMetricsAddress, startMetrics } from "./metrics/index.ts";
import { refuseUnknownPolicies } from "./policies.ts";
import { refuseTakenPort } from "./port.ts";
import { actContext } from "./processes/act-context.ts";
import { activitiesOf } from "./processes/activities.ts";
import { catchUp } from "./processes/catch-up.ts";
import { heldBack } from "./processes/held-back.ts";
import { alarm } from "./processes/process.ts";
import { isReachable, refuseExposed } from "./processes/required-settings.ts";
import { watchOver } from "./processes/watch.ts";
import { createRelay } from "./relay.ts";
import { installRuntime } from "./runtime.ts";
import { ensureSchedules, keepSchedules } from "./schedules.ts";
import { startDatabase } from "./start-database.ts";
import { startTracing } from "./tracing/index.ts";
import { startWorkers } from "./workers.ts";
import { workflowCode } from "./workflow-code.ts";

export interface Running {
  url: string;
  /** Link that opens the board as the administrator, without a password; absent: a link was made before. */
  boardUrl?: string;
  inboxUrl?: string;
  engineUrl?: string;
  organizations: number;
  /** Settles when a part ends by itself. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface UpOptions {
  /** Run the sample city on the time-skipping server, with a movable clock. */
  demo: boolean;
  /** Prints a line for the person at the terminal. */
  tell(line: Text, passing?: "passing"): void;
}

/** In milliseconds: an act waits at most this long for the engine; its nudge is stored, and relayed when the engine responds. */
const mostForEngine = 150;
/** Number of days for which the administrator's first link works. */
const boardDays = 30;

/**
 * Starts everything that a city needs, in one process and its servers, in the order of their dependencies; ends it in reverse. @throws the error of a
 * part that cannot start, after ending those that had started
 */
export async function up(settings: Config, { demo, tell }: UpOptions): Promise<Running> {
  const config = demo ? demoOf(settings) : settings;
  refuseExposed(config);
  const ends: Ends = [];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end().catch(() => undefined);
  };
  try {
    return await start(config, { demo, tell }, ends, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ends = (() => Promise<unknown>)[];

async function start(
  config: Config,
  { demo, tell }: UpOptions,
  ends: Ends,
  stop: () => Promise<void>,
): Promise<Running> {
  const log = createLog();
  logSchedules(log);
  const lock = await acquireHome(config.home);
  const engineFigures = await engineMetricsAddress(config);
  installRuntime("WARN", engineFigures);
  ends.push(() => lock.release());
  await refuseTakenPort(config);
  const tracing = await startTracing(config, "duban");
  if (tracing) ends.push(() => tracing.stop());
  for (const name of lock.recovered)
    tell({ zh: `已结束上次异常中断时遗留的${name}`, en: `Ended ${name}, left by a run that was cut off` });

  const bundling = workflowCode();
  bundling.catch(() => undefined);
  const { databaseUrl, db, visitors, engine, lost } = await startStores(config, { demo, tell }, lock, ends);

  let listener: Listener | undefined;
  const relay = createRelay({
    db,
    client: engine.client,
    // Workers may run besides this process; the demo's engine belongs to it alone.
    ...(!demo && { leads: () => listener?.leads() ?? false }),
    log: log.line,
  });
  const flush = async (): Promise<void> => void (await relay.flush());
  const clock = engine.env ? await createClock(engine.env, db, relay, zone) : undefined;
  const now = clock ? () => clock.now() : () => new Date();
  const metrics = await startMetrics(config, { db, now, engine: engineFigures, tell });
  if (metrics) ends.push(() => metrics.stop());
  const context = await actContext({ db, now, flush: () => Promise.race([flush(), pause(mostForEngine)]) }, ends);

  const secretKey = config.secretKey ?? (await ensureSecret(config.home));
  const { sandbox, transports } = await startChannels(config, { demo, tell, now, log: log.line }, ends);

  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const publicUrl = config.publicUrl ?? urlOf(config.host, port);
  const parts = { context, client: engine.client, relay, transports, publicUrl, log: log.line };
  const watch = watchOver(config, parts, ends);
  const watchdog = watch.watchdog(() => demo || (listener?.leads() ?? true));
  let working = true;
  const portalAt = await openPortal(
    { ...config, port },
    {
      ...{ context, visitors, secretKey, publicUrl, log: log.line, channels: [...transports.keys()] },
      health: async () => ({ ...(await watchdog.health()), worker: working }),
    },
    { sandbox, clock },
    ends,
  );

  const stopping = new AbortController();
  const places = placesOfQueues();
  const workers = await startWorkers({
    connection: engine.connection,
    namespace: engine.namespace,
    bundle: await bundling,
    ...(tracing && { interceptors: tracing.interceptors }),
    activities: activitiesOf(config, {
      ...{ db, flush, publicUrl, secretKey, stopping: stopping.signal, log: log.line },
      transports: tracing?.transports(transports) ?? transports,
      // Not in the demo, where an activity that waits by the real clock would hold up the moved one. With tracing, each message is traced to the
      // nudge that woke its courier.
      ...(!demo && !tracing && { places }),
      ...(metrics && { delivered: metrics.delivered }),
    }),
    places,
  });
  ends.push(() => {
    stopping.abort();
    return workers.stop();
  });
  workers.ended
    .catch(() => undefined)
    .finally(() => {
      working = false;
    });
  const listening = startListener(databaseUrl, relay);
  listener = listening;
  ends.push(() => listening.stop());
  await listening.ready;

  watch.nightly(() => listening.leads());
  const batches = startBatches(context, log.line);
  ends.push(() => batches.stop());
  const control = clock && (await startControl(clock));
  if (control) ends.push(() => control.close());
  await lock.tell({
    ...{ url: portalAt.url, databaseUrl, temporalAddress: engine.address },
    ...(control && { control: control.url }),
  });

  const organizations = config.databaseUrl ? 0 : await loadSampleCity(context);
  const schedules = demo ? null : { client: engine.client, leads: () => listening.leads(), log: log.line };
  await resume(context, schedules, ends);
  await flush();
  // Shown once, so that a terminal or its log does not grant access later. `duban board` makes another.
  const code = (await administratorHasLink(db)) ? null : await insertBoardLink(db, null, now(), secretKey, boardDays);
  return {
    url: portalAt.url,
    ...(code && { boardUrl: `${portalAt.url}/s/${code}` }),
    ...(sandbox && { inboxUrl: `${portalAt.url}/inbox` }),
    ...(engine.uiUrl && { engineUrl: engine.uiUrl }),
    organizations,
    ended: endOf(workers.ended, lost),
    stop,
  };
}

/** Database and engine, which start beside each other, the schema as this version knows it, and the connections. */
async function startStores(config: Config, { demo, tell }: UpOptions, lock: Lock, ends: Ends) {
  const [{ url: databaseUrl, lost }, engine] = await together(
    startDatabase(config, lock, demo, tell, alarm, ends),
    demo ? startDemoEngine(tell) : startEngine(config, lock, tell, alarm),
  );
  ends.push(() => engine.stop());
  const applied = await migrate(databaseUrl);
  if (applied.length > 0)
    tell({
      zh: `数据库：已执行${applied.length}项迁移`,
      en: `Database: ${applied.length} migration${applied.length === 1 ? "" : "s"} applied`,
    });
  const db = connect(databaseUrl, { connections: config.connections });
  ends.push(() => db.$disconnect());
  await refuseUnknownPolicies(db);
  await fillPinyin(db);
  const visitors = connectVisitors(databaseUrl);
  ends.push(() => visitors.close());
  return { databaseUrl, db, visitors, engine, lost: [lost, engine.lost].flatMap((one) => one ?? []) };
}

/** Opens the portal: with the inbox of a sandbox, and with the clock of the demo. */
async function openPortal(
  config: Config,
  deps: Pick<PortalDeps, "context" | "visitors" | "secretKey" | "publicUrl" | "channels" | "health" | "log">,
  { sandbox, clock }: { sandbox: Inbox | undefined; clock: DemoClock | undefined },
  ends: Ends,
): Promise<{ url: string }> {
  const portal = createPortal({
    ...deps,
    withRequest,
    trustProxy: config.trustProxy,
    ...(config.sandbox && { sandbox: true }),
    ...(config.chromium && { chromium: config.chromium }),
    ...(sandbox && { inbox: () => sandbox.messages(), inboxOpen: !isReachable(config) }),
    ...(clock && { clock: { now: clock.now, move: clock.move } }),
  });
  const portalAt = await listen(portal, { host: config.host, port: config.port });
  ends.push(() => portalAt.close());
  return portalAt;
}

/**
 * Resumes the work of every shard: its planner runs by a Schedule from now on, and what became due while nothing ran is relayed.
 * @param schedules null: none; in the demo the moved clock wakes the planners
 */
async function resume(
  { db, now }: ActContext,
  schedules: { client: Client; leads(): boolean; log: Logger["line"] } | null,
  ends: Ends,
): Promise<void> {
  const shards = await shardsOfOrganizations(db);
  if (schedules) {
    const { client, leads, log } = schedules;
    await ensureSchedules(client, shards, zone);
    const kept = keepSchedules({ db, client, timezone: zone, leads }, log);
    ends.push(() => kept.stop());
  }
  await catchUp(db, shards, now());
}

/**
 * The transports of messages, and the inbox in which they end without providers. Messages for real people are never shown on a page: if one channel is
 * configured, the other waits for its provider.
 */
async function startChannels(
  config: Config,
  { demo, tell, now, log }: UpOptions & { now: () => Date; log: Logger["line"] },
  ends: Ends,
) {
  const embedded = config.smtp.length === 0 && config.sms.length === 0 && !config.noSms;
  const sandbox = embedded ? await sandboxInbox(demo ? undefined : config.home, now, ends) : undefined;
  if (!embedded) for (const line of heldBack(config)) tell(line);
  const transports = createTransports(
    {
      smtp: sandbox ? [sandbox.smtpUrl] : config.smtp,
      sms: sandbox ? [sandbox.smsUrl] : config.sms,
      mailFrom: config.mailFrom,
    },
    log,
  );
  ends.push(() => Promise.all([...transports.values()].map((transport) => transport.close())));
  return { sandbox, transports };
}

/** The address for a browser on this machine. */
function urlOf(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Waits for both. If one fails, it still waits for the end of the other, so that nothing goes on starting after a failed start. */
async function together<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  return [first.value, second.value];
}

/** A clock that can be moved must never reach real people: the demo has its own folder, database and inbox, whatever is configured. */
function demoOf(settings: Config): Config {
  const {
    databaseUrl: _,
    noSms: __,
    operatorUrl: _url,
    operatorEmail: _email,
    heartbeatUrl: _beat,
    ...rest
  } = settings;
  return { ...rest, home: demoHome(settings.home), smtp: [], sms: [] };
}

async function sandboxInbox(home: string | undefined, now: () => Date, ends: Ends): Promise<Inbox> {
  const inbox = await startInbox({ ...(home && { home }), now });
  ends.push(() => inbox.stop());
  return inbox;
}
