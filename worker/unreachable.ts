/** The engine or the database cannot be reached (exit code 5). */
export class Unreachable extends Error {
  readonly code = "UNREACHABLE";
  override readonly name = "Unreachable";
}
