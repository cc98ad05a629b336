import { describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, refused } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const monday = instantAt("2031-03-03", "10:00", zone);
let now = monday;
const { duban } = commandLine(db, () => now);
const engine = standIn(db);

const rectify = async (code: string, due: string): Promise<string> => {
  const { data } = await duban("rectification", "start", "--org", code, "漏水", "--due", due, "--json");
  return (data as { task: string }).task;
};

describe("duban status", () => {
  it("prints zeros for an empty installation", async () => {
    const { code, data } = await duban("status", "--json");
    expect(code).toBe(0);
    // Statutes that nobody has read for a year, or ever, are listed for the administrator.
    expect((data as { lawsToReadAgain: { name: string }[] }).lawsToReadAgain.map(({ name }) => name)).toContain(
      "fire-drill",
    );
    expect((await duban("status")).out).toMatch(/laws +\d+ whose own text was not read for a year \(/);
    expect(data).toMatchObject({ organizations: 0, openTasks: 0, late: 0, unreachable: 0, nudges: 0, zone });
  });

  it("counts organizations, tasks, messages of today and nudges", async () => {
    const one = await found(db, now, {});
    const other = await found(db, now, {});
    const nobody = await found(db, now, {});
    await db.organization.update({ where: { id: other.id }, data: { pausedAt: now } });
    const late = await rectify(one.code, "2031-03-05");
    const verdict = await rectify(one.code, "2031-03-20");
    const aside = await rectify(one.code, "2031-03-20");
    await rectify(nobody.code, "2031-03-20");
    const holders = await db.holding.findMany({ where: { organizationId: nobody.id } });
    await refused(
      db,
      holders.map(({ personId }) => personId),
    );
    await db.task.update({ where: { id: aside }, data: { poison: "Error: broken" } });
    await engine.rounds(now);
    await engine.carry(verdict, now, "unknown");
    now = instantAt("2031-03-06", "09:00", zone);
    await duban("task", "submit", verdict, "--note", "好了");
    const sent = await engine.carry(late, now);
    const { data, out } = { ...(await duban("status", "--json")), out: (await duban("status")).out };
    const queued = await db.notice.count({ where: { state: "queued" } });
    expect(data).toMatchObject({
      organizations: 3,
      paused: 1,
      openCases: 4,
      openTasks: 4,
      tasksByState: { open: 3, acknowledged: 0, submitted: 1, returned: 0 },
      late: 1,
      waitingForVerdict: 1,
      setAside: 1,
      unreachable: 1,
      // The delivery with an unknown outcome was on another day.
      messages: { queued, sent: sent.length, unknown: 0, refused: 0 },
      nudges: await db.nudge.count(),
    });
    expect(sent.length).toBeGreaterThan(0);
    expect((data as { nudges: number }).nudges).toBeGreaterThan(0);
    expect(out).toContain("organizations  3, 1 paused");
    expect(out).toMatch(/tasks {10}4 open: 3 open, 0 acknowledged/);
    expect(out).toMatch(new RegExp(`today ${sent.length} sent, 0 unknown`));
    now = monday;
  });
});

describe("duban overdue", () => {
  it("lists late tasks, worst first, with the last recipients and the next rung", async () => {
    const organization = await found(db, monday, {});
    const worst = await rectify(organization.code, "2031-03-05");
    const bad = await rectify(organization.code, "2031-03-07");
    await rectify(organization.code, "2031-03-31");
    now = instantAt("2031-03-10", "09:00", zone);
    await engine.rounds(now);
    const { code, data } = await duban("overdue", "--org", organization.code, "--json");
    expect(code).toBe(0);
    expect(data).toMatchObject([
      {
        task: worst,
        businessDaysLate: 3,
        organization: organization.code,
        duty: "29",
        lastTold: { at: now.toISOString() },
      },
      { task: bad, businessDaysLate: 1, nextRung: { at: "2031-03-12T01:00:00.000Z", steps: ["+3bd"] } },
    ]);
    expect((data as { lastTold: { steps: string[] } }[])[0]?.lastTold.steps).toContain("+3bd");
    const { out } = await duban("overdue", "--org", organization.code);
    expect(out).toContain("3 business days");
    expect(out).toContain("2031-03-12 09:00 3 business days overdue");
    expect(out).toContain("2 tasks late.");
    const two = await duban("overdue", "--org", organization.code, "--days", "2", "--json");
    expect((two.data as { task: string }[]).map((one) => one.task)).toEqual([worst]);
    const one = await duban("overdue", "--org", organization.code, "--days", "1", "--json");
    expect((one.data as { task: string }[]).map((one) => one.task)).toEqual([worst, bad]);
    const cut = await duban("overdue", "--org", organization.code, "--limit", "1");
    expect(cut.out).toContain("1 task late; --limit shows more.");
  });

  it.each([
    [["--days", "0"], 2, '--days: "0"'],
    [["--days", "-1"], 2, '--days: "-1"'],
    [["--org", "GZ-9"], 3, 'No organization "GZ-9"'],
  ])("refuses %j", async (more, code, words) => {
    const answer = await duban("overdue", ...more);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(words);
  });
});
