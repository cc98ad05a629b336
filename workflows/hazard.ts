import { caseWorkflow } from "./case.ts";

/**
 * Hazard or incident (clause 二(二)2, row 20): acknowledged within the hour, dealt with, reported if it is an incident, and closed only when
 * the supervisory board has verified it. The review that follows (`review`) and the check of the plan are cases of their own.
 */
export const hazard = caseWorkflow(async (hazard) => {
  const taken = await hazard.request("take-up");
  if (taken.state !== "closed") return taken.state;
  if (taken.choices.nature === "none") return "no-hazard";
  // The report to the authority does not wait for the measures.
  const [measures] = await Promise.all([
    hazard.request("measures"),
    taken.choices.nature === "incident" ? hazard.request("report-authority") : undefined,
  ]);
  if (measures.state !== "closed") return measures.state;
  const closure = await hazard.request("close");
  return closure.state === "accepted" ? "closed" : closure.state;
});
