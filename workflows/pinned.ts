import { makeContinueAsNewFunc, setWorkflowOptions, type Workflow, workflowInfo } from "@temporalio/workflow";

/**
 * Pins a run of a workflow to the build that started it, so that the workflow's code may change without `patched`. The run moves to the
 * current build with {@link continueAsPinned}. Has no effect if workers are not versioned.
 */
export function pinned<F extends Workflow>(workflow: F): void {
  // The server rejects a versioning behaviour from a worker that has no build.
  const options = () =>
    workflowInfo().currentDeploymentVersion?.deploymentName ? ({ versioningBehavior: "PINNED" } as const) : {};
  setWorkflowOptions(options, workflow);
}

/** Continues as new, on the build that is current now. */
export function continueAsPinned<F extends Workflow>(...args: Parameters<F>): Promise<never> {
  const moves = workflowInfo().targetWorkerDeploymentVersionChanged;
  return makeContinueAsNewFunc<F>(moves ? { initialVersioningBehavior: "AUTO_UPGRADE" } : {})(...args);
}
