import { describe, expect, it } from "vitest";
import { startCase } from "../../client/cases/cases.ts";
import { act } from "../../client/tasks/act.ts";
import type { Role } from "../../domain/terms.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };

describe("the recipients of an act", () => {
  it("are, when somebody takes on a task, the previous doers and not the new one", async () => {
    const organization = await found(db, now, {});
    const person = (role: Role) => organization.person(role);
    const { caseId } = await startCase(context, {
      duty: "29",
      organizationId: organization.id,
      subject: "灯坏了",
      facts: { severity: "major" },
      actor: "administrator",
    });
    const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId } });
    await act(context, { taskId, verb: "take-on", actor: { personId: person("legal-representative") } });
    const notices = await db.notice.findMany({ where: { taskId } });
    expect(notices.filter(({ step }) => step.includes("take-on")).map(({ personId }) => personId)).toEqual([
      person("secretariat"),
    ]);
  });
});
