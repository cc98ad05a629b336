import type { WorkflowClientInterceptor } from "@temporalio/client";
import { defaultPayloadConverter } from "@temporalio/common";
import type { ActivityInterceptorsFactory } from "@temporalio/worker";
import { traceparent } from "../../records/trace.ts";
import { inSpan } from "./spans.ts";

/** As workflows/trace.ts hands it on. */
const header = "traceparent";

/** Whoever signals says what made them. */
export const clientInterceptor: WorkflowClientInterceptor = {
  signal: (input, next) => next({ ...input, headers: { ...input.headers, ...headerNow() } }),
  signalWithStart: (input, next) => next({ ...input, headers: { ...input.headers, ...headerNow() } }),
};

/** Each attempt of an activity is a span of what woke its workflow; of what an instant woke, a trace of its own. */
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
