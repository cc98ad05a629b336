import { NativeConnection } from "@temporalio/worker";
import { inject } from "vitest";
import { createActivities } from "../../activities/index.ts";
import type { Inbox } from "../../local/inbox.ts";
import type { Db } from "../../prisma/client.ts";
import type { Relay } from "../../worker/relay.ts";
import type { Tracing } from "../../worker/tracing/sdk.ts";
import { startWorkers, type Workers, type WorkersOptions } from "../../worker/workers.ts";
import { depsOf } from "../support/activity-deps.ts";

/** The product's own workers on a real server, which send to an inbox. */
export async function workOn(
  address: string,
  { db, inbox, relay }: { db: Db; inbox: Inbox; relay: Relay },
  {
    tracing,
    connection,
    ...more
  }: Pick<WorkersOptions, "deployment"> & { tracing?: Tracing; connection?: NativeConnection } = {},
): Promise<Workers> {
  const deps = depsOf(db, inbox, { flush: async () => void (await relay.flush()) });
  return startWorkers({
    connection: connection ?? (await NativeConnection.connect({ address })),
    namespace: "default",
    bundle: { codePath: inject("workflowBundle") },
    ...more,
    ...(tracing && { interceptors: tracing.interceptors }),
    activities: createActivities({ ...deps, transports: tracing?.transports(deps.transports) ?? deps.transports }),
  });
}
