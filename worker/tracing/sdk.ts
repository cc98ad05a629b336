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

/** The last spans are given so long to leave. */
const longestStopMs = 2_000;

export interface Tracing {
  /** What workers are given. */
  interceptors: NonNullable<WorkersOptions["interceptors"]>;
  transports(plain: ReadonlyMap<Channel, Transport>): ReadonlyMap<Channel, Transport>;
  /** Sends what has ended. */
  stop(): Promise<void>;
}

/** Installs what OpenTelemetry's interface asks for; its own variables (sampler, headers, resource) it reads itself. */
export function installSdk(url: string, service: string): Tracing {
  const provider = new NodeTracerProvider({
    // No detector but that of the environment: others tell command lines, and whose they are.
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
      // A collector that is away keeps nobody from ending, nor does it make what was done fail.
      await Promise.race([provider.shutdown(), pause(longestStopMs, undefined, { ref: false })]).catch(() => undefined);
    },
  };
}
