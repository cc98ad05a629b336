import { expect, test } from "vitest";
import { createClock } from "../../worker/clock.ts";
import { createRelay } from "../../worker/relay.ts";
import { startWorld } from "../support/world.ts";

test("messages sent while the demo's clock moves have the time of their rung, and the clock stops at its target", async () => {
  const city = await startWorld();
  const organization = await city.organization();
  const facts = { severity: "major" };
  await city.start({
    duty: "31",
    organizationId: organization.id,
    subject: "消防通道堵塞",
    facts,
    actor: "administrator",
  });
  await city.settled();
  const relay = createRelay({ db: city.db, client: city.env.client, log: () => undefined });
  const clock = await createClock(city.env, city.db, relay, "Asia/Shanghai");
  const hours = new Set<string>();
  const wall = (): string => new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
  city.replaceDeps({ failPoint: (name) => void (name === "deliver:sent" && hours.add(wall())) });
  const before = wall();
  await clock.move("+3d");
  // At midnight what is planned is opened; steps stand at nine.
  const steps = ["2031-03-05T09:00", "2031-03-06T09:00"];
  expect([...hours]).toEqual(["2031-03-04T00:05", ...steps]);
  expect(wall().slice(0, 10)).toBe("2031-03-06");
  expect(wall().slice(11)).toBe(before.slice(11));
});
