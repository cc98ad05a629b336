import { ReasonedError } from "../errors.ts";
import type { Cause } from "../reasons/index.ts";

/** A program's request was rejected before it began: authentication, permission, rate limit or idempotency key. */
export class ApiError extends ReasonedError {
  override readonly name = "ApiError";
  readonly code: "UNAUTHORIZED" | "FORBIDDEN" | "TOO_MANY" | "KEY_REUSED" | "KEY_IN_FLIGHT";
  constructor(code: ApiError["code"], cause: Cause) {
    super([cause]);
    this.code = code;
  }
}
