import { wakePlanner, wakeWebhooks } from "../../domain/ids.ts";
import type { Db } from "../../prisma/client.ts";
import { queuedShards } from "../../records/messages/deliveries.ts";
import { queuedDirect } from "../../records/messages/direct-messages.ts";
import { nudge, nudgeCouriers } from "../../records/nudges.ts";

/** Sends what was due while the installation was stopped, and has the planners of these shards plan now, not at midnight. */
export async function catchUp(db: Db, shards: readonly number[], now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await nudge(tx, [...shards.map(wakePlanner), wakeWebhooks()], now);
    await nudgeCouriers(tx, [...(await queuedShards(tx)), ...(await queuedDirect(tx))], now);
  });
}
