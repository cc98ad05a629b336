import type { WorkflowExecuteInput, WorkflowInterceptors } from "@temporalio/workflow";

type Headers = WorkflowExecuteInput["headers"];

/** Header in which a W3C `traceparent` goes from who signals over the workflow to its activities. */
const header = "traceparent";

/**
 * What a workflow asks of the world belongs to the trace of the signal that woke it; what it does because an instant has come, to none. The
 * workflow neither reads nor makes a trace: without the header nothing is added, and what histories hold is done as before.
 */
export const interceptors = (): WorkflowInterceptors => {
  let woken: Headers = {};
  return {
    inbound: [
      {
        execute(input, next) {
          woken = headerOf(input.headers);
          return next(input);
        },
        handleSignal(input, next) {
          woken = headerOf(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next({ ...input, headers: { ...input.headers, ...woken } }),
        continueAsNew: (input, next) => next({ ...input, headers: { ...input.headers, ...woken } }),
        startTimer(input, next) {
          // It goes to sleep: what woke it is done with.
          woken = {};
          return next(input);
        },
      },
    ],
  };
};

function headerOf({ [header]: found }: Headers): Headers {
  return found ? { [header]: found } : {};
}
