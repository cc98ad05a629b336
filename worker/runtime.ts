import { DefaultLogger, type LogEntry, makeTelemetryFilterString, Runtime } from "@temporalio/worker";
import { clean, redacted } from "./log.ts";

let installed = false;

/**
 * What the engine's library says: warnings to standard error, its core's noise not at all. Once a process, before all else of it.
 * @param metrics address at which it tells its figures to this machine; absent: it keeps none
 */
export function installRuntime(level: "WARN" | "ERROR" = "WARN", metrics?: string): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: engineLogger(level),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: "ERROR", other: "ERROR" }), forward: {} },
      ...(metrics && {
        metrics: {
          prometheus: {
            bindAddress: metrics,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      }),
    },
    shutdownSignals: [],
  });
}

/** What the engine's library says, through the same hands. */
export function engineLogger(
  level: "WARN" | "ERROR",
  write: (line: string) => unknown = (line) => process.stderr.write(line),
): DefaultLogger {
  return new DefaultLogger(level, ({ level: grade, timestampNanos, message, meta }: LogEntry) => {
    const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
    write(`${at} [${grade}] ${clean(message)} ${JSON.stringify(redacted(meta ?? {}))}\n`);
  });
}
