import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, it } from "vitest";
import { advanceRound } from "../../activities/advance.ts";
import { deliverShard } from "../../activities/deliver.ts";
import { startCase } from "../../client/cases/cases.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { startInbox } from "../../local/inbox.ts";
import { newId } from "../../records/rows.ts";
import { depsOf } from "../support/activity-deps.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "09:00", "Asia/Shanghai");
const inbox = await startInbox({ now: () => now });
atEnd(() => inbox.stop());
const deps = depsOf(db, inbox);
atEnd(() => Promise.all([...deps.transports.values()].map((transport) => transport.close())));
const context = { db, now: () => now, calendar: chinaCalendar(), flush: deps.flush };

/** An organization in a shard of its own, with a task that is due to be notified at nine. */
async function asked(shard: number) {
  const organization = await found(db, now, {});
  await db.organization.update({ where: { id: organization.id }, data: { shard } });
  await startCase(context, { duty: "66", organizationId: organization.id, subject: "", actor: "administrator" });
  return organization;
}
const speak = (shard: number): Promise<unknown> =>
  new MockActivityEnvironment().run(() => advanceRound(deps, { round: `round-66-${shard}`, now: now.getTime() }));
/** The courier's next run. @returns the recipients of mails since the last run */
async function carry(): Promise<string[]> {
  const before = inbox.messages().length;
  await new MockActivityEnvironment().run(() => deliverShard(deps, { shard: 0, now: now.getTime() }));
  return inbox
    .messages()
    .slice(before)
    .map(({ to }) => to)
    .sort();
}

it("a reader is sent messages as soon as the rounds of all their organizations have finished; one with an unfinished round waits", async () => {
  const first = await asked(0);
  const both = await asked(0);
  const late = await asked(7);
  await db.holding.create({
    data: {
      id: newId(),
      organizationId: late.id,
      personId: both.person("secretariat"),
      role: "secretariat",
      fromAt: new Date(now.getTime() - 86_400_000),
    },
  });
  await speak(0);
  expect(await carry()).toEqual([first.email("secretariat")]);
  expect(await carry()).toEqual([]);
  await speak(7);
  // She gets one mail for both organizations.
  expect(await carry()).toEqual([both.email("secretariat"), late.email("secretariat")].sort());
  expect(await db.notice.count({ where: { state: "queued" } })).toBe(0);
});
