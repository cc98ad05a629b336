import { context, propagation } from "@opentelemetry/api";

/**
 * The active span as a W3C Trace Context `traceparent`. It is stored with what the transaction causes, so that a trace leads from the act to the
 * message.
 * @returns null: nothing is traced
 */
export function traceparent(): string | null {
  const header: { traceparent?: string } = {};
  propagation.inject(context.active(), header);
  return header.traceparent ?? null;
}
