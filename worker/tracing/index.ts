import type { Config } from "../../config.ts";
import type { Tracing } from "./sdk.ts";

/**
 * Traces from acts to messages, exported by OTLP (docs/metrics.md). The library that does it is loaded here alone; everything else asks its
 * interface, which does nothing until then.
 * @param service by which name, where OTEL_SERVICE_NAME is not set
 * @returns null: nobody asked for any
 */
export async function startTracing({ tracesUrl }: Pick<Config, "tracesUrl">, service: string): Promise<Tracing | null> {
  return tracesUrl === undefined ? null : (await import("./sdk.ts")).installSdk(tracesUrl, service);
}
