import type { Config } from "../../config.ts";
import type { Tracing } from "./sdk.ts";

/**
 * Starts tracing from acts to messages, exported by OTLP (docs/metrics.md). Only this loads the library; everything else uses its API, which does
 * nothing without it.
 * @param service name of the service, unless OTEL_SERVICE_NAME is set
 * @returns null: tracing is not configured
 */
export async function startTracing({ tracesUrl }: Pick<Config, "tracesUrl">, service: string): Promise<Tracing | null> {
  return tracesUrl === undefined ? null : (await import("./sdk.ts")).installSdk(tracesUrl, service);
}
