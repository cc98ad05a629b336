import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Opinion or wish for help (clauses 二(一)4 and 三(四)2–4; rows 12, 47, 48, 50, 51): taken up or declined with a reason, resolved, and
 * answered; an opinion that is accepted is relayed to the regulator, whose reply is told to the member.
 */
export async function opinion(ref: CaseRef): Promise<string> {
  const opinion = await takeUp(ref);
  if (opinion.state !== "open") return opinion.state;
  const ask = async (step: string) => {
    const answer = await opinion.ask(step);
    return { ...answer, over: answer.state === "waived" || answer.state === "cancelled" };
  };

  // Row 47, each month: the register of what was raised.
  if (opinion.duty === "47" && opinion.choices.raised === undefined) {
    const { state, over } = await ask("collect");
    return (await opinion.cancelled()) ? "cancelled" : opinion.settle(over ? state : "registered");
  }
  // Row 48: an opinion that was accepted.
  if (opinion.duty === "48") {
    const relayed = await ask("relay");
    if (await opinion.cancelled()) return "cancelled";
    if (relayed.over) return opinion.settle(relayed.state);
    // A reply that is waited for no longer is told as well.
    await ask("reply");
    if (await opinion.cancelled()) return "cancelled";
    const { state, over } = await ask("tell");
    return (await opinion.cancelled()) ? "cancelled" : opinion.settle(over ? state : "answered");
  }
  const decision = await ask("take-up");
  if (await opinion.cancelled()) return "cancelled";
  if (decision.over) return opinion.settle(decision.state);
  if (decision.choices.decision === "no") return opinion.settle("declined");
  // Row 47: it goes on as a case of row 48.
  if (opinion.duty === "47") return opinion.settle("accepted");
  // Rows 12, 50 and 51.
  const { state, over } = await ask("resolve");
  return (await opinion.cancelled()) ? "cancelled" : opinion.settle(over ? state : "resolved");
}
