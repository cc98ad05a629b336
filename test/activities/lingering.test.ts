import { MockActivityEnvironment } from "@temporalio/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTransports } from "../../activities/channels/index.ts";
import { createActivities } from "../../activities/index.ts";
import { placesOfQueues } from "../../activities/places.ts";
import { startCase } from "../../client/cases/cases.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { startInbox } from "../../local/inbox.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { found } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";

const { db } = await freshDatabase();
const nine = instantAt("2031-03-03", "09:00", "Asia/Shanghai");
const inbox = await startInbox({ now: () => nine });
atEnd(() => inbox.stop());
const log = (): void => undefined;
const transports = createTransports({ smtp: [inbox.smtpUrl], sms: [inbox.smsUrl], mailFrom: "duban@example.org" }, log);
atEnd(() => Promise.all([...transports.values()].map((transport) => transport.close())));
const flush = async (): Promise<void> => undefined;
/** A worker's activities, and a function that ends it. */
function worker() {
  const stopping = new AbortController();
  const activities = createActivities({
    ...{ db, transports, flush, log, publicUrl: "http://127.0.0.1:8080", sender: "Duban" },
    secretKey: "a secret of thirty-two characters",
    places: placesOfQueues(1),
    lingerMs: 60_000,
    stopping: stopping.signal,
  });
  const run = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work) as Promise<T>;
  return {
    stop: () => stopping.abort(),
    speak: () => run(() => activities.advance({ round: "round-66-0", now: nine.getTime() })),
    carry: () => run(() => activities.deliver({ shard: 0, now: nine.getTime() + 1_000 })),
  };
}
const context = { db, now: () => nine, calendar: chinaCalendar(), flush };

// The clock shows nine until the test moves it.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: nine }));
afterEach(() => void vi.useRealTimers());

/** An organization with a task that is due to be notified a little after nine. */
async function askedAt(afterMs: number): Promise<string> {
  const organization = await found(db, nine, {});
  await startCase(context, { duty: "66", organizationId: organization.id, subject: "", actor: "administrator" });
  const at = new Date(nine.getTime() + afterMs);
  await db.task.updateMany({
    where: { organizationId: organization.id },
    data: { openedAt: at, climbFrom: at, nextAt: at },
  });
  return organization.email("secretariat");
}
const told = (): Promise<number> => db.notice.count();
const couriersNudges = (): Promise<number> => db.nudge.count({ where: { workflowId: "courier-0" } });

it("a round processes rungs that are due within seconds in one activity, and gives up its place meanwhile", async () => {
  const { speak } = worker();
  const before = await told();
  for (const afterMs of [0, 300, 600]) await askedAt(afterMs);
  const speaking = speak();
  await eventually(async () => (await told()) > before);
  const first = (await told()) - before;
  vi.setSystemTime(nine.getTime() + 700);
  const { nextAt } = await speaking;
  expect((await told()) - before).toBe(3 * first);
  // The next rung is days away, so the engine waits for it.
  expect(nextAt).toBeGreaterThan(nine.getTime() + 3_600_000);
});

it("a courier that has just sent something sends what follows without being woken", async () => {
  const { speak, carry, stop } = worker();
  await askedAt(0);
  await worker().speak();
  const carrying = carry();
  await eventually(async () => (await db.sleeper.findUnique({ where: { id: "courier-0" } }))?.until != null);
  const before = { mails: inbox.messages().length, nudges: await couriersNudges() };
  expect(before.mails).toBeGreaterThan(0);
  const reader = await askedAt(0);
  await speak();
  vi.setSystemTime(nine.getTime() + 2_000);
  // Notices left by the test before may be sent first.
  await eventually(async () => inbox.messages().some(({ to }) => to === reader));
  expect(await couriersNudges()).toBe(before.nudges);
  stop();
  await carrying;
  expect(await db.sleeper.findUnique({ where: { id: "courier-0" } })).toMatchObject({ until: null });
});

it("what a worker that ends has not begun is taken by another at once", async () => {
  const { speak, stop } = worker();
  stop();
  await expect(speak()).rejects.toThrow("this worker ends");
});
