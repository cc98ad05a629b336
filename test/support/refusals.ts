import { RefusedError } from "../../domain/errors.ts";
import { type Cause, causeText, type Expectation, expectedText } from "../../domain/reasons/index.ts";

/** What was expected, in English. */
export const english = (expectation: Expectation | undefined): string =>
  expectation === undefined ? "" : expectedText(expectation).en;

/** A problem with its expectation in English. */
export const inEnglish = <Problem extends { expected: Expectation }>(
  problem: Problem,
): Omit<Problem, "expected"> & { expected: string } => ({ ...problem, expected: english(problem.expected) });

/** A reason in English; empty if there is none. */
export const causeInEnglish = (cause: Cause | undefined): string => (cause === undefined ? "" : causeText(cause).en);

/** What is missing for a refused act, in English. @throws if the act is accepted, or fails for another reason */
export async function missingOf(doing: Promise<unknown>): Promise<string[]> {
  const error = await doing.then(
    () => new Error("it was taken"),
    (error: unknown) => error,
  );
  if (!(error instanceof RefusedError)) throw error;
  return error.missing.map(({ en }) => en);
}
