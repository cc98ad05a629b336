import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Donation disclosure (rows 40a and 40b; 慈善法 arts 72 and 79): while a campaign or project runs, receipts and use are published
 * every 5 days in an emergency's response phase, every 3 months when it runs longer than 6, and in full within 3 months after its end.
 */
export async function disclosure(ref: CaseRef): Promise<string> {
  const campaign = await takeUp(ref);
  if (campaign.state !== "open") return campaign.state;
  for (;;) {
    // A disclosure that is late keeps none of the later ones from being asked for; each has its own ladder and mark.
    const { open, nextAt } = await campaign.askDisclosures();
    if (await campaign.cancelled()) return "cancelled";
    if (open === 0 && nextAt === null) return campaign.settle("disclosed");
    await campaign.until(nextAt);
  }
}
