import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Policy } from "../../../domain/escalation/policy.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { policiesOf } from "../../../records/settings.ts";
import { tasksOfCase } from "../../../records/tasks/tasks.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2026-11-02", "10:00", zone);
const { duban } = commandLine(db, () => now);
const folder = await mkdtemp(join(tmpdir(), "duban-policy-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const written = async (policy: unknown): Promise<string> => {
  const file = join(folder, "policy.json");
  await writeFile(file, typeof policy === "string" ? policy : JSON.stringify(policy));
  return file;
};
const ordinary = defaultPolicies.ordinary as Policy;
const gentle: Policy = { ...ordinary, name: "gentle", for: { zh: "温和", en: "gently" } };

describe("duban policy list and show", () => {
  it("lists the policies with their duties, and shows one rung by rung", async () => {
    const { data, code } = await duban("policy", "list", "--json");
    expect(code).toBe(0);
    expect((data as { name: string }[]).map(({ name }) => name)).toEqual(Object.keys(defaultPolicies));
    expect(data).toContainEqual(
      expect.objectContaining({
        name: "ordinary",
        origin: "default",
        duties: expect.arrayContaining(["1", "7"]),
        open: 0,
      }),
    );
    const { out } = await duban("policy", "show", "ordinary");
    expect(out).toMatch(/\+5bd +due \+5 bd 09:00 +supervisory-board +email, sms +escalated/);
    const shown = await duban("policy", "show", "ordinary", "--json");
    expect(shown.data).toEqual(JSON.parse(JSON.stringify(ordinary)));
  });

  it("rejects an unknown policy", async () => {
    const { code, err } = await duban("policy", "show", "nobody-wrote-it");
    expect([code, err]).toEqual([
      3,
      expect.stringContaining('No policy "nobody-wrote-it"; expected one of disclosure'),
    ]);
  });
});

describe("duban policy set", () => {
  it("writes a new policy, once", async () => {
    const file = await written(gentle);
    const set = await duban("policy", "set", file, "--json");
    expect([set.code, set.data]).toEqual([0, { name: "gentle", changed: true, tasks: 0 }]);
    expect((await duban("policy", "set", file, "--json")).data).toMatchObject({ changed: false });
    expect((await duban("policy", "show", "gentle", "--json")).data).toEqual(JSON.parse(JSON.stringify(gentle)));
    expect((await duban("policy", "list", "--json")).data).toContainEqual(
      expect.objectContaining({ name: "gentle", origin: "written" }),
    );
  });

  it("accepts the output of `policy show --json`, of every policy", async () => {
    for (const name of Object.keys(defaultPolicies)) {
      const { out } = await duban("policy", "show", name, "--json");
      const result = await duban("policy", "set", await written(out));
      expect([name, result.code, result.err]).toEqual([name, 0, ""]);
    }
    await db.policyRow.deleteMany({ where: { name: { in: Object.keys(defaultPolicies) } } });
  });

  it("processes the ladders of its tasks at once, and no others", async () => {
    const organization = await found(db, now, { type: "CHA" });
    const open = async (duty: string): Promise<string> => {
      const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
      const { caseId } = await startCase(context, {
        duty,
        organizationId: organization.id,
        subject: "",
        actor: "administrator",
        dueAt: instantAt("2026-11-20", "18:00", zone),
      });
      return caseId;
    };
    const affected = await open("7");
    const other = await open("29");
    const settled = await open("8");
    await db.task.updateMany({ where: { caseId: settled }, data: { state: "closed", nextAt: null, settledAt: now } });
    await db.nudge.deleteMany();
    const nextAt = async (caseId: string): Promise<Date | null | undefined> =>
      (await tasksOfCase(db, caseId))[0]?.nextAt;
    const untouched = await nextAt(other);
    now = instantAt("2026-11-03", "10:00", zone);
    const rungs = ordinary.rungs.filter(({ name }) => name !== "-5bd");
    const set = await duban("policy", "set", await written({ ...ordinary, rungs }), "--json");
    expect(set.data).toEqual({ name: "ordinary", changed: true, tasks: 1 });
    expect((await policiesOf(db)).get("ordinary")?.rungs).toHaveLength(ordinary.rungs.length - 1);
    expect(await nextAt(affected)).toEqual(now);
    expect(await nextAt(other)).toEqual(untouched);
    expect(await nextAt(settled)).toBeNull();
    const [task] = await tasksOfCase(db, affected);
    expect((await db.nudge.findMany()).map(({ workflowId }) => workflowId)).toEqual([task?.round]);
  });

  it("rejects a policy that cannot work, names each rung, and writes nothing", async () => {
    const before = await db.policyRow.findMany();
    const [first, ...rest] = ordinary.rungs;
    const deaf = {
      ...gentle,
      name: "deaf",
      rungs: [{ ...first, tell: [{ audience: "doer", channels: [], shape: "due" }] }, ...rest],
    };
    const endless = { ...gentle, name: "ends", rungs: ordinary.rungs.filter(({ every }) => !every) };
    for (const [policy, words] of [
      [deaf, 'Rung "opened"'],
      [endless, 'Rung "+10bd" is the last and does not repeat'],
      [{ ...gentle, name: "Not So" }, '"Not So": expected a name'],
      [{ ...gentle, name: "none", rungs: [] }, "expected at least one rung"],
      ["[", "is no JSON"],
    ] as const) {
      const result = await duban("policy", "set", await written(policy));
      expect([result.code, result.err]).toEqual([2, expect.stringContaining(words)]);
    }
    const missing = await duban("policy", "set", join(folder, "none.json"));
    expect([missing.code, missing.err]).toEqual([
      2,
      expect.stringContaining("cannot be read (ENOENT); expected a JSON file"),
    ]);
    expect(await db.policyRow.findMany()).toEqual(before);
  });

  it("refuses to remove the term by which tasks are due", async () => {
    const { term: _, ...termless } = defaultPolicies["rectification-major"] as Policy;
    const result = await duban("policy", "set", await written(termless));
    expect([result.code, result.err]).toEqual([2, expect.stringContaining("term")]);
    expect(await db.policyRow.findUnique({ where: { name: "rectification-major" } })).toBeNull();
  });
});
