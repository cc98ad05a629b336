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

/** What a span says besides its name: ids, codes and counts, never a name, an address or a number of somebody. */
export interface SpanAbout {
  kind: keyof typeof SpanKind;
  attributes: Attributes;
  /** What gave reason to it, as `traceparent`: it belongs to the first, and points to the others. @default what runs now */
  reasons?: readonly string[];
}

/** Does some work within a span of its own; where nothing is traced it costs nothing. */
export async function inSpan<T>(name: string, about: SpanAbout, work: (span: Span) => Promise<T>): Promise<T> {
  const [parent = context.active(), ...others] = (about.reasons ?? []).map(contextOf);
  const links = others.flatMap((one) => trace.getSpanContext(one) ?? []).map((other) => ({ context: other }));
  const { kind, attributes } = about;
  const span = trace.getTracer("duban").startSpan(name, { kind: SpanKind[kind], attributes, links }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    // Its class alone: what an error says may quote a row.
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
