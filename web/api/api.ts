import type { OpenAPIHono } from "@hono/zod-openapi";
import { NotFoundError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { Site } from "../http/site.ts";
import { ApiKit } from "./kit.ts";
import { answerWith, failure, refusalOf } from "./refusal.ts";
import { circularRoutes } from "./routes/circulars.ts";
import { donationRoutes } from "./routes/donations.ts";
import { levelRoutes } from "./routes/levels.ts";
import { readingRoutes } from "./routes/reading.ts";
import { registryRoutes } from "./routes/registry.ts";
import { startingRoutes } from "./routes/starting.ts";
import { taskRoutes } from "./routes/tasks.ts";

/**
 * The HTTP API. Programs read and act through the same functions as the pages and the command line. Bodies are JSON; errors have the format of
 * `--json`.
 */
export function apiRoutes(site: Site): OpenAPIHono {
  const kit = new ApiKit(site);
  readingRoutes(kit);
  taskRoutes(kit);
  startingRoutes(kit);
  donationRoutes(kit);
  circularRoutes(kit);
  levelRoutes(kit);
  registryRoutes(kit);
  kit.app.doc31("/api/v1/openapi.json", {
    openapi: "3.1.0",
    info: {
      ...{
        title: "Duban 督办",
        version: "1",
        license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      },
      description: "What programs read and do. A token reaches an organization, an authority's organizations, or all.",
    },
    servers: [{ url: site.deps.publicUrl }],
  });
  kit.app.all("/api/*", (c) => {
    const none = refusalOf(c, new NotFoundError(cause("no-route", { path: printable(c.req.path) })));
    return answerWith(c, none ?? failure(c));
  });
  return kit.app;
}
