import { ReasonedError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { acquireLock, type Instance, type Lock, RunningError } from "../local/lock.ts";

/** Something runs in a data folder already. */
export class AlreadyRunningError extends ReasonedError {
  readonly code = "RUNNING";
  override readonly name = "AlreadyRunningError";
  constructor(home: string, { url, pid }: Pick<Instance, "url" | "pid">) {
    super([cause("runs-already", { pid, home, ...(url !== undefined && { url }) })]);
  }
}

/**
 * Takes a data folder for this process.
 * @throws {AlreadyRunningError} something runs there · {LocalError} `PLACE` it is no folder to write in
 */
export const acquireHome = (home: string): Promise<Lock> =>
  acquireLock(home).catch((error: unknown) => {
    throw error instanceof RunningError ? new AlreadyRunningError(home, error.instance) : error;
  });
