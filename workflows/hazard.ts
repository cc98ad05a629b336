import { caseWorkflow } from "./case.ts";

/**
 * Hazard or incident (clause 二(二)2, row 20): taken up within the hour, dealt with, an incident reported, and closed only when the
 * supervisory board has verified it; then it is looked back on (`review`) and the plan is gone over, each a case of its own.
 */
export const hazard = caseWorkflow(async (hazard) => {
  const taken = await hazard.request("take-up");
  if (taken.state !== "closed") return taken.state;
  if (taken.choices.nature === "none") return "no-hazard";
  // Whoever is to be told does not wait for the measures.
  const [measures] = await Promise.all([
    hazard.request("measures"),
    taken.choices.nature === "incident" ? hazard.request("report-authority") : undefined,
  ]);
  if (measures.state !== "closed") return measures.state;
  const closure = await hazard.request("close");
  return closure.state === "accepted" ? "closed" : closure.state;
});
