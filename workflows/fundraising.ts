import { caseWorkflow } from "./case.ts";

/**
 * Fundraising gate (rows 36 to 39; 慈善法 arts 24 to 27 and 73): the campaign can begin when all conditions of its gate are met. While it
 * runs, a case of its own handles disclosure. After its last day the accounts are settled with the partner, and the partner is evaluated
 * in public.
 */
export const fundraising = caseWorkflow(async (campaign) => {
  // The case starts with the tasks of the gate; this task follows them, and its completion starts the disclosure case.
  const begun = await campaign.request("begin");
  if (begun.state !== "waived") {
    await campaign.waitForDay("endedOn", "endsOn");
    if (campaign.choices.partnered)
      await Promise.all([campaign.request("reconcile"), campaign.request("evaluate-partner")]);
  }
  // A plan that was filed late, or filed again, may still be open.
  await campaign.waitForOpenTasks();
  return begun.state === "waived" ? "waived" : "ended";
});
