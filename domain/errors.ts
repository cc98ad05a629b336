import { type Cause, causeText, isHeading, type Reason } from "./reasons/index.ts";
import type { Text } from "./terms.ts";

const english = (causes: readonly Cause[]): string => causes.map((one) => causeText(one).en).join("\n");

/** What a person or a program asked for and does not get: why, as a reason of the closed list with its values. */
export abstract class ReasonedError extends Error {
  abstract readonly code: string;
  /** The first of {@link causes}. */
  readonly reason: Reason;
  readonly values: Cause["values"];
  /** All that is wrong; several where each is to be mended. */
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

/** The state of things does not allow it (exit code 4). */
export class RefusedError extends ReasonedError {
  readonly code = "REFUSED";
  override readonly name = "RefusedError";
  /** Conditions that are missing, where a gate names them. */
  readonly missing: readonly Text[];
  constructor(cause: Cause, missing: readonly Text[] = []) {
    super([cause]);
    this.missing = missing;
  }
}

/** The thing named does not exist (exit code 3). */
export class NotFoundError extends ReasonedError {
  readonly code = "NOT_FOUND";
  override readonly name = "NotFoundError";
  constructor(cause: Cause) {
    super([cause]);
  }
}

/** Something given cannot be used (exit code 2). */
export class BadInputError extends ReasonedError {
  readonly code = "BAD_INPUT";
  override readonly name: string = "BadInputError";
  /** Each in a line of English: the value, its place and what was expected. What only counts them is none. */
  readonly problems: readonly string[];
  constructor(...causes: readonly Cause[]) {
    super(causes);
    this.problems = causes.filter((one) => !isHeading(one)).map((one) => causeText(one).en);
  }
}

/** Something that wants to be agreed to first (exit code 2). */
export class ConsentError extends ReasonedError {
  readonly code = "CONSENT";
  override readonly name = "ConsentError";
  constructor(...causes: readonly Cause[]) {
    super(causes);
  }
}
