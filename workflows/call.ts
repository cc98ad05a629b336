import { callDuties } from "../domain/procedures/kinds/call.ts";
import { caseWorkflow } from "./case.ts";

/**
 * Call to action (part 三 and clauses 二(一)3, 四(二); rows 9, 10, 32, 33, 55, 57, 63): the organization weighs three tests and decides.
 * It confirms the protection of its own people, names who serves, serves, and reports to the caller. A refusal with a reason is a valid
 * decision.
 */
export const call = caseWorkflow(async (call) => {
  if (call.duty === callDuties.protect) {
    const confirmed = await call.request("protection");
    return confirmed.state === "closed" ? "confirmed" : confirmed.state;
  }
  const decided = await call.request("decide");
  if (decided.choices.decision === "no") return "declined";
  if (decided.choices.decision !== "yes") return decided.state;
  if (call.duty === callDuties.takePart) return "taking-part";
  // Requests both at once, so that both are visible. The roster cannot be submitted before the protection is confirmed.
  await call.poll("protection");
  await Promise.all([call.request("protection"), call.request("roster")]);
  await call.request("serve");
  await call.request("report");
  return "answered";
});
