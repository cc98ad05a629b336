import { ApplicationFailure } from "@temporalio/common";

/** The workflow's case does not exist in the database; not retried. Contains ids only, because failures are readable in the engine. */
export function CaseGone(caseId: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`case ${caseId} is not in the database`, "CaseGone");
}

/**
 * Redacts an error for the engine's history, which must not contain personal data: message and stack of an unexpected error are only logged; its name
 * and code are kept.
 */
export function redacted(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const name = error instanceof Error ? error.name : "Error";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ApplicationFailure.retryable(code ? `${name} ${code}` : name, name);
}
