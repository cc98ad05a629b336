import { ReasonedError } from "../errors.ts";
import type { Cause } from "../reasons/index.ts";

/** Why a program's request is not even begun: who it is, what it may, how often, or its key. */
export class ApiError extends ReasonedError {
  override readonly name = "ApiError";
  readonly code: "UNAUTHORIZED" | "FORBIDDEN" | "TOO_MANY" | "KEY_REUSED" | "KEY_IN_FLIGHT";
  constructor(code: ApiError["code"], cause: Cause) {
    super([cause]);
    this.code = code;
  }
}
