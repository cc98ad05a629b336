import { callDuties } from "../domain/procedures/kinds/call.ts";
import { caseWorkflow } from "./case.ts";

/**
 * Call to action (part 三 and clauses 二(一)3, 四(二); rows 9, 10, 32, 33, 55, 57, 63): weigh three tests and decide; own protection
 * first, then who serves; serve; report to who called. "No" with its reason is an answer.
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
  // Both stand before the organization at once; the roster waits for the protection that is there.
  await call.poll("protection");
  await Promise.all([call.request("protection"), call.request("roster")]);
  await call.request("serve");
  await call.request("report");
  return "answered";
});
