import { beforeAll, expect, it, vi } from "vitest";
import { createTransports } from "../../../activities/channels/index.ts";
import { queuedShards } from "../../../records/messages/deliveries.ts";
import { nudgeCouriers } from "../../../records/nudges.ts";
import { atEnd } from "../../support/ending.ts";
import { ceiling } from "../../support/timeouts.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

function mailAlone() {
  const transports = createTransports(
    { smtp: [world.inbox.smtpUrl], sms: [], mailFrom: "duban@example.org" },
    () => undefined,
  );
  atEnd(() => Promise.all([...transports.values()].map((transport) => transport.close())));
  return transports;
}
const channels = (messages: ReturnType<World["newMessages"]>): string[] =>
  messages.map(({ channel }) => channel).sort();

it("an installation without an SMS provider holds its SMS, and sends them once there is one", async () => {
  const organization = await world.organization();
  world.replaceDeps({ transports: mailAlone() });
  await world.until("2031-03-04 10:00");
  world.newMessages();
  await world.start({
    duty: "29",
    organizationId: organization.id,
    subject: "x",
    facts: { severity: "critical" },
    actor: "administrator",
  });
  const mine = () => world.inbox.messages().filter((one) => one.organization === organization.id);
  await vi.waitFor(() => expect(channels(mine())).toEqual(["email"]), ceiling(30));
  const held = () =>
    world.db.notice.count({ where: { organizationId: organization.id, channel: "sms", state: "queued" } });
  expect(await held()).toBe(1);
  // A restart with a provider wakes the couriers of all queued notices.
  world.replaceDeps({});
  await world.db.$transaction(async (tx) => nudgeCouriers(tx, await queuedShards(tx), world.now()));
  await world.settled();
  expect(channels(mine())).toEqual(["email", "sms"]);
  expect(await held()).toBe(0);
});

it("an installation without SMS sends by e-mail what a ladder would send by SMS, once", async () => {
  const organization = await world.organization();
  world.replaceDeps({ transports: mailAlone(), instead: { sms: "email" } });
  // At an hour at which no rung of the first case is due.
  await world.until("2031-03-04 15:30");
  world.newMessages();
  await world.start({
    duty: "29",
    organizationId: organization.id,
    subject: "x",
    facts: { severity: "critical" },
    actor: "administrator",
  });
  await world.until("2031-03-04 16:00");
  expect(channels(world.newMessages(organization))).toEqual(["email"]);
  expect(await world.db.notice.count({ where: { organizationId: organization.id, state: "queued" } })).toBe(0);
  world.replaceDeps({});
});
