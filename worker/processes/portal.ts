import { createTransports } from "../../activities/channels/index.ts";
import type { Config } from "../../config.ts";
import { connectVisitors } from "../../prisma/client.ts";
import { ping } from "../../records/health.ts";
import { createPortal } from "../../web/index.ts";
import { listen } from "../../web/listen.ts";
import { startBatches } from "../batches.ts";
import { logSchedules } from "../cron-log.ts";
import { createLog, withRequest } from "../log.ts";
import { startMetrics } from "../metrics/index.ts";
import { startTracing } from "../tracing/index.ts";
import { answers } from "../watch/readings.ts";
import { actContext } from "./act-context.ts";
import { openDatabase } from "./database.ts";
import { composed, type EndList, type OwnProcess, type Tell } from "./process.ts";
import { refuseExposed, refuseUnshared } from "./required-settings.ts";

/** In milliseconds: time for open requests at shutdown. */
const graceMs = 10_000;

/**
 * `duban portal`: the pages, in any number of processes behind one address. It needs no engine: the leading worker relays the nudges, of which it is
 * notified at commit.
 * @throws {ConfigError} names each missing setting · {UnreachableError} the database does not respond, or is not migrated
 */
export function startPortalProcess(config: Config, tell: Tell): Promise<OwnProcess> {
  refuseUnshared(config, "duban portal", ["DATABASE_URL", "SECRET_KEY", "PUBLIC_URL", "SMTP_URL"]);
  refuseExposed(config);
  return composed((ends) => start(config, ends, tell));
}

async function start(config: Config, ends: EndList, tell: Tell): Promise<Omit<OwnProcess, "stop">> {
  const log = createLog();
  logSchedules(log);
  const tracing = await startTracing(config, "duban-portal");
  if (tracing) ends.push(() => tracing.stop());
  const { db, url: databaseUrl } = await openDatabase(config, ends, tell);
  const visitors = connectVisitors(databaseUrl);
  ends.push(() => visitors.close());
  const context = await actContext({ db, now: () => new Date(), flush: async () => undefined }, ends);
  const metrics = await startMetrics(config, { db, now: context.now, tell });
  if (metrics) ends.push(() => metrics.stop());
  let serving = true;
  const portal = createPortal({
    context,
    visitors,
    secretKey: config.secretKey ?? "",
    publicUrl: config.publicUrl ?? "",
    trustProxy: config.trustProxy,
    // It sends nothing itself; a worker with the same settings sends over these channels.
    channels: [...createTransports({ smtp: config.smtp, sms: config.sms, mailFrom: config.mailFrom }, log.line).keys()],
    ...(config.sandbox && { sandbox: true }),
    ...(config.chromium && { chromium: config.chromium }),
    // Without the engine: acts are accepted while it is unreachable.
    health: async () => ({ database: await answers(ping(db)), serving }),
    log: log.line,
    withRequest,
  });
  const batches = startBatches(context, log.line);
  ends.push(() => batches.stop());
  const portalAt = await listen(portal, { host: config.host, port: config.port });
  ends.push(() => {
    serving = false;
    return portalAt.close({ drainMs: config.drainSeconds * 1_000, graceMs });
  });
  return { url: portalAt.url, ended: new Promise(() => undefined) };
}
