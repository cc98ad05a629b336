import { training } from "../domain/procedures/kinds/project.ts";
import { type Case, caseWorkflow } from "./case.ts";

/**
 * Volunteer project (clauses 三(一)1 and 三(三), rows 34 and 41–43): the needs are published and volunteers recruited while their protection
 * is confirmed; then they are trained. The measures are checked each week while the project runs. A report closes it.
 */
export const project = caseWorkflow(async (project) => {
  await Promise.all([prepare(project), project.requestRecurring("check")]);
  await project.waitForDay("endsOn");
  await train(project);
  await project.request("report");
  return "reported";
});

async function prepare(project: Case): Promise<void> {
  await Promise.all([project.request("needs"), project.request("protection"), project.request("recruit")]);
  await train(project);
}

/** Requests each round of training that has been added so far, one after the other. */
async function train(project: Case): Promise<void> {
  for (let round = 1; round <= ((await project.refresh()).counts.trainings ?? 0); round++)
    await project.request("train", { key: training(round) });
}
