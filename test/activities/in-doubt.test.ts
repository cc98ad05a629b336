import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, it } from "vitest";
import type { Transport } from "../../activities/channels/transport.ts";
import { InDoubt } from "../../activities/in-doubt.ts";
import { createActivities } from "../../activities/index.ts";
import { startCase } from "../../client/cases/cases.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";

const { db } = await freshDatabase();
const nine = instantAt("2031-03-03", "09:00", "Asia/Shanghai");
const flush = async (): Promise<void> => undefined;
const mails = 80;

it("all couriers of a worker together hand over at most 50 mails whose outcome is not recorded", async () => {
  const context = { db, now: () => nine, calendar: chinaCalendar(), flush };
  for (let n = 0; n < mails; n++) {
    const { id: organizationId } = await found(db, nine, {});
    await startCase(context, { duty: "66", organizationId, subject: "", actor: "administrator" });
  }
  const unanswered: (() => void)[] = [];
  const email: Transport = {
    channel: "email",
    width: mails,
    send: () =>
      new Promise((resolve) => {
        unanswered.push(() => resolve({ state: "sent", provider: "test", code: "250", detail: "" }));
      }),
    close: async () => undefined,
  };
  const { advance, deliver } = createActivities({
    ...{ db, transports: new Map([["email" as const, email]]), flush, log: () => undefined, sender: "Duban" },
    ...{ publicUrl: "http://127.0.0.1:8080", secretKey: "a secret of thirty-two characters", lingerMs: 0 },
  });
  const run = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work) as Promise<T>;
  await run(() => advance({ round: "round-66-0", now: nine.getTime() }));
  await db.$executeRaw`
    update notice n set shard = 1 where n.id in (select id from notice where state = 'queued' order by id limit ${mails / 2})`;

  const couriers = Promise.all([0, 1].map((shard) => run(() => deliver({ shard, now: nine.getTime() + 1_000 }))));
  await eventually(async () => unanswered.length === 50);
  const inDoubt: number[] = [];
  for (let sent = 0; sent < mails; sent++) {
    await eventually(async () => unanswered.length > 0);
    inDoubt.push(await handedOver());
    unanswered.shift()?.();
  }
  const outcomes = await couriers;
  expect(outcomes.map(({ sent }) => sent)).toEqual([mails / 2, mails / 2]);
  expect(Math.max(...inDoubt)).toBe(50);
});

/** Number of deliveries that a crash would leave in doubt now. */
async function handedOver(): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    select count(distinct d.id)::int as n from delivery d join notice n on n.delivery_id = d.id join hand_over h on h.shard = n.shard
    where d.state = 'sending' and d.place <= h.through`;
  return row?.n ?? 0;
}

it("room is offered first to the courier that has waited longest; the last released goes to whoever asks", () => {
  const room = new InDoubt(10);
  const freed: string[] = [];
  const asks = (name: string, wanted: number): number => room.take(wanted, 5, () => void freed.push(name));
  expect(asks("first", 8)).toBe(8);
  expect(asks("second", 8)).toBe(0);
  expect(asks("third", 2)).toBe(2);
  expect(asks("fourth", 1)).toBe(0);
  room.release(1);
  expect(freed).toEqual(["second", "fourth"]);
  expect(asks("second", 8)).toBe(0);
  expect(asks("fourth", 1)).toBe(1);
  room.release(7);
  expect(freed).toEqual(["second", "fourth", "second"]);
  expect(asks("second", 8)).toBe(7);
});
