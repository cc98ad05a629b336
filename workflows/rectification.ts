import { caseWorkflow } from "./case.ts";

/**
 * Rectification (clauses 二(三)1 and 2, rows 29 and 31): mended by the one responsible, verified by the supervisory board.
 * Returns, extensions and the climb to the supervisors are the task's own; the case is closed only when it is verified.
 */
export const rectification = caseWorkflow(async (rectification) => {
  const fixed = await rectification.request("fix");
  return fixed.state === "accepted" ? "verified" : fixed.state;
});
