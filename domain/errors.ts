import { type Cause, causeText, isHeading, type Reason } from "./reasons/index.ts";
import type { Text } from "./terms.ts";

const english = (causes: readonly Cause[]): string => causes.map((one) => causeText(one).en).join("\n");

/** A request by a person or program was refused, for a reason of the closed list with its values. */
export abstract class ReasonedError extends Error {
  abstract readonly code: string;
  /** The first of {@link causes}. */
  readonly reason: Reason;
  readonly values: Cause["values"];
  /** All problems; several if each must be corrected. */
  readonly causes: readonly Cause[];

  constructor(causes: readonly Cause[], options?: ErrorOptions) {
    super(english(causes), options);
    const [first] = causes;
    if (!first) throw new Error("a refusal needs a reason");
    this.causes = causes;
    this.reason = first.reason;
    this.values = first.values;
  }
}

/** The current state does not allow it (exit code 4). */
export class RefusedError extends ReasonedError {
  readonly code = "REFUSED";
  override readonly name = "RefusedError";
  /** Missing conditions, if a gate names them. */
  readonly missing: readonly Text[];
  constructor(cause: Cause, missing: readonly Text[] = []) {
    super([cause]);
    this.missing = missing;
  }
}

/** The named thing does not exist (exit code 3). */
export class NotFoundError extends ReasonedError {
  readonly code = "NOT_FOUND";
  override readonly name = "NotFoundError";
  constructor(cause: Cause) {
    super([cause]);
  }
}

/** Input is invalid (exit code 2). */
export class BadInputError extends ReasonedError {
  readonly code = "BAD_INPUT";
  override readonly name: string = "BadInputError";
  /** Each problem as a line in English: value, place and what was expected; without the heading that counts them. */
  readonly problems: readonly string[];
  constructor(...causes: readonly Cause[]) {
    super(causes);
    this.problems = causes.filter((one) => !isHeading(one)).map((one) => causeText(one).en);
  }
}

/** Consent is required first (exit code 2). */
export class ConsentError extends ReasonedError {
  readonly code = "CONSENT";
  override readonly name = "ConsentError";
  constructor(...causes: readonly Cause[]) {
    super(causes);
  }
}
