import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Hazard or incident (clause 二(二)2, row 20): taken up within the hour, dealt with, an incident reported, and closed only when the
 * supervisory board has verified it; then it is looked back on (`review`) and the plan is gone over, each a case of its own.
 */
export async function hazard(ref: CaseRef): Promise<string> {
  const hazard = await takeUp(ref);
  if (hazard.state !== "open") return hazard.state;
  const taken = await hazard.ask("take-up");
  if (await hazard.cancelled()) return "cancelled";
  if (taken.state !== "closed") return hazard.settle(taken.state);
  if (taken.choices.nature === "none") return hazard.settle("no-hazard");
  // Whoever is to be told does not wait for the measures.
  const [measures] = await Promise.all([
    hazard.ask("measures"),
    taken.choices.nature === "incident" ? hazard.ask("report-authority") : undefined,
  ]);
  if (await hazard.cancelled()) return "cancelled";
  if (measures.state !== "closed") return hazard.settle(measures.state);
  const closure = await hazard.ask("close");
  if (await hazard.cancelled()) return "cancelled";
  return hazard.settle(closure.state === "accepted" ? "closed" : closure.state);
}
