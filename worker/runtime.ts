import { DefaultLogger, makeTelemetryFilterString, Runtime } from "@temporalio/worker";

let installed = false;

/** What the engine's library says: warnings to standard error, its core's noise not at all. Once a process, before all else of it. */
export function installRuntime(level: "WARN" | "ERROR" = "WARN"): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger(level),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: "ERROR", other: "ERROR" }), forward: {} },
    },
    shutdownSignals: [],
  });
}
