import { caseWorkflow } from "./case.ts";

/**
 * Major matter (row 23): filed fifteen days before its day, again when it changes, and held with its receipt in hand. Where it took
 * place without, the filing stays owed.
 */
export const matter = caseWorkflow(async (matter) => {
  const held = await matter.request("hold");
  await matter.waitForOpenTasks();
  return held.state === "waived" ? "waived" : "held";
});
