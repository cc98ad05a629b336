import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, it } from "vitest";
import type { OutboundMessage, Transport } from "../../activities/channels/transport.ts";
import { createActivities } from "../../activities/index.ts";
import { startCase } from "../../client/cases/cases.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
const nine = instantAt("2031-03-03", "09:00", "Asia/Shanghai");
const flush = async (): Promise<void> => undefined;
const mails = 60;

/** A worker's activities, whose mail provider accepts two at a time. @param sending called before each mail is accepted */
function worker(sending: (stop: () => void, message: OutboundMessage) => Promise<void>) {
  const stopping = new AbortController();
  const email: Transport = {
    channel: "email",
    width: 2,
    async send(message) {
      await sending(() => stopping.abort(), message);
      return { state: "sent", provider: "test", code: "250", detail: "" };
    },
    close: async () => undefined,
  };
  const activities = createActivities({
    ...{ db, transports: new Map([["email" as const, email]]), flush, log: () => undefined, sender: "Duban" },
    ...{ publicUrl: "http://127.0.0.1:8080", secretKey: "a secret of thirty-two characters", lingerMs: 0 },
    stopping: stopping.signal,
  });
  const run = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work) as Promise<T>;
  return {
    speak: () => run(() => activities.advance({ round: "round-66-0", now: nine.getTime() })),
    carry: (after: number) => run(() => activities.deliver({ shard: 0, now: nine.getTime() + after })),
  };
}

it("a worker that ends while mails are sent hands over no more and leaves none in doubt, and the next one sends the rest", async () => {
  const context = { db, now: () => nine, calendar: chinaCalendar(), flush };
  for (let n = 0; n < mails; n++) {
    const { id: organizationId } = await found(db, nine, {});
    await startCase(context, { duty: "66", organizationId, subject: "", actor: "administrator" });
  }
  const accepted: string[] = [];
  const ending = worker(async (stop, { reference }) => {
    accepted.push(reference);
    if (accepted.length === 4) stop();
  });
  await ending.speak();
  const { sent, nextAt } = await ending.carry(1_000);
  expect(sent).toBe(accepted.length);
  expect(accepted.length).toBeLessThanOrEqual(6);
  // A delivery that was marked and not sent is not in doubt, and is due at once.
  expect(nextAt).toBeLessThanOrEqual(nine.getTime() + 60_000);
  expect(await db.delivery.count({ where: { handedAt: { not: null } } })).toBe(accepted.length);
  expect(await db.delivery.count({ where: { state: { notIn: ["sent", "failed"] } } })).toBe(0);

  const next = worker(async (_, { reference }) => void accepted.push(reference));
  await next.carry(60_000);
  expect(accepted).toHaveLength(mails);
  expect(new Set(accepted).size).toBe(mails);
  expect(await db.delivery.count({ where: { state: "unknown" } })).toBe(0);
});
