import { ReasonedError } from "../../domain/errors.ts";
import type { Cause } from "../../domain/reasons/index.ts";

/** The engine or the database cannot be reached (exit code 5). */
export class UnreachableError extends ReasonedError {
  readonly code = "UNREACHABLE";
  override readonly name = "UnreachableError";
  constructor(why: Cause, options?: ErrorOptions) {
    super([why], options);
  }
}
