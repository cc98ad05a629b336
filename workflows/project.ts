import { training } from "../domain/kinds/project.ts";
import { type Case, takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Volunteer project (clauses 三(一)1 and 三(三), rows 34 and 41–43): the need is published, volunteers are recruited and trained while
 * own protection is confirmed; the measures are checked each week while it runs; a report closes it.
 */
export async function project(ref: CaseRef): Promise<string> {
  const project = await takeUp(ref);
  if (project.state !== "open") return project.state;
  await Promise.all([prepare(project), project.askEvery("check")]);
  await ended(project);
  await trained(project);
  if (await project.cancelled()) return "cancelled";
  await project.ask("report");
  return (await project.cancelled()) ? "cancelled" : project.settle("reported");
}

async function prepare(project: Case): Promise<void> {
  await Promise.all([project.ask("needs"), project.ask("protection"), project.ask("recruit")]);
  await trained(project);
}

/** Each round of training that has been asked for by now. */
async function trained(project: Case): Promise<void> {
  for (let round = 1; round <= ((await project.again()).counts.trainings ?? 0); round++)
    await project.ask("train", { key: training(round) });
}

/** Awaits the last day, wherever it is moved; nothing is asked for after a project that is given up. */
async function ended(project: Case): Promise<void> {
  for (;;) {
    const { state, dates } = await project.again();
    if (state !== "open" || (dates.endsOn ?? Number.POSITIVE_INFINITY) <= Date.now()) return;
    await project.until(dates.endsOn ?? null);
  }
}
