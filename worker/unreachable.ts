/** The engine or the database cannot be reached (exit code 5). */
export class UnreachableError extends Error {
  readonly code = "UNREACHABLE";
  override readonly name = "UnreachableError";
}
