import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

/** Attributes of a span: ids, codes and counts, never a person's name, address or number. */
export interface SpanAbout {
  kind: keyof typeof SpanKind;
  attributes: Attributes;
  /** Causes as `traceparent`: the span is a child of the first and links to the others. @default the active span */
  reasons?: readonly string[];
}

/** Runs `work` in a span of its own; without tracing this costs nothing. */
export async function inSpan<T>(name: string, about: SpanAbout, work: (span: Span) => Promise<T>): Promise<T> {
  const [parent = context.active(), ...others] = (about.reasons ?? []).map(contextOf);
  const links = others.flatMap((one) => trace.getSpanContext(one) ?? []).map((other) => ({ context: other }));
  const { kind, attributes } = about;
  const span = trace.getTracer("duban").startSpan(name, { kind: SpanKind[kind], attributes, links }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    // Only the class of the error: its message may quote a row.
    failed(span, error instanceof Error ? error.name : "Error");
    throw error;
  } finally {
    span.end();
  }
}

export function failed(span: Span, type: string): void {
  span.setAttribute("error.type", type).setStatus({ code: SpanStatusCode.ERROR });
}

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });
