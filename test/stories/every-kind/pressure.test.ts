import { beforeAll, describe, expect, test } from "vitest";
import { type Pressure, press } from "../../../bench/faults/pressure.ts";
import { auditOf, named } from "../../support/audited.ts";
import { startWorld, type World } from "../../support/world.ts";

let city: World;

beforeAll(async () => {
  city = await startWorld();
});

/** Pressure that affects other databases of the server (all connections, the disk) is only in test/torture. */
describe("under pressure on PostgreSQL", () => {
  test.each<[string, Pressure]>([
    ["connections that the server ends", "backends"],
    ["a transaction that holds vacuum back", "old-snapshot"],
    ["a transaction that idles on notices and tasks", "idle-transaction"],
  ])("%s: nothing is lost, nothing comes twice, and the audit finds nothing", async (_, pressure) => {
    const organization = await city.organization();
    const begin = { duty: "29", organizationId: organization.id, actor: "administrator" as const };
    const before = city.inbox.acceptLog.length;
    const started = Array.from({ length: 5 }, (_, n) =>
      city.start({ ...begin, subject: `堵塞${n}`, facts: { severity: "major" } }).catch(() => null),
    );
    await press(pressure, city.url, () => 0.1);
    const cases = (await Promise.all(started)).filter((id) => id !== null);
    // If every request lost its connection, one is sent again.
    if (cases.length === 0) cases.push(await city.start({ ...begin, subject: "堵塞", facts: { severity: "major" } }));
    await city.settled();
    await city.plan();
    const mails = city.inbox.acceptLog.slice(before).map(({ messageId }) => messageId);
    const sent = await city.db.notice.count({ where: { caseId: { in: cases }, state: "sent", part: "doer" } });
    expect(sent).toBeGreaterThanOrEqual(cases.length);
    const unknown = await city.db.delivery.count({ where: { state: "unknown" } });
    expect(mails.length - new Set(mails).size).toBeLessThanOrEqual(unknown);
    expect(named((await auditOf(city)).gaps)).toEqual([]);
  });
});
