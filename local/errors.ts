/**
 * What can go wrong in the embedded default:
 * - `RUNNING` an instance runs already · `NO_ENGINE` no Temporal server to be found · `ENGINE` it was found and did not start ·
 * - `NO_DATABASE` the embedded PostgreSQL is not installed as it should be · `DATABASE` it did not start ·
 * - `PLACE` a folder cannot be used · `LOST` a server of ours has ended and does not come back · `TIMEOUT` something took too long.
 */
export type LocalErrorCode =
  | "RUNNING"
  | "NO_ENGINE"
  | "ENGINE"
  | "NO_DATABASE"
  | "DATABASE"
  | "PLACE"
  | "LOST"
  | "TIMEOUT";

/** The embedded default cannot do what was asked; the message says what to do about it. */
export class LocalError extends Error {
  override readonly name: string = "LocalError";
  readonly code: LocalErrorCode;
  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The words of whatever was thrown. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
