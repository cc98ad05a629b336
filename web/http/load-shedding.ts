import type { Context, MiddlewareHandler } from "hono";
import { languageCodes } from "../../domain/terms.ts";
import { plainPage } from "./layout.ts";

/** Maximum number of visitors' pages read at the same time; further visitors are asked to come again. */
const mostAtOnce = 200;

/** A statement was cancelled, or no connection of the visitors' pool became free ({@link connectVisitors}). */
const isBusy = (error: Error): boolean => "code" in error && error.code === "BUSY";

/** Limits visitors' pages, so that requests do not pile up: a visitor who cannot be served soon is told so at once. */
export function crowd(most = mostAtOnce): { gate: MiddlewareHandler; onError(error: Error, c: Context): Response } {
  let inside = 0;
  return {
    gate: async (c, next) => {
      if (inside >= most) return busy(c);
      inside += 1;
      try {
        await next();
      } finally {
        inside -= 1;
      }
    },
    onError(error, c) {
      if (!isBusy(error)) throw error;
      return busy(c);
    },
  };
}

function busy(c: Context): Response {
  c.header("Retry-After", "5");
  const language = languageCodes.find((code) => code === c.req.query("lang")) ?? "zh-CN";
  const title = { zh: "现在访问的人太多", en: "Too many visitors just now" };
  const line = { zh: "请过几秒钟刷新本页。", en: "Please load the page again in a few seconds." };
  return c.html(plainPage({ language, here: c.req.path }, title, [line]), 503) as Response;
}
