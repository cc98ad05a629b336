import { ReasonedError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { acquireLock, type Instance, type Lock, RunningError } from "../local/lock.ts";

/** Another process is running in the data folder. */
export class AlreadyRunningError extends ReasonedError {
  readonly code = "RUNNING";
  override readonly name = "AlreadyRunningError";
  constructor(home: string, { url, pid }: Pick<Instance, "url" | "pid">) {
    super([cause("runs-already", { pid, home, ...(url !== undefined && { url }) })]);
  }
}

/**
 * Locks a data folder for this process.
 * @throws {AlreadyRunningError} another process is running there · {LocalError} `PLACE` the folder is not writable
 */
export const acquireHome = (home: string): Promise<Lock> =>
  acquireLock(home).catch((error: unknown) => {
    throw error instanceof RunningError ? new AlreadyRunningError(home, error.instance) : error;
  });
