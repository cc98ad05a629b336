import { type Cause, causeText, type Expectation, expectedText } from "../../domain/reasons/index.ts";

/** What was expected, in English. */
export const english = (expectation: Expectation | undefined): string =>
  expectation === undefined ? "" : expectedText(expectation).en;

/** A problem with what was expected in English. */
export const inEnglish = <Problem extends { expected: Expectation }>(
  problem: Problem,
): Omit<Problem, "expected"> & { expected: string } => ({ ...problem, expected: english(problem.expected) });

/** A reason in English; of none, nothing. */
export const causeInEnglish = (cause: Cause | undefined): string => (cause === undefined ? "" : causeText(cause).en);
