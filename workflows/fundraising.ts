import { caseWorkflow } from "./case.ts";

/**
 * Fundraising gate (rows 36 to 39; 慈善法 arts 24 to 27 and 73): the campaign begins when what its gate names is there, is disclosed
 * as a case of its own while it runs, and after its last day the accounts are settled with the partner, who is evaluated in public.
 */
export const fundraising = caseWorkflow(async (campaign) => {
  // The tasks of the gate are there with the case; this one comes after them, and its being done opens the disclosure.
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
