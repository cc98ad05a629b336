import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { MiddlewareHandler } from "hono";

/**
 * Starts a trace for each request that acts; it continues to the messages that result. The span is named by the route, because addresses contain
 * codes of links. Without tracing this costs nothing.
 * @param id of the request, as in the log and the response
 */
export const traced = (id: string): MiddlewareHandler => {
  return (c, next) => {
    const { method } = c.req;
    if (method === "GET" || method === "HEAD" || method === "OPTIONS") return next();
    const about = { kind: SpanKind.SERVER, attributes: { "http.request.method": method, "duban.request": id } };
    return trace.getTracer("duban").startActiveSpan(method, about, async (span) => {
      try {
        await next();
        const { status } = c.res;
        span.updateName(`${method} ${c.req.routePath}`);
        span.setAttributes({ "http.route": c.req.routePath, "http.response.status_code": status });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      } finally {
        span.end();
      }
    });
  };
};
