import { wakePlanner, wakeWebhooks } from "../../domain/ids.ts";
import type { Db } from "../../prisma/client.ts";
import { queuedShards } from "../../records/messages/deliveries.ts";
import { queuedDirect } from "../../records/messages/direct-messages.ts";
import { nudge, nudgeCouriers } from "../../records/nudges.ts";

/** After a stop: sends what became due meanwhile, and has the planners of these shards run now instead of at midnight. */
export async function catchUp(db: Db, shards: readonly number[], now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await nudge(tx, [...shards.map(wakePlanner), wakeWebhooks()], now);
    await nudgeCouriers(tx, [...(await queuedShards(tx)), ...(await queuedDirect(tx))], now);
  });
}
