import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Fundraising gate (rows 36 to 39; 慈善法 arts 24 to 27 and 73): the campaign begins when what its gate names is there, is disclosed
 * as a case of its own while it runs, and after its last day the accounts are settled with the partner, who is evaluated in public.
 */
export async function fundraising(ref: CaseRef): Promise<string> {
  const campaign = await takeUp(ref);
  if (campaign.state !== "open") return campaign.state;
  // The tasks of the gate are there with the case; this one comes after them, and its being done opens the disclosure.
  const begun = await campaign.ask("begin");
  if (begun.state === "waived") {
    if (!(await campaign.rest())) return "cancelled";
    return campaign.settle("waived");
  }
  if (!(await campaign.reach("endedOn", "endsOn"))) return "cancelled";
  if (campaign.choices.partnered) {
    await Promise.all([campaign.ask("reconcile"), campaign.ask("evaluate-partner")]);
  }
  // A plan that was filed late, or filed again, may still be open.
  if (!(await campaign.rest())) return "cancelled";
  return campaign.settle("ended");
}
