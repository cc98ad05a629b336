import { heartbeat } from "@temporalio/activity";
import type { Tx } from "../prisma/client.ts";
import {
  cancelOpenWork,
  markWithdrawn,
  organizationsOpen,
  pendingWithdrawals,
  type Withdrawal,
} from "../records/cases/withdrawals.ts";
import { wakeCases } from "../records/cases/workflows.ts";
import { nudgeCouriers } from "../records/nudges.ts";
import type { Deps } from "./deps.ts";
import { refuseWhenStopping } from "./stopping.ts";

/** Organizations in one transaction. */
const page = 100;

/** Cancels the open work of withdrawn circulars in a shard. After an interruption it completes the rest. */
export async function giveUpWithdrawn(deps: Deps, shard: number, now: Date): Promise<void> {
  const { db } = deps;
  for (const withdrawal of await pendingWithdrawals(db, shard)) {
    const organizations = await organizationsOpen(db, withdrawal.id, shard);
    const size = deps.page ?? page;
    for (let from = 0; from < organizations.length; from += size) {
      heartbeat();
      refuseWhenStopping(deps);
      if (deps.failPoint) await deps.failPoint("withdraw", String(from));
      await db.$transaction((tx) => giveUpSome(tx, withdrawal, organizations.slice(from, from + size), now));
      await deps.flush();
    }
    await db.$transaction((tx) => markWithdrawn(tx, withdrawal.id, shard, now));
  }
}

async function giveUpSome(tx: Tx, withdrawal: Withdrawal, organizations: readonly string[], now: Date): Promise<void> {
  const { running, couriers } = await cancelOpenWork(tx, withdrawal, organizations, now);
  await wakeCases(tx, running, now);
  await nudgeCouriers(tx, couriers, now);
}
