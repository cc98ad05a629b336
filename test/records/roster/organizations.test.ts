import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import {
  addOrganization,
  organizationOf,
  pauseOrganization,
  resumeOrganization,
} from "../../../client/registry/organizations.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import type { Db, Tx } from "../../../prisma/client.ts";
import { brokenAt, eventsOf } from "../../../records/cases/events.ts";
import { organizationLines } from "../../../records/roster/organizations.ts";
import { freshDatabase, nudgedWorkflows } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
let now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const later = (hours: number): void => {
  now = new Date(now.getTime() + hours * 3_600_000);
};
const finding = async (organizationId: string): Promise<string> => {
  const facts = { severity: "major" };
  const { caseId } = await startCase(context, {
    duty: "29",
    organizationId,
    subject: "灭火器过期",
    facts,
    actor: "administrator",
  });
  return caseId;
};
const taskOf = (caseId: string) => db.task.findFirstOrThrow({ where: { caseId } });
/** A city whose acts are all part of one transaction. */
const within = (tx: Tx): Db =>
  new Proxy(tx as Db, {
    get: (city, name) => (name === "$transaction" ? (work: (tx: Tx) => unknown) => work(tx) : Reflect.get(city, name)),
  });
/** Whether a statement on our database waits for a row that another transaction has locked. */
const waitsForLock = async (): Promise<boolean> => {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length > 0;
};
const wakes = (): Promise<string[]> => nudgedWorkflows(db);

describe("a paused organization", () => {
  it("has no next rung until it is resumed, and each case records it once", async () => {
    const organization = await found(db, now, {});
    const caseId = await finding(organization.id);
    await wakes();
    expect(await pauseOrganization(context, organization.code, "administrator")).toEqual({ changed: true, tasks: 1 });
    expect((await taskOf(caseId)).nextAt).toBeNull();
    expect(await wakes()).toEqual([]);
    expect(await pauseOrganization(context, organization.code, "administrator")).toEqual({ changed: false, tasks: 0 });

    later(30);
    expect(await resumeOrganization(context, organization.id, "administrator")).toEqual({ changed: true, tasks: 1 });
    expect((await taskOf(caseId)).nextAt).toEqual(now);
    expect(await wakes()).toEqual([`planner-${organization.shard}`, `round-29-${organization.shard}`]);
    expect(await resumeOrganization(context, organization.id, "administrator")).toEqual({ changed: false, tasks: 0 });

    const events = await eventsOf(db, caseId);
    expect(events.map(({ verb, actor }) => `${verb} ${actor}`)).toEqual([
      "opened administrator",
      "paused administrator",
      "resumed administrator",
    ]);
    expect(brokenAt(events)).toBeNull();
  });

  it("is asked nothing in a case that is opened meanwhile", async () => {
    const organization = await found(db, now, {});
    await pauseOrganization(context, organization.code, "administrator");
    const caseId = await finding(organization.id);
    expect((await taskOf(caseId)).nextAt).toBeNull();
    await resumeOrganization(context, organization.code, "administrator");
    expect((await taskOf(caseId)).nextAt).toEqual(now);
  });

  it("waits for a transaction that acts on a task and opens another case there, and neither is refused", async () => {
    const organization = await found(db, now, {});
    const { id } = await taskOf(await finding(organization.id));
    const { pausing, caseId } = await db.$transaction(async (tx) => {
      await tx.$queryRaw`select 1 from task where id = ${id} for update`;
      const pausing = pauseOrganization(context, organization.code, "administrator");
      pausing.catch(() => undefined);
      while (!(await waitsForLock())) await pause(5);
      const { caseId } = await startCase(
        { ...context, db: within(tx) },
        {
          duty: "29",
          organizationId: organization.id,
          subject: "",
          facts: { severity: "major" },
          actor: "administrator",
        },
      );
      return { pausing, caseId };
    });
    expect(await pausing).toEqual({ changed: true, tasks: 2 });
    expect((await taskOf(caseId)).nextAt).toBeNull();
  });

  it("resumed, leaves tasks unchanged that wait for others, are set aside, settled, or of a paused duty", async () => {
    const organization = await found(db, now, {});
    const other = await found(db, now, {});
    const cases = [];
    for (let number = 0; number < 4; number++) cases.push(await finding(organization.id));
    const elsewhere = await finding(other.id);
    const [behind, aside, settled, alive] = cases as [string, string, string, string];
    await pauseOrganization(context, organization.code, "administrator");
    const before = (await taskOf(elsewhere)).nextAt;
    await db.task.updateMany({ where: { caseId: behind }, data: { waitsFor: 1 } });
    await db.task.updateMany({ where: { caseId: aside }, data: { poison: "it failed" } });
    await db.task.updateMany({ where: { caseId: settled }, data: { state: "accepted", settledAt: now } });
    later(1);
    expect(await resumeOrganization(context, organization.code, "administrator")).toMatchObject({ tasks: 1 });
    for (const one of [behind, aside, settled]) expect((await taskOf(one)).nextAt).toBeNull();
    expect((await taskOf(alive)).nextAt).toEqual(now);
    expect((await taskOf(elsewhere)).nextAt).toEqual(before);

    await pauseOrganization(context, organization.code, "administrator");
    await db.dutySetting.create({ data: { id: "s1", duty: "29", organizationId: organization.id, pausedAt: now } });
    expect(await resumeOrganization(context, organization.code, "administrator")).toEqual({ changed: true, tasks: 0 });
    expect((await taskOf(alive)).nextAt).toBeNull();
  });

  it("is named by its code or its id, and an unknown one is named in the error", async () => {
    await expect(pauseOrganization(context, "GZ-NONE", "administrator")).rejects.toThrow('No organization "GZ-NONE"');
    const organization = await found(db, now, {});
    expect((await organizationOf(db, organization.id)).code).toBe(organization.code);
  });
});

describe("the list of organizations", () => {
  it("has the numbers of people, open tasks and late ones", async () => {
    const organization = await found(db, now, { type: "COM" });
    const caseId = await finding(organization.id);
    await finding(organization.id);
    await db.task.updateMany({ where: { caseId }, data: { dueAt: new Date(now.getTime() - 1) } });
    const [line] = await organizationLines(db, { type: "COM" }, now);
    expect(line).toMatchObject({ code: organization.code, people: 13, open: 2, late: 1 });
    expect(await organizationLines(db, { type: "COM", paused: true }, now)).toEqual([]);
    expect(await organizationLines(db, { type: "COM", district: "天河区" }, now)).toEqual([]);
  });
});

describe("an organization that is added", () => {
  const cells = {
    code: "GZ-ADDED",
    name: "新会",
    type: "VOL",
    registration: "association",
    party: "no",
    qualified: "no",
    secretariat: "王芳 <wang@example.org>",
  };
  it("exists once, with its people, and its plan is made", async () => {
    await wakes();
    const done = await Promise.all(Array.from({ length: 8 }, () => addOrganization(context, cells)));
    expect(done.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(done.map(({ id }) => id)).size).toBe(1);
    expect(await db.holding.count({ where: { organization: { code: "GZ-ADDED" } } })).toBe(1);
    expect(await wakes()).toEqual(["planner-0"]);
  });

  it("is refused if another has the code, or a cell is invalid", async () => {
    await addOrganization(context, cells);
    await expect(addOrganization(context, { ...cells, name: "别的会" })).rejects.toMatchObject({
      code: "REFUSED",
      message: expect.stringContaining("with another name"),
    });
    await expect(addOrganization(context, { ...cells, zone: "Mars" })).rejects.toMatchObject({
      code: "BAD_INPUT",
      problems: ['zone: "Mars"; expected an IANA zone such as Asia/Shanghai'],
    });
  });
});
