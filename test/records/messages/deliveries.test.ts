import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../prisma/client.ts";
import {
  beginHandOver,
  cutOffDeliveries,
  finishDeliveries,
  type HandedOver,
  handOver,
  openDeliveries,
} from "../../../records/messages/deliveries.ts";
import { newId } from "../../../records/rows.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";

const now = new Date("2026-11-23T02:00:00Z");
let db: Db;
let organization: Organization;
beforeAll(async () => {
  db = (await freshDatabase()).db;
  organization = await found(db, now, {});
});

let shards = 100;
/** Deliveries that a run has claimed, one notice each, in a shard of their own. */
async function claimed(run: string, many: number): Promise<{ shard: number; deliveries: HandedOver[] }> {
  const shard = ++shards;
  const personId = organization.person("secretariat");
  const deliveries = Array.from({ length: many }, (_, i) => ({ id: newId(), place: i + 1, noticeIds: [newId()] }));
  await db.notice.createMany({
    data: deliveries.map(({ noticeIds: [id = ""] }) => ({
      ...{ id, personId, shard, step: id, channel: "email", shape: "due", part: "doer", sendAt: now, createdAt: now },
    })),
  });
  await db.$transaction((tx) =>
    openDeliveries(
      tx,
      deliveries.map((one) => ({ ...one, personId, channel: "email", reference: one.id, run, routine: true })),
      now,
    ),
  );
  return { shard, deliveries };
}

describe("an interrupted courier", () => {
  it("has handed over everything before its mark, and nothing after it", async () => {
    const { shard, deliveries } = await claimed("first", 5);
    await beginHandOver(db, { shard, run: "first" });
    await handOver(db, { shard, run: "first" }, deliveries.slice(0, 2), now);
    const found = await cutOffDeliveries(db, shard, "second");
    expect(new Map(found.map(({ id, handed }) => [id, handed]))).toEqual(
      new Map(deliveries.map(({ id, place }) => [id, place <= 2])),
    );
  });

  it("that still works may hand over nothing once another run serves its shard", async () => {
    const { shard, deliveries } = await claimed("given up", 3);
    const [one, two, three] = deliveries as [HandedOver, HandedOver, HandedOver];
    await beginHandOver(db, { shard, run: "given up" });
    expect(await handOver(db, { shard, run: "given up" }, [one], now)).toEqual(new Set());
    await beginHandOver(db, { shard, run: "next" });
    expect(await handOver(db, { shard, run: "given up" }, [two, three], now)).toBeNull();
    expect(await db.handOver.findUnique({ where: { shard } })).toEqual({ shard, run: "next", through: 0 });
  });

  it("that learns late of an accepted message leaves it recorded as unknown: it was sent again", async () => {
    const { deliveries } = await claimed("slow", 1);
    const outcomes = (state: "unknown" | "sent", again: Date | null) =>
      deliveries.map((one) => ({ ...one, handed: true, state, provider: "", code: "", detail: "", again }));
    await finishDeliveries(db, outcomes("unknown", now), now);
    await finishDeliveries(db, outcomes("sent", null), now);
    expect(await db.delivery.findMany({ where: { id: deliveries[0]?.id ?? "" } })).toMatchObject([
      { state: "unknown" },
    ]);
  });
});
