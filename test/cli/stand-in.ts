import { MockActivityEnvironment } from "@temporalio/testing";
import { advanceRound } from "../../activities/advance.ts";
import { requestStep } from "../../activities/cases.ts";
import { requestDisclosures } from "../../activities/disclose.ts";
import { distribute } from "../../activities/distribute.ts";
import type { Deps } from "../../activities/index.ts";
import { planShard } from "../../activities/plan.ts";
import type { Db } from "../../prisma/client.ts";
import { finishDeliveries, openDeliveries } from "../../records/messages/deliveries.ts";
import { newId } from "../../records/rows.ts";

/** Does at once what the engine would do: calls its activities directly, without sending messages. */
export function standIn(db: Db) {
  const deps: Deps = {
    db,
    transports: new Map(),
    flush: async () => undefined,
    publicUrl: "http://127.0.0.1:8080",
    secretKey: "a secret of thirty-two characters",
    sender: "Duban",
    log: () => undefined,
  };
  return {
    /** Runs every round at an instant. */
    async rounds(now: Date): Promise<void> {
      const due = await db.$queryRaw<{ round: string }[]>`select distinct round from task where next_at <= ${now}`;
      for (const { round } of due)
        await new MockActivityEnvironment().run(() => advanceRound(deps, { round, now: now.getTime() }));
    },
    /** Distributes circulars to all organizations concerned. */
    async distribute(now: Date, ...waves: readonly ("first" | "rest")[]): Promise<void> {
      const shards = await db.$queryRaw<{ shard: number }[]>`select distinct shard from organization`;
      for (const { shard } of shards)
        for (const wave of waves.length > 0 ? waves : (["first", "rest"] as const))
          await new MockActivityEnvironment().run(() => distribute(deps, { shard, wave, now: now.getTime() }));
    },
    /** Plans the occurrences of a shard's organizations. */
    async plan(shard: number, now: Date): Promise<void> {
      await new MockActivityEnvironment().run(() => planShard(deps, { shard, now: now.getTime() }));
    },
    /** Requests the next task, as a case's workflow does. */
    async requestTask(caseId: string, step: string, now: Date, dueAt?: Date): Promise<void> {
      await requestStep(deps, { caseId, step, ...(dueAt && { dueAt: dueAt.getTime() }) }, now.getTime());
    },
    /** Requests each disclosure that is due, as a campaign's workflow does. */
    async disclosures(caseId: string, now: Date): Promise<void> {
      await requestDisclosures(deps, { caseId }, now.getTime());
    },
    /** Marks queued notices of a task as sent by the courier. @returns the deliveries */
    async carry(taskId: string, now: Date, state: "sent" | "unknown" | "refused" = "sent"): Promise<string[]> {
      const notices = await db.notice.findMany({ where: { taskId, state: "queued" }, orderBy: { id: "asc" } });
      const deliveries = notices.map((notice) => ({
        id: newId(),
        personId: notice.personId,
        channel: notice.channel as "email" | "sms",
        reference: `ref-${newId()}`,
        run: "run",
        place: 1,
        routine: true,
        noticeIds: [notice.id],
      }));
      await db.$transaction((tx) => openDeliveries(tx, deliveries, now));
      await db.$transaction((tx) =>
        finishDeliveries(
          tx,
          deliveries.map(({ id, noticeIds }) => ({
            id,
            noticeIds,
            handed: true,
            state,
            provider: "smtp",
            code: "250",
            detail: "",
            again: null,
          })),
          now,
        ),
      );
      return deliveries.map(({ id }) => id);
    },
  };
}
