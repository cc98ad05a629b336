import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Call to action (part 三 and clauses 二(一)3, 四(二); rows 9, 10, 32, 33, 55, 57, 63): weigh three tests and decide; own protection
 * first, then who serves; serve; report to who called. "No" with its reason is an answer.
 */
export async function call(ref: CaseRef): Promise<string> {
  const call = await takeUp(ref);
  if (call.state !== "open") return call.state;
  if (call.duty === "9") {
    const confirmed = await call.ask("protection");
    return (await call.cancelled())
      ? "cancelled"
      : call.settle(confirmed.state === "closed" ? "confirmed" : confirmed.state);
  }
  const decided = await call.ask("decide");
  if (await call.cancelled()) return "cancelled";
  if (decided.choices.decision === "no") return call.settle("declined");
  if (decided.choices.decision !== "yes") return call.settle(decided.state);
  if (call.duty === "32") return call.settle("taking-part");
  // Both stand before the organization at once; the roster waits for the protection that is there.
  await call.look("protection");
  await Promise.all([call.ask("protection"), call.ask("roster")]);
  if (await call.cancelled()) return "cancelled";
  await call.ask("serve");
  if (await call.cancelled()) return "cancelled";
  await call.ask("report");
  return (await call.cancelled()) ? "cancelled" : call.settle("answered");
}
