/** A message cannot be composed: names the field, its value, and what was expected. */
export class CompositionError extends Error {
  readonly code = "COMPOSITION";
  readonly field: string;
  constructor(field: string, value: string, expected: string) {
    super(`A message cannot be composed: ${field} is "${value.slice(0, 80)}"; expected ${expected}.`);
    this.name = "CompositionError";
    this.field = field;
  }
}
