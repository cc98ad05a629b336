import { MockActivityEnvironment } from "@temporalio/testing";
import { createActivities } from "../../activities/index.ts";
import type { Db } from "../../prisma/client.ts";
import { shardsOfOrganizations } from "../../records/roster/holders.ts";

/** Shards that are planned concurrently, as by the planners' workflows: one computes while the database writes for another. */
const beside = 4;

/** Runs the planner's activity over all shards. @returns number of cases planned */
export async function planAll(db: Db, at: Date): Promise<number> {
  const { plan } = createActivities({
    db,
    transports: new Map(),
    // Starting workflows is not part of planning; the relay does it later.
    flush: async () => undefined,
    publicUrl: "https://duban.example.org",
    secretKey: "thirty-two characters for a bench",
    sender: "督办 Duban",
    log: console.error,
  });
  const shards = [...(await shardsOfOrganizations(db))];
  let planned = 0;
  const next = async (): Promise<void> => {
    for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
      const found = await new MockActivityEnvironment().run(plan, { shard, now: at.getTime() });
      planned += (found as { planned: number }).planned;
    }
  };
  await Promise.all(Array.from({ length: beside }, next));
  return planned;
}
