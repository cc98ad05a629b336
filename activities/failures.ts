import { ApplicationFailure } from "@temporalio/common";

/** The case of a workflow is not in the database: trying again finds it no sooner. Ids only, since failures are readable in the engine. */
export function CaseGone(caseId: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`case ${caseId} is not in the database`, "CaseGone");
}

/**
 * What an activity throws is kept in the engine's history, where no personal data may stand: message and stack of an
 * unexpected error stay in the log, its name and code go out.
 */
export function redacted(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const name = error instanceof Error ? error.name : "Error";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ApplicationFailure.retryable(code ? `${name} ${code}` : name, name);
}
