import { caseWorkflow } from "./case.ts";

/**
 * Donation disclosure (rows 40a and 40b; 慈善法 arts 72 and 79): while a campaign or project runs, receipts and use are published
 * every 5 days in an emergency's response phase, every 3 months when it runs longer than 6, and in full within 3 months after its end.
 */
export const disclosure = caseWorkflow(async (campaign) => {
  for (;;) {
    // A late disclosure does not delay the request of later ones; each has its own ladder and its own mark.
    const { open, nextAt } = await campaign.requestDisclosures();
    if (open === 0 && nextAt === null) return "disclosed";
    await campaign.waitForChange(nextAt);
  }
});
