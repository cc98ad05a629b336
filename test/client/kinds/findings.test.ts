import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { reportHazard } from "../../../client/kinds/hazard.ts";
import { act } from "../../../client/tasks/act.ts";
import type { Severity } from "../../../domain/procedures/severity.ts";
import type { Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { freshDatabase } from "../../support/database.ts";
import { fullForm } from "../../support/forms.ts";
import { found, type Organization } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T02:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };

/** Submits a row's form with a finding at its first item. @returns what it opened: duty, severity, ladder */
async function inspected(duty: string, role: Role, more: Readonly<Record<string, string>>): Promise<unknown[]> {
  const organization = await found(db, now, {});
  const about = { duty, organizationId: organization.id, subject: "", actor: "administrator" } as const;
  const { caseId } = await startCase(context, about);
  const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId } });
  const full = await fullForm(db, taskId);
  const [item = ""] = Object.keys(full).filter((name) => name.startsWith("items."));
  const values = { ...full, [item]: "finding", [`${item}.note`]: "插座松动", ...more };
  const paper = { name: "扫描件.pdf", mime: "application/pdf", bytes: new Uint8Array([37, 80, 68, 70, 45, 49]) };
  const submission = { values, files: [paper] };
  await act(context, { taskId, verb: "submit", actor: { personId: organization.person(role) }, submission });
  const children = await db.case.findMany({
    where: { parentId: caseId },
    orderBy: { key: "asc" },
    include: { tasks: true },
  });
  return children.map((one) => [one.duty, (one.facts as { severity?: string }).severity, one.tasks[0]?.policy]);
}

describe("a finding without a stated severity", () => {
  it("of the check of weak links (row 4) is minor, at an item and in a line of its own", async () => {
    expect(await inspected("4", "secretariat", { findings: "灯不亮" })).toEqual([
      ["20", "minor", "hazard-minor"],
      ["20", "minor", "hazard-minor"],
    ]);
  });

  it("of a board's inspection (row 28) is major", async () => {
    expect(await inspected("28", "supervisory-board", {})).toEqual([["29", "major", "rectification-major"]]);
  });

  it("has the stated severity, if there is one", async () => {
    const opened = await inspected("4", "secretariat", { findings: "严重：燃气泄漏" });
    expect(opened).toContainEqual(["20", "critical", "emergency"]);
  });
});

describe("the plan and the contingency plan (row 16)", () => {
  const plans = (organization: Organization) =>
    db.case.count({ where: { organizationId: organization.id, duty: "16" } });
  async function takenUp(nature: string, severity: Severity): Promise<Organization> {
    const organization = await found(db, now, {});
    const hazard = { organizationId: organization.id, what: "厨房有煤气味", severity, actor: "administrator" } as const;
    const { caseId } = await reportHazard(context, hazard);
    const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId } });
    const submission = { values: { nature, note: "已核实" }, files: [] };
    const actor = { personId: organization.person("secretariat") };
    await act(context, { taskId, verb: "submit", actor, submission });
    await act(context, { taskId, verb: "submit", actor, submission });
    return organization;
  }

  it("are reviewed after an incident, once", async () => {
    expect(await plans(await takenUp("incident", "minor"))).toBe(1);
    expect(await plans(await takenUp("incident", "critical"))).toBe(1);
  });

  it("are not reviewed after a report that was no hazard, however severe it was", async () => {
    expect(await plans(await takenUp("hazard", "critical"))).toBe(0);
    expect(await plans(await takenUp("none", "minor"))).toBe(0);
  });
});
