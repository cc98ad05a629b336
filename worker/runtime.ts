import { DefaultLogger, type LogEntry, makeTelemetryFilterString, Runtime } from "@temporalio/worker";
import { clean, redacted } from "./log.ts";

let installed = false;

/** Levels of the engine's library as pino's numbers. */
const levels: Readonly<Record<string, number>> = { TRACE: 10, DEBUG: 20, INFO: 30, WARN: 40, ERROR: 50 };

/**
 * Configures the engine's library: its warnings are logged to standard error, those of its core are not. Call it once, before anything else of the
 * library.
 * @param metrics address at which it serves its metrics to this machine; absent: none
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

/** Passes the library's log to ours. */
export function engineLogger(
  level: "WARN" | "ERROR",
  write: (line: string) => unknown = (line) => process.stderr.write(line),
): DefaultLogger {
  // Each line is JSON with the same keys as ours (worker/log.ts), so that log collectors read one format.
  return new DefaultLogger(level, ({ level: grade, timestampNanos, message, meta }: LogEntry) => {
    const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
    const about = redacted(meta ?? {}) as Record<string, unknown>;
    write(`${JSON.stringify({ level: levels[grade] ?? 40, time, ...about, msg: clean(message) })}\n`);
  });
}
