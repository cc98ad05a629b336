import { opinionDuties } from "../domain/procedures/kinds/opinion.ts";
import { type Case, caseWorkflow } from "./case.ts";

/**
 * Opinion or request for help (clauses 二(一)4 and 三(四)2–4; rows 12, 47, 48, 50, 51): accepted or declined with a reason, resolved, and
 * answered. An accepted opinion is relayed to the regulator, whose reply is sent to the member.
 */
export const opinion = caseWorkflow(async (opinion) => {
  // Row 47, each month: the register of the opinions raised.
  if (opinion.duty === opinionDuties.register && opinion.choices.raised === undefined)
    return until(opinion, "collect", "registered");
  if (opinion.duty === opinionDuties.relay) return relay(opinion);
  const decision = await opinion.request("take-up");
  if (givenUp(decision)) return decision.state;
  if (decision.choices.decision === "no") return "declined";
  // Row 47: it continues as a case of row 48.
  if (opinion.duty === opinionDuties.register) return "accepted";
  // Rows 12, 50 and 51.
  return until(opinion, "resolve", "resolved");
});

/** Row 48: an accepted opinion. */
async function relay(opinion: Case): Promise<string> {
  const relayed = await opinion.request("relay");
  if (givenUp(relayed)) return relayed.state;
  // If the reply is waived or cancelled, the member is informed of that as well.
  await opinion.request("reply");
  return until(opinion, "tell", "answered");
}

/** Runs the last step. The case ends with `outcome`, unless the step is waived or cancelled. */
async function until(opinion: Case, step: string, outcome: string): Promise<string> {
  const last = await opinion.request(step);
  return givenUp(last) ? last.state : outcome;
}

const givenUp = ({ state }: { state: string }): boolean => state === "waived" || state === "cancelled";
