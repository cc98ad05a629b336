import { caseWorkflow } from "./case.ts";

/**
 * Major matter (row 23): filed fifteen days before its day, filed again when it changes, and held only after the receipt of the filing has
 * arrived. If it took place without a filing, the filing is still owed.
 */
export const matter = caseWorkflow(async (matter) => {
  const held = await matter.request("hold");
  await matter.waitForOpenTasks();
  return held.state === "waived" ? "waived" : "held";
});
