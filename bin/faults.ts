import { redacted } from "../worker/log.ts";

/** How long an end may take in which something has failed that nobody caught. */
const grace = 15_000;

/**
 * A fault that nothing caught ends the program with exit code 1. One that comes while it ends already, as of a call to a server that is
 * gone, is told, and changes nothing about why it ends.
 */
export function watchFaults(): { ending(): void } {
  let ending = false;
  const onFault = (error: unknown): void => {
    // Node.js would print the error whole, and its message may quote a row.
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
