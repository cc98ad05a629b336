import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { MiddlewareHandler } from "hono";

/**
 * Each request that does something begins a trace, which goes on to the messages that come of it. It is named by its route: addresses hold
 * codes of links. Where nothing is traced this costs nothing.
 * @param id of the request, as the log and the answer name it
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
