import { context, propagation } from "@opentelemetry/api";

/**
 * What runs now, as the W3C's `traceparent`: written beside what it gives reason to, so that a trace goes from the act to the message.
 * @returns null where nothing is traced
 */
export function traceparent(): string | null {
  const header: { traceparent?: string } = {};
  propagation.inject(context.active(), header);
  return header.traceparent ?? null;
}
