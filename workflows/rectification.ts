import { caseWorkflow } from "./case.ts";

/**
 * Rectification (clauses 二(三)1 and 2, rows 29 and 31): the responsible person fixes it, the supervisory board verifies it. The task itself
 * handles returns, extensions and escalation to supervisors. The case is verified only when the board has accepted the task.
 */
export const rectification = caseWorkflow(async (rectification) => {
  const fixed = await rectification.request("fix");
  return fixed.state === "accepted" ? "verified" : fixed.state;
});
