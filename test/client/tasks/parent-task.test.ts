import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { act } from "../../../client/tasks/act.ts";
import { freshness } from "../../../domain/procedures/kinds/freshness.ts";
import type { Each, Step } from "../../../domain/procedures/procedure.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { freshDatabase } from "../../support/database.ts";
import { addressesOf, found, type Organization } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const actor = "administrator";
const { readers } = freshness.steps as Record<"readers", { -readonly [K in keyof Step]: Step[K] }>;
const everyone = readers.each as Each;

let organization: Organization;
let staff: string[];
beforeEach(async () => {
  organization = await found(db, now, {});
  staff = [organization.person("staff")];
  for (const name of ["Bo", "Chu", "Ding", "Fan"]) {
    const email = `${name}.${organization.code}@example.org`;
    staff.push((await addPerson(context, { organization: organization.code, role: "staff", name, email })).personId);
  }
});
afterEach(() => {
  readers.each = everyone;
});

const plan = async (version: string): Promise<void> => {
  const { caseId } = await startCase(context, { duty: "16", organizationId: organization.id, subject: "", actor });
  const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId } });
  const submission = { values: { freshness: "renewed", version }, files: [] };
  await act(context, { taskId, verb: "submit", actor: { personId: organization.person("secretariat") }, submission });
  await act(context, { taskId, verb: "accept", actor: { personId: organization.person("legal-representative") } });
};
const readings = async (version: number) => {
  const cases = await db.case.findMany({
    where: { organizationId: organization.id, duty: "19", facts: { path: ["version"], equals: version } },
    include: { tasks: { orderBy: { key: "asc" } } },
  });
  const tasks = cases.flatMap((one) => one.tasks);
  return {
    cases,
    cover: tasks.find(({ key }) => key === "readers"),
    own: tasks.filter(({ personId }) => personId !== null),
  };
};
const read = async (personId: string): Promise<void> => {
  const task = await db.task.findFirstOrThrow({
    where: { organizationId: organization.id, duty: "19", personId, state: { in: ["open", "acknowledged"] } },
  });
  const submission = { values: { confirmation: "read" }, files: [] };
  await act(context, { taskId: task.id, verb: "submit", actor: { personId }, submission });
};

/** Waits until a transaction of this database waits for a lock of another. */
const untilBlocked = async (): Promise<void> => {
  for (let tries = 0; tries < 400; tries++) {
    const [row] = await db.$queryRaw<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (row?.n) return;
    await pause(10);
  }
  throw new Error("nobody waits for a lock");
};

describe("a step of many people", () => {
  it("that requires sixty percent is done with the third of five, and the rest is cancelled", async () => {
    readers.each = { ...everyone, share: 60 };
    await plan("一");
    for (const personId of staff.slice(0, 2)) await read(personId);
    expect((await readings(1)).cover?.state).toBe("open");
    await read(staff[2] as string);
    const { cases, cover, own } = await readings(1);
    expect(cover).toMatchObject({ state: "closed", result: { asked: 5, done: 3, excused: 0, left: 2 } });
    expect(own.map(({ state }) => state).sort()).toEqual(["cancelled", "cancelled", "closed", "closed", "closed"]);
    expect(cases[0]?.state).toBe("done");
  });

  it("that is moved while one of its parts is being written waits for that part before it locks the case", async () => {
    await plan("一");
    const { cover, own } = await readings(1);
    const until = new Date("2031-04-30T10:00:00Z");
    let moved: ReturnType<typeof act> | undefined;
    // Locks in the order of a round: the task first, the case's log last.
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`select id from task where id = ${own[0]?.id ?? ""} for update`;
      moved = act(context, { taskId: cover?.id ?? "", verb: "move", actor, until });
      moved.catch(() => undefined);
      await untilBlocked();
      await tx.$queryRaw`select id from "case" where id = ${cover?.caseId ?? ""} for no key update`;
    });
    await moved;
    expect((await readings(1)).own.map(({ dueAt }) => dueAt)).toEqual(own.map(() => until));
  });

  it("that requires everybody waits for those who stay, and closes when the last one has left", async () => {
    await plan("一");
    for (const personId of staff.slice(0, 3)) await read(personId);
    await leave(context, staff[3] as string, { organization: organization.code, actor });
    expect((await readings(1)).cover?.state).toBe("open");
    await leave(context, staff[4] as string, { organization: organization.code, actor });
    expect((await readings(1)).cover).toMatchObject({
      state: "closed",
      result: { asked: 5, done: 3, excused: 2, left: 0 },
    });
  });

  it("is no longer requested from a person who leaves the staff and stays a member", async () => {
    await plan("一");
    const [first] = staff as [string];
    const person = await db.person.findUniqueOrThrow({ where: { id: first } });
    const member = {
      organization: organization.code,
      role: "member",
      name: person.name,
      email: (await addressesOf(db, first)).email ?? "",
    };
    await addPerson(context, member);
    await db.holding.updateMany({ where: { personId: first, role: "staff" }, data: { untilAt: now } });
    await leave(context, staff[4] as string, { organization: organization.code, actor });
    const { own } = await readings(1);
    expect(
      own
        .filter(({ state }) => state === "cancelled")
        .map(({ personId }) => personId)
        .sort(),
    ).toEqual([first, staff[4]].sort());
  });

  it("about an older version is replaced by one about the newer: nobody reads both", async () => {
    await plan("一");
    await read(staff[0] as string);
    await plan("二");
    const older = await readings(1);
    expect(older.cases).toMatchObject([{ state: "cancelled", outcome: "overtaken" }]);
    expect(older.own.map(({ state }) => state).sort()).toEqual([
      "cancelled",
      "cancelled",
      "cancelled",
      "cancelled",
      "closed",
    ]);
    const newer = await readings(2);
    expect(newer.own.map(({ state }) => state)).toEqual(Array(5).fill("open"));
    for (const personId of staff) await read(personId);
    expect((await readings(2)).cases).toMatchObject([{ state: "done" }]);
  });
});
