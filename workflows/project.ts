import { training } from "../domain/procedures/kinds/project.ts";
import { type Case, caseWorkflow } from "./case.ts";

/**
 * Volunteer project (clauses 三(一)1 and 三(三), rows 34 and 41–43): the need is published, volunteers are recruited and trained while
 * own protection is confirmed; the measures are checked each week while it runs; a report closes it.
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

/** Each round of training that has been requested by now. */
async function train(project: Case): Promise<void> {
  for (let round = 1; round <= ((await project.refresh()).counts.trainings ?? 0); round++)
    await project.request("train", { key: training(round) });
}
