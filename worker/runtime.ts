import { DefaultLogger, type LogEntry, makeTelemetryFilterString, Runtime } from "@temporalio/worker";
import { clean, redacted } from "./log.ts";

let installed = false;

/** Pino's numbers for the engine's words. */
const levels: Readonly<Record<string, number>> = { TRACE: 10, DEBUG: 20, INFO: 30, WARN: 40, ERROR: 50 };

/**
 * What the engine's library says: warnings to standard error, its core's noise not at all. Once a process, before all else of it.
 * @param metrics address at which it serves its metrics to this machine; absent: it keeps none
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
  // A line is JSON with the same keys as ours (worker/log.ts): whoever collects logs reads one form.
  return new DefaultLogger(level, ({ level: grade, timestampNanos, message, meta }: LogEntry) => {
    const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
    const about = redacted(meta ?? {}) as Record<string, unknown>;
    write(`${JSON.stringify({ level: levels[grade] ?? 40, time, ...about, msg: clean(message) })}\n`);
  });
}
