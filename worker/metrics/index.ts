import type { Config } from "../../config.ts";
import type { Text } from "../../domain/terms.ts";
import { freePort } from "../../local/free-port.ts";
import type { Db } from "../../prisma/client.ts";
import { type Collector, createCollector } from "./collect.ts";
import { serveMetrics } from "./serve.ts";

/** Address at which the engine's library serves its own metrics: on the loopback interface, and only if metrics are enabled. */
export const engineMetricsAddress = async ({ metrics }: Pick<Config, "metrics">): Promise<string | undefined> =>
  metrics ? `127.0.0.1:${await freePort("127.0.0.1")}` : undefined;

export interface Metrics extends Pick<Collector, "delivered"> {
  url: string;
  stop(): Promise<void>;
}

/** Serves the metrics of a process on METRICS_PORT; null: metrics are disabled. @param engine as {@link engineMetricsAddress} returned it */
export async function startMetrics(
  { metrics }: Pick<Config, "metrics">,
  { db, now, engine, tell }: { db: Db; now(): Date; engine?: string | undefined; tell(line: Text): void },
): Promise<Metrics | null> {
  if (!metrics) return null;
  const collector = createCollector({ db, now });
  const server = await serveMetrics(collector, { ...metrics, ...(engine && { engine }) });
  tell({ zh: `供Prometheus读取的数据：${server.url}`, en: `Figures for Prometheus: ${server.url}` });
  return {
    url: server.url,
    delivered: collector.delivered,
    async stop() {
      await server.close();
      collector.stop();
    },
  };
}
