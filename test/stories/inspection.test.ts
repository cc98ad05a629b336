import { beforeAll, describe, expect, test } from "vitest";
import { dutyOf } from "../../domain/packs/index.ts";
import type { Organization } from "../support/organization.ts";
import { told } from "../support/telling.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let organization: Organization;

beforeAll(async () => {
  city = await startWorld();
  organization = await city.organization();
});

const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });

describe("an inspection", () => {
  test("opens a rectification for each finding, once, linked both ways, and is done itself", async () => {
    const caseId = await city.start({
      duty: "28",
      organizationId: organization.id,
      subject: "",
      actor: "administrator",
    });
    const task = await city.task(caseId, "do");
    await city.settled();
    city.heard();
    const items = dutyOf("28").evidence.flatMap((ask) => ask.items ?? []);
    const checked = Object.fromEntries(items.map((item) => [`items.${item.name}`, "ok"]));
    const values = { ...checked, report: "检查了三处", findings: "灭火器过期\n出口标识脱落" };
    const [role] = await city.db.$queryRaw<{ role: Parameters<Organization["person"]>[0] }[]>`
      select roles[1] as role from task where id = ${task.id}`;
    const submit = { taskId: task.id, verb: "submit" as const, actor: by(role?.role ?? "supervisory-board") };
    await city.act({ ...submit, submission: { values, files: [] } });
    await city.act({ ...submit, submission: { values, files: [] } });
    await city.settled();
    const children = await city.db.$queryRaw<{ id: string; subject: string; duty: string }[]>`
      select id, subject, duty from "case" where parent_id = ${caseId}`;
    expect(children.map((child) => child.subject).sort()).toEqual(["出口标识脱落", "灭火器过期"]);
    const linked = await city.db.$queryRaw<{ child: string }[]>`
      select after->>'case' as child from event where case_id = ${caseId} and verb = 'finding'`;
    expect(linked.map((one) => one.child).sort()).toEqual(children.map((child) => child.id).sort());
    const [state] = await city.db.$queryRaw<{ state: string }[]>`select state from "case" where id = ${caseId}`;
    expect(state?.state).toBe("done");
    expect(told(city.heard(organization))).toEqual(expect.arrayContaining(["secretariat email", "secretariat sms"]));
  });
});
