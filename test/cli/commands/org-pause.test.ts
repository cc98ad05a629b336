import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { eventsOf } from "../../../records/cases/events.ts";
import { tasksOfCase } from "../../../records/tasks/tasks.ts";
import { freshDatabase, nudgedWorkflows } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2026-11-02", "10:00", zone);
const { duban } = commandLine(db, () => now);

const nudged = (): Promise<string[]> => nudgedWorkflows(db);
const open = async (organizationId: string, duty: string): Promise<{ caseId: string; round: string }> => {
  const { caseId } = await startCase(
    { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined },
    { duty, organizationId, subject: "", actor: "administrator", dueAt: instantAt("2026-11-20", "18:00", zone) },
  );
  const [task] = await tasksOfCase(db, caseId);
  return { caseId, round: task?.round ?? "" };
};

describe("duban org pause and resume", () => {
  it("stops every ladder there, records it in each open case, and continues at once when resumed", async () => {
    const { id, code, shard } = await found(db, now, { type: "CHA" });
    const { id: neighbour } = await found(db, now, { type: "CHA" });
    const recurring = await open(id, "7");
    const rectification = await open(id, "29");
    const elsewhere = await open(neighbour, "7");
    const aside = await open(id, "8");
    await db.task.updateMany({ where: { caseId: aside.caseId }, data: { poison: "a fault", nextAt: null } });
    await nudged();
    const nextAt = async (caseId: string): Promise<Date | null> => (await tasksOfCase(db, caseId))[0]?.nextAt ?? null;
    const verbs = async (caseId: string): Promise<string[]> => (await eventsOf(db, caseId)).map(({ verb }) => verb);

    now = instantAt("2026-11-03", "10:00", zone);
    expect((await duban("org", "pause", code, "--yes", "--json")).data).toMatchObject({ changed: true, tasks: 2 });
    expect((await db.organization.findUnique({ where: { id } }))?.pausedAt).toEqual(now);
    for (const one of [recurring, rectification]) expect(await nextAt(one.caseId)).toBeNull();
    expect(await nextAt(elsewhere.caseId)).not.toBeNull();
    for (const one of [recurring, rectification, aside]) expect((await verbs(one.caseId)).at(-1)).toBe("paused");
    const twice = await duban("org", "pause", code, "--yes", "--json");
    expect([twice.code, twice.data]).toEqual([0, expect.objectContaining({ changed: false })]);
    expect((await verbs(recurring.caseId)).filter((verb) => verb === "paused")).toHaveLength(1);

    now = instantAt("2026-11-09", "10:00", zone);
    await nudged();
    expect((await duban("org", "resume", code, "--json")).data).toMatchObject({ changed: true, tasks: 2 });
    for (const one of [recurring, rectification]) expect(await nextAt(one.caseId)).toEqual(now);
    expect(await nextAt(aside.caseId)).toBeNull();
    expect(await nudged()).toEqual([`planner-${shard}`, recurring.round, rectification.round].sort());
    expect((await verbs(rectification.caseId)).slice(-2)).toEqual(["paused", "resumed"]);
    expect((await duban("org", "resume", code)).out).toContain("was not paused");
    expect(await nudged()).toEqual([]);
  });
});

describe("duban org pause with open tasks", () => {
  it("says how many tasks stop and asks; without a terminal it refuses and names --yes (exit code 2)", async () => {
    const { id, code } = await found(db, now, { type: "CHA" });
    await open(id, "7");
    const refused = await duban("org", "pause", code);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining("of 1 open task, 0 of them late; nothing was changed, --yes does it"),
    ]);
    const questions: string[] = [];
    const answering = (yes: boolean) =>
      commandLine(db, () => now, {
        ask: async (question) => {
          questions.push(question);
          return yes;
        },
      }).duban;
    expect((await answering(false)("org", "pause", code)).code).toBe(2);
    expect((await db.organization.findUnique({ where: { id } }))?.pausedAt).toBeNull();
    expect((await answering(true)("org", "pause", code)).out).toContain("is paused; open tasks: 1");
    expect(questions).toHaveLength(2);
    expect(questions[0]).toContain("Pause it?");
  });

  it("also asks before a duty is paused for all organizations", async () => {
    const { id } = await found(db, now, { type: "CHA" });
    await open(id, "8");
    const refused = await duban("duty", "set", "8", "--pause");
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/pausing duty 8 stops .* --yes does it/)]);
    expect((await duban("duty", "set", "8", "--pause", "--yes")).code).toBe(0);
    expect((await duban("duty", "set", "8", "--resume")).code).toBe(0);
  });
});

describe("duban org close", () => {
  it("cancels open tasks, requires a reason, acts once, and is shown by `org show`", async () => {
    const { id, code } = await found(db, now, { type: "CHA" });
    const { caseId } = await open(id, "7");
    expect((await duban("org", "close", code)).code).toBe(2);
    expect((await duban("org", "close", "GZ-NOWHERE", "--reason", "注销")).code).toBe(3);
    const closing = ["org", "close", code, "--reason", "登记证书已注销", "--json"];
    expect((await duban(...closing)).data).toEqual({ organization: code, changed: true, cases: 1, tasks: 1 });
    expect((await duban(...closing)).data).toMatchObject({ changed: false });
    expect((await db.case.findUnique({ where: { id: caseId } }))?.state).toBe("cancelled");
    expect((await duban("org", "show", code)).out).toContain("登记证书已注销");
    const listed = (await duban("org", "list", "--json")).data as { code: string }[];
    expect(listed.map((one) => one.code)).not.toContain(code);
    for (const verb of ["pause", "resume"]) expect((await duban("org", verb, code)).code).toBe(4);
    expect((await duban("case", "start", "--org", code, "--duty", "66")).code).toBe(4);
  });
});
