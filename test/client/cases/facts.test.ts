import { describe, expect, test } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { changeFacts } from "../../../client/cases/facts.ts";
import { act } from "../../../client/tasks/act.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const actor = "administrator" as const;
const organization = await found(db, now, {});

async function find(subject: string): Promise<{ caseId: string; taskId: string }> {
  const { caseId } = await startCase(context, {
    duty: "29",
    organizationId: organization.id,
    subject,
    facts: { severity: "minor" },
    actor,
  });
  return { caseId, taskId: (await db.task.findFirstOrThrow({ where: { caseId } })).id };
}
const grade = (caseId: string) =>
  changeFacts(context, { caseId, facts: { severity: "critical" }, verb: "graded", actor });

describe("a case whose severity is raised", () => {
  test("has its open tasks move to the stricter ladder, with the term counted from now", async () => {
    const { caseId, taskId } = await find("灭火器过期");
    expect(await grade(caseId)).toEqual({ changed: true });
    expect(await db.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({
      policy: "rectification-critical",
      dueAt: instantAt("2031-03-04", "10:00", "Asia/Shanghai"),
      nextAt: now,
    });
    expect(await grade(caseId)).toEqual({ changed: false });
  });

  test("keeps the verdict's ladder for a submitted task; returned, it moves to the stricter one", async () => {
    const { caseId, taskId } = await find("标识脱落");
    const by = { personId: organization.person("secretariat") };
    await act(context, { taskId, verb: "submit", actor: by, submission: { values: { note: "已更换" }, files: [] } });
    const before = await db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect(await grade(caseId)).toEqual({ changed: true });
    expect(await db.task.findUniqueOrThrow({ where: { id: taskId } })).toEqual({
      ...before,
      policy: "rectification-critical",
    });
  });
});
