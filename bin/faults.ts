import { redacted } from "../worker/log.ts";

/** In milliseconds: maximum time for the shutdown after an uncaught error. */
const grace = 15_000;

/**
 * An uncaught error ends the program with exit code 1. If the program is shutting down already, the error (such as a call to a server that is gone)
 * is only printed.
 */
export function watchFaults(): { ending(): void } {
  let ending = false;
  const onFault = (error: unknown): void => {
    // Node.js would print the whole error, whose message may quote a row.
    process.stderr.write(`duban: a fault that nothing caught: ${JSON.stringify(redacted(error))}\n`);
    if (!ending) process.exit(1);
    setTimeout(() => process.exit(process.exitCode ?? 1), grace).unref();
  };
  process.on("uncaughtException", onFault).on("unhandledRejection", onFault);
  return {
    ending() {
      ending = true;
    },
  };
}
