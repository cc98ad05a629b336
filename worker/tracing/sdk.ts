import { setTimeout as pause } from "node:timers/promises";
import { context, propagation, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Transport } from "../../activities/channels/transport.ts";
import type { Channel } from "../../domain/terms.ts";
import type { WorkersOptions } from "../workers.ts";
import { activityInterceptors } from "./interceptors.ts";
import { tracedTransports } from "./transports.ts";

/** In milliseconds: time to export the last spans at shutdown. */
const longestStopMs = 2_000;

export interface Tracing {
  /** Interceptors for the workers. */
  interceptors: NonNullable<WorkersOptions["interceptors"]>;
  transports(plain: ReadonlyMap<Channel, Transport>): ReadonlyMap<Channel, Transport>;
  /** Exports the finished spans and shuts down. */
  stop(): Promise<void>;
}

/** Installs the OpenTelemetry SDK, which reads its own environment variables (sampler, headers, resource). */
export function installSdk(url: string, service: string): Tracing {
  const provider = new NodeTracerProvider({
    // Only the environment detector: others would report command lines and user names.
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": service }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  return {
    interceptors: { activity: [activityInterceptors] },
    transports: tracedTransports,
    async stop() {
      for (const one of [trace, context, propagation]) one.disable();
      // An unreachable collector neither delays the end nor makes it fail.
      await Promise.race([provider.shutdown(), pause(longestStopMs, undefined, { ref: false })]).catch(() => undefined);
    },
  };
}
