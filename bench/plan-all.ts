import { MockActivityEnvironment } from "@temporalio/testing";
import { createActivities } from "../activities/index.ts";
import type { Db } from "../prisma/client.ts";
import { shardsOfOrganizations } from "../records/roster/holders.ts";

/** The planner's activity over all shards, one after the other. @returns cases that were planned */
export async function planAll(db: Db, at: Date): Promise<number> {
  const { plan } = createActivities({
    db,
    transports: new Map(),
    // What it costs to start workflows is no part of planning: the relay does it behind.
    flush: async () => undefined,
    publicUrl: "https://duban.example.org",
    secretKey: "thirty-two characters for a bench",
    sender: "督办 Duban",
    log: console.error,
  });
  let planned = 0;
  for (const shard of await shardsOfOrganizations(db))
    planned += ((await new MockActivityEnvironment().run(plan, { shard, now: at.getTime() })) as { planned: number })
      .planned;
  return planned;
}
