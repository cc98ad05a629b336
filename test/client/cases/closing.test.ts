import { describe, expect, test } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { closeOrganization } from "../../../client/cases/closing.ts";
import { act } from "../../../client/tasks/act.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { insertCases } from "../../../records/cases/cases.ts";
import { brokenAt, eventsOf } from "../../../records/cases/events.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const actor = "administrator" as const;
const close = (code: string, reason = "注销登记") => closeOrganization(context, code, { reason, actor });

describe("an organization that closes", () => {
  test("has all its open tasks cancelled at once, each recorded, with one notice a task to those who have it", async () => {
    const organization = await found(db, now, {});
    const other = await found(db, now, {});
    for (let n = 0; n < 60; n++)
      await startCase(context, { duty: "66", organizationId: organization.id, subject: `${n}`, actor });
    const fix = await startCase(context, {
      duty: "29",
      organizationId: organization.id,
      subject: "灭火器过期",
      facts: { severity: "major" },
      actor,
    });
    const kept = await startCase(context, { duty: "66", organizationId: other.id, subject: "", actor });
    const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId: fix.caseId } });
    const by = { personId: organization.person("secretariat") };
    await act(context, { taskId, verb: "submit", actor: by, submission: { values: { note: "已更换" }, files: [] } });
    await db.nudge.deleteMany();
    await db.notice.deleteMany();

    expect(await close(organization.code)).toEqual({ changed: true, cases: 61, tasks: 61 });
    expect(await db.task.count({ where: { organizationId: organization.id, settledAt: null } })).toBe(0);
    expect(await db.task.count({ where: { organizationId: organization.id, nextAt: { not: null } } })).toBe(0);
    expect(await db.case.count({ where: { organizationId: organization.id, state: "cancelled" } })).toBe(61);
    expect((await db.case.findUniqueOrThrow({ where: { id: kept.caseId } })).state).toBe("open");
    // The doer, and the board that was to verify it.
    const told = await db.notice.findMany({ where: { taskId }, select: { personId: true, shape: true } });
    expect(told.map((one) => one.personId).sort()).toEqual(
      [organization.person("secretariat"), organization.person("supervisory-board")].sort(),
    );
    expect(await db.notice.count()).toBe(62);
    const wakes = await db.nudge.findMany({ select: { workflowId: true } });
    expect(wakes.map((one) => one.workflowId)).toContain(`rectification-${fix.caseId}`);
    const events = await eventsOf(db, fix.caseId);
    expect(events.map((event) => event.verb)).toEqual(["opened", "submit", "cancel", "closed"]);
    expect(events.at(-1)?.after).toEqual({ reason: "注销登记" });
    expect(brokenAt(events)).toBeNull();

    expect(await close(organization.id, "又一次")).toEqual({ changed: false, cases: 0, tasks: 0 });
    expect(await db.organization.findUniqueOrThrow({ where: { id: organization.id } })).toMatchObject({
      closedAt: now,
      closedBecause: "注销登记",
    });
  });

  test("requires a reason, and refuses to start anything afterwards", async () => {
    const organization = await found(db, now, {});
    await expect(close(organization.code, "  ")).rejects.toThrow("a reason is needed");
    await expect(close("GZ-NONE")).rejects.toThrow(/No organization/);
    await close(organization.code);
    const start = startCase(context, { duty: "66", organizationId: organization.id, subject: "", actor });
    await expect(start).rejects.toThrow(/is closed/);
    // A planner that had read the organization before it closed.
    const firstLine = { at: now, actor: "system", verb: "planned" };
    const late = { duty: "66", kind: "RT", key: "2031-03", workflowType: null, parentId: null, subject: "", facts: {} };
    const written = await insertCases(db, [
      { ...late, organizationId: organization.id, openedAt: now, provisional: false, firstLine },
    ]);
    expect(written).toEqual([]);
  });

  test("has nothing left open even if cases start at the same moment", async () => {
    const organization = await found(db, now, {});
    const starts = Array.from({ length: 12 }, (_, n) =>
      startCase(context, { duty: "29", organizationId: organization.id, subject: `${n}`, actor }).catch(() => null),
    );
    const [closed] = await Promise.all([close(organization.code), ...starts]);
    expect(closed.changed).toBe(true);
    expect(await db.case.count({ where: { organizationId: organization.id, state: "open" } })).toBe(0);
    expect(await db.task.count({ where: { organizationId: organization.id, settledAt: null } })).toBe(0);
  });
});
