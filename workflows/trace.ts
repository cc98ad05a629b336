import type { WorkflowExecuteInput, WorkflowInterceptors } from "@temporalio/workflow";

type Headers = WorkflowExecuteInput["headers"];

/** Header that passes a W3C `traceparent` from the sender of a signal through the workflow to its activities. */
const header = "traceparent";

/**
 * Activities that a signal causes belong to the trace of that signal; those that a timer causes belong to none. The workflow neither reads
 * nor creates a trace. Without the header it adds nothing, so recorded histories replay unchanged.
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
          // The workflow sleeps: what the signal caused is complete.
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
