import type { WorkflowClientInterceptor } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import type { ActivityInterceptorsFactory } from "@temporalio/worker";
import { traceparent } from "../../records/trace.ts";
import { inSpan } from "./spans.ts";

/** The header that workflows/trace.ts passes on. */
const header = "traceparent";

/** Adds the current span to each signal. */
export const clientInterceptor: WorkflowClientInterceptor = {
  signal: (input, next) => next({ ...input, headers: { ...input.headers, ...headerNow() } }),
  signalWithStart: (input, next) => next({ ...input, headers: { ...input.headers, ...headerNow() } }),
};

/** Makes each attempt of an activity a span of what woke its workflow; if a timer did, a trace of its own. */
export const activityInterceptors: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute(input, next) {
      const { [header]: given } = input.headers;
      const reasons = given ? [String(defaultPayloadConverter.fromPayload(given))] : [];
      const attributes = {
        "duban.workflow": info.workflowExecution?.workflowId ?? "",
        "duban.run": info.workflowExecution?.runId ?? "",
        "duban.attempt": info.attempt,
      };
      return inSpan(`activity ${info.activityType}`, { kind: "CONSUMER", attributes, reasons }, () => next(input));
    },
  },
});

function headerNow(): Record<string, ReturnType<typeof defaultPayloadConverter.toPayload>> {
  const now = traceparent();
  return now === null ? {} : { [header]: defaultPayloadConverter.toPayload(now) };
}
