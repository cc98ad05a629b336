import { NativeConnection } from "@temporalio/worker";
import { inject } from "vitest";
import { createTransports } from "../../activities/channels/index.ts";
import { createActivities } from "../../activities/index.ts";
import type { Inbox } from "../../local/inbox.ts";
import type { Db } from "../../prisma/client.ts";
import type { Relay } from "../../worker/relay.ts";
import type { Tracing } from "../../worker/tracing/sdk.ts";
import { startWorkers, type Workers, type WorkersOptions } from "../../worker/workers.ts";

const quiet = (): void => undefined;

/** The product's own workers on a real server, which send to an inbox. */
export async function workOn(
  address: string,
  { db, inbox, relay }: { db: Db; inbox: Inbox; relay: Relay },
  { tracing, ...more }: Pick<WorkersOptions, "deployment"> & { tracing?: Tracing } = {},
): Promise<Workers> {
  const urls = { smtp: [inbox.smtpUrl], sms: [inbox.smsUrl], mailFrom: "duban@example.org" };
  const transports = createTransports(urls, quiet);
  return startWorkers({
    connection: await NativeConnection.connect({ address }),
    namespace: "default",
    bundle: { codePath: inject("workflowBundle") },
    ...more,
    ...(tracing && { interceptors: tracing.interceptors }),
    activities: createActivities({
      db,
      transports: tracing?.transports(transports) ?? transports,
      flush: async () => void (await relay.flush()),
      publicUrl: "http://127.0.0.1:8080",
      secretKey: "a secret of thirty-two characters",
      sender: "Duban",
      log: quiet,
    }),
  });
}
