import pino from "pino";

export interface Logger {
  /** One line with what it is about: ids only, never a name, an address or a number. */
  line(message: string, about?: Readonly<Record<string, unknown>>): void;
}

/** To standard error, so that what a command prints stays its own. */
export function createLog(level: "info" | "warn" = "warn"): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  return { line: (message, about = {}) => log.warn(about, message) };
}
